import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { services } from './services';
import { Stage } from './stage';

const names = ['g1', 'g2', 'g3'];
const address = (index: number): string => `10.9.0.${index + 1}`;
const node = (index: number, more = ''): string => `[mysqld]
binlog_format = ROW
default_storage_engine = InnoDB
innodb_autoinc_lock_mode = 2
bind_address = 0.0.0.0
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_provider_options = "gcache.size=4M; pc.wait_prim_timeout=PT5S"
wsrep_cluster_name = lab
wsrep_cluster_address = gcomm://${names.map((_, each) => address(each)).join(',')}
wsrep_node_name = ${names[index]}
wsrep_node_address = ${address(index)}
wsrep_sst_method = rsync
${more}`;

describeLab('quorate deploy to a Galera cluster', (daemons) => {
  let stage: Stage;
  const on = (host: string, command: string): Promise<string> => stage.on(host, command);
  const ask = (host: string, sql: string): Promise<string> => on(host, `mariadb -N -B -e "${sql}" | cut -f 2`);
  const status = (host: string, name: string): Promise<string> => ask(host, `SHOW STATUS LIKE '${name}'`);
  const want = (more: string): void =>
    stage.write(Object.fromEntries(names.map((name, index) => [`${name}/my.cnf`, node(index, more)])));

  before(async function () {
    this.timeout(180_000);
    stage = await Stage.start(
      daemons().root,
      names.map((name, index) => ({
        name,
        address: address(index),
        files: { ...services, '/etc/mysql/my.cnf': node(index) },
        places: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
      })),
    );
    // The first one has to be there before the others can join it.
    await stage.startServers(['g1'], '--wsrep-new-cluster');
    await stage.startServers(['g2']);
    await stage.startServers(['g3']);
  });
  after(() => stage?.stop());

  it('restarts one node after the other, each Synced in the same cluster before the next', async function () {
    this.timeout(180_000);
    const uuid = await status('g1', 'wsrep_cluster_state_uuid');
    want('performance_schema = ON\n');
    const run = await stage.begin('deploy', '--yes', '--with-errors', '--restart-writer');
    let isOver = false;
    void run.outcome.then(() => (isOver = true));
    let most = 0;
    while (!isOver) {
      const running = await Promise.all(
        names.map((name) => on(name, 'mariadb -e "SELECT 1" >/dev/null 2>&1 && echo up || echo down')),
      );
      most = Math.max(most, running.filter((each) => each === 'down').length);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const outcome = await run.outcome;
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.equal(most, 1, 'never two nodes at once');
    for (const name of names) {
      assert.equal(await on(name, 'mariadb -N -B -e "SELECT @@performance_schema"'), '1', name);
      assert.equal(await status(name, 'wsrep_local_state_comment'), 'Synced', name);
      assert.equal(await status(name, 'wsrep_cluster_size'), '3', name);
      assert.equal(await status(name, 'wsrep_cluster_state_uuid'), uuid, name);
    }
  });

  it('stops at the first node that does not come back healthy, and leaves the others alone', async function () {
    this.timeout(180_000);
    await on('g1', 'echo --wsrep-cluster-name=other >/etc/default/mariadb');
    want('performance_schema = OFF\n');
    const outcome = await stage.run('deploy', '--yes', '--with-errors', '--gate-seconds', '5');
    assert.equal(outcome.code, 1, outcome.out + outcome.err);
    for (const name of ['g2', 'g3']) {
      assert.equal(await on(name, 'mariadb -N -B -e "SELECT @@performance_schema"'), '1', name);
      assert.equal(await on(name, 'tail -n 1 /etc/mysql/my.cnf'), 'performance_schema = ON', name);
      assert.equal(await status(name, 'wsrep_cluster_status'), 'Primary', name);
    }
    assert.equal(await on('g1', 'tail -n 1 /etc/mysql/my.cnf'), 'performance_schema = ON');
    assert.match(outcome.err, /g2: database not touched/);
  });

  it('refuses to restart a node whose service would found a new cluster', async function () {
    this.timeout(60_000);
    await on('g3', 'echo --wsrep-new-cluster >/etc/default/mariadb');
    want('performance_schema = OFF\n');
    const outcome = await stage.run('deploy', '--yes', '--with-errors', '--host', 'g3');
    assert.equal(outcome.code, 1, outcome.out + outcome.err);
    assert.match(outcome.err, /--wsrep-new-cluster is left in \/etc\/default\/mariadb/);
    assert.equal(await status('g3', 'wsrep_local_state_comment'), 'Synced');
  });
});
