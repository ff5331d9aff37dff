import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { services } from './services';
import { Stage } from './stage';

const names = ['m1', 'm2', 'm3'];
const address = (index: number): string => `10.9.0.${index + 1}`;
const seeds = names.map((_, index) => `${address(index)}:33061`).join(',');
// The weights decide that m2, and never m3, takes writes while m1 is away.
const option = (index: number, more = ''): string => `[mysqld]
server_id = ${index + 1}
report_host = ${address(index)}
log_bin = binlog
gtid_mode = ON
enforce_gtid_consistency = ON
plugin_load_add = group_replication.so
group_replication_group_name = 0685154b-e563-11f1-a82f-eeed57eb3899
group_replication_local_address = ${address(index)}:33061
group_replication_group_seeds = ${seeds}
group_replication_start_on_boot = ON
group_replication_member_weight = ${50 - 10 * index}
group_replication_recovery_get_public_key = ON
${more}`;
const services_ = { '/etc/init.d/mysql': services['/etc/init.d/mysql']! };
const account = `SET sql_log_bin = 0; CREATE USER recovery@'%' IDENTIFIED BY 'secret';
GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO recovery@'%';
SET sql_log_bin = 1; CHANGE REPLICATION SOURCE TO SOURCE_USER = 'recovery', SOURCE_PASSWORD = 'secret'
FOR CHANNEL 'group_replication_recovery'; RESET BINARY LOGS AND GTIDS;`;

describeLab(
  'a deploy to a group of MySQL servers',
  (daemons) => {
    let stage: Stage;
    const ask = (host: string, sql: string): Promise<string> =>
      stage.lab
        .host(host)
        .check(['mysql', '--batch', '--skip-column-names'], sql)
        .then((said) => said.trim());
    const want = (more: string, only = names): void =>
      stage.write(
        Object.fromEntries(only.map((name) => [`${name}/my.cnf`, option(names.indexOf(name), more)] as const)),
      );
    const isWhole = async (): Promise<boolean> => {
      const states = await ask('m1', 'SELECT MEMBER_STATE FROM performance_schema.replication_group_members');
      return states === 'ONLINE\nONLINE\nONLINE';
    };

    before(async function () {
      this.timeout(300_000);
      stage = await Stage.start(
        daemons().root,
        names.map((name, index) => ({
          name,
          address: address(index),
          files: { ...services_, '/etc/mysql/my.cnf': option(index) },
          places: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
        })),
      );
      want('');
      const make = `mkdir -p /var/lib/mysql /run/mysqld && chown mysql:mysql /var/lib/mysql /run/mysqld
mysqld --no-defaults --user=mysql --datadir=/var/lib/mysql --initialize-insecure --innodb-redo-log-capacity=32M 2>/dev/null
tar -C /var/lib/mysql --exclude ./auto.cnf -cf - .`;
      const { stdout: data } = await stage.lab.host('m1').run(['sh', '-c', make]);
      await Promise.all(
        names.map(async (name) => {
          if (name !== 'm1') await stage.lab.host(name).check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], data);
          // A link that the base of Debian brings.
          await stage.on(name, 'rm -rf /var/run && ln -s /run /var/run');
          // A member waits for its group before it answers, and there is none yet.
          const alone = '--loose-group-replication-start-on-boot=OFF';
          await stage.on(name, `chown -R mysql:mysql /var/lib/mysql && /etc/init.d/mysql start ${alone}`);
          await ask(name, account);
        }),
      );
      const bootstrap = 'group_replication_bootstrap_group';
      await ask('m1', `SET GLOBAL ${bootstrap} = ON; START GROUP_REPLICATION; SET GLOBAL ${bootstrap} = OFF`);
      for (const name of ['m2', 'm3']) await ask(name, 'START GROUP_REPLICATION');
      await stage.until('the group', 60, isWhole);
    });
    after(() => stage?.stop());

    it('asks mysqld itself, and sets at run time what it lets be set', async function () {
      this.timeout(90_000);
      want('max_conections = 90\n', ['m3']);
      const refused = await stage.run('deploy', '--yes', '--with-errors', '--host', 'm3');
      assert.equal(refused.code, 1, refused.out + refused.err);
      assert.match(refused.err, /unknown variable 'max_conections=90'/);
      want('max_connections = 90\nsort_buffer_size = 300K\n', ['m3']);
      const pid = await stage.on('m3', 'pgrep -x mysqld');
      const outcome = await stage.run('deploy', '--yes', '--host', 'm3');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /max_connections takes effect now/);
      assert.match(outcome.out, /sort_buffer_size takes effect for new sessions/);
      assert.equal(await ask('m3', 'SELECT @@max_connections, @@GLOBAL.sort_buffer_size'), '90\t307200');
      assert.equal(await stage.on('m3', 'pgrep -x mysqld'), pid);
    });

    it('restarts the secondaries first, each ONLINE again before the next, and the primary last', async function () {
      this.timeout(180_000);
      want('back_log = 60\n');
      const asked = await stage.run('deploy', '--yes');
      assert.equal(asked.code, 2);
      assert.match(asked.err, /m1 would be restarted: it takes writes today/);
      const run = await stage.begin('deploy', '--yes', '--restart-writer');
      let isOver = false;
      void run.outcome.then(() => (isOver = true));
      let most = 0;
      while (!isOver) {
        const up = await Promise.all(names.map((name) => stage.on(name, 'pgrep -x mysqld || true')));
        most = Math.max(most, up.filter((pid) => pid === '').length);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const outcome = await run.outcome;
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.ok(most <= 1, 'never two members at once');
      assert.deepEqual(
        [...outcome.err.matchAll(/^ +(m\d) +activate/gm)].map(([, name]) => name),
        ['m2', 'm3', 'm1'],
      );
      for (const name of names) assert.equal(await ask(name, 'SELECT @@back_log'), '60');
      assert.ok(await isWhole());
    });

    it('takes back what keeps a member out of its group, and rolls a good change back', async function () {
      this.timeout(180_000);
      want('back_log = 60\ngroup_replication_start_on_boot = OFF\n', ['m3']);
      const outcome = await stage.run('deploy', '--yes', '--host', 'm3', '--gate-seconds', '4');
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /the member is (\S+ )?OFFLINE, not ONLINE/);
      assert.equal(await stage.on('m3', 'tail -n 1 /etc/mysql/my.cnf'), 'back_log = 60');
      await stage.until('the group', 60, isWhole);
      const back = await stage.run('deploy', '--roll-back', '--yes', '--host', 'm3');
      assert.equal(back.code, 0, back.out + back.err);
      assert.equal(
        await stage.on('m3', 'tail -n 2 /etc/mysql/my.cnf'),
        'max_connections = 90\nsort_buffer_size = 300K',
      );
      await stage.until('the group', 30, isWhole);
    });
  },
  'sid-mysql-hosts',
);
