import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { hostProgram, toBase64 } from '../../client/hosts/deploy/host-program';
import { describeLab } from '../daemons';
import type { Lab } from '../daemons/lab';
import type { Run } from './product';
import { services } from './services';
import { Stage } from './stage';

const names = ['db1', 'db2', 'lb1'];
const server = (id: number): string => `[mysqld]
server_id = ${id}
log_bin = mysql-bin
bind_address = 0.0.0.0
report_host = 10.9.0.${id}
loose-wsrep_sst_auth = me:geheim
loose-master-password = auch-geheim
`;
const proxy = `global
  stats socket /run/haproxy/admin.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen db
  bind 127.0.0.1:3307
  server db1 10.9.0.1:3306 check inter 200
  server db2 10.9.0.2:3306 check inter 200
listen numbers
  bind 127.0.0.1:8404
  mode http
  stats enable
  stats auth admin:geheim
`;

describeLab('a running cluster that is taken over', (daemons) => {
  let stage: Stage;
  const run = (...argv: string[]): ReturnType<Stage['run']> => stage.run(...argv);
  const on = (host: string, command: string): Promise<string> => stage.on(host, command);
  const ask = (host: string, sql: string): Promise<string> => on(host, `mariadb --no-defaults -N -B -e '${sql}'`);
  const edit = (file: string, change: (text: string) => string): void => stage.edit(file, change);
  /** Looks again and again while a command runs. */
  const during = async (command: Run, look: () => Promise<void>): Promise<void> => {
    let isOver = false;
    void command.outcome.then(() => (isOver = true));
    while (!isOver) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  before(async function () {
    this.timeout(120_000);
    const files = (id: number): typeof services => ({
      ...services,
      '/etc/mysql/mariadb.cnf': '!includedir /etc/mysql/conf.d/\n',
      '/etc/mysql/conf.d/a.cnf': server(id),
      '/etc/mysql/debian.cnf': '[client]\npassword = geheim\n',
    });
    // What there is, an import finds out.
    stage = await Stage.start(daemons().root, [
      { name: 'db1', address: '10.9.0.1', files: files(1) },
      { name: 'db2', address: '10.9.0.2', files: files(2) },
      { name: 'lb1', address: '10.9.0.3', files: { ...services, '/etc/haproxy/haproxy.cfg': proxy } },
    ]);
    for (const name of ['db1', 'db2']) await on(name, 'ln -sf mariadb.cnf /etc/mysql/my.cnf && rm -f /etc/my.cnf');
    await stage.startServers(['db1', 'db2']);
    await ask('db1', 'GRANT REPLICATION SLAVE ON *.* TO r@"%" IDENTIFIED BY "r"');
    await ask(
      'db2',
      'CHANGE MASTER TO MASTER_HOST="10.9.0.1", MASTER_USER="r", MASTER_PASSWORD="r", MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos; START SLAVE; SET GLOBAL read_only=1',
    );
    await on('lb1', '/etc/init.d/haproxy start');
  });
  after(() => stage?.stop());

  it('is imported whole, with its secrets left where they are', async function () {
    this.timeout(120_000);
    const arguments_ = names.map((name, index) => `${name}=root@10.9.0.${index + 1}`);
    const outcome = await run('import', ...arguments_, '--cluster', 'shop');
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.deepEqual(outcome.out.trim().split('\n'), [
      'db1/etc/mysql/my.cnf',
      'db1/etc/mysql/conf.d/a.cnf',
      'db2/etc/mysql/my.cnf',
      'db2/etc/mysql/conf.d/a.cnf',
      'lb1/etc/haproxy/haproxy.cfg',
      'quorate.json',
    ]);
    assert.match(outcome.err, /db1: \/etc\/mysql\/debian\.cnf is left there: its content is a secret/);
    assert.match(outcome.err, /6 files written, 0 as they are already, 5 secrets left on the hosts/);
    const fetched = stage.read('db1/etc/mysql/conf.d/a.cnf');
    assert.equal(fetched, server(1).replace('auch-geheim', '********').replace('me:geheim', '********'));
    assert.ok(!stage.read('lb1/etc/haproxy/haproxy.cfg').includes('geheim'));
    assert.equal((await run('check', '--fail-on', 'error')).code, 0);
    assert.equal((await run('deploy', '--yes')).err, 'Nothing to deploy: every host has the files as they are here.\n');
  });

  it('is imported again from its manifest, and nobody’s work is overwritten', async function () {
    this.timeout(120_000);
    edit('db1/etc/mysql/conf.d/a.cnf', (text) => `${text}# mine\n`);
    const outcome = await run('import');
    assert.equal(outcome.code, 1, outcome.out + outcome.err);
    assert.match(outcome.err, /db1\/etc\/mysql\/conf\.d\/a\.cnf differs from the host's and was left alone/);
    assert.equal((await run('import', '--overwrite')).code, 0);
    assert.equal(stage.read('db1/etc/mysql/conf.d/a.cnf').includes('mine'), false);
  });

  it('keeps its secrets when a file is deployed that has their places only', async function () {
    this.timeout(120_000);
    edit('db1/etc/mysql/conf.d/a.cnf', (text) => `${text}max_connections = 120\n`);
    const outcome = await run('deploy', '--yes', '--host', 'db1');
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.equal(await on('db1', 'cat /etc/mysql/conf.d/a.cnf'), `${server(1)}max_connections = 120`);
    assert.doesNotMatch(outcome.out + outcome.err, /geheim/);
    edit('db1/etc/mysql/conf.d/a.cnf', (text) => `${text}loose-report-password = ********\n`);
    const refused = await run('deploy', '--yes', '--host', 'db1');
    assert.equal(refused.code, 2);
    assert.match(refused.err, /a\.cnf:\d+ has \*{8} in place of a secret, and .* has no such line/);
    edit('db1/etc/mysql/conf.d/a.cnf', (text) => text.replace(/loose-report-password.*\n/, ''));
  });

  it('is restarted in order, replicas first, each drained at the proxy and in downtime meanwhile', async function () {
    this.timeout(120_000);
    const orchestrator = await startStub(stage.lab);
    const started = await Promise.all(['db1', 'db2'].map((name) => on(name, 'pgrep -x mariadbd')));
    const dry = await run('restart', '--dry-run', '--program', 'database');
    assert.match(dry.out, /1\. db2: database, restart[^]*lb1: db\/db2 drained[^]*2\. db1: database, restart/);
    assert.doesNotMatch(dry.out, /lb1: database/);
    const command = await stage.begin(
      'restart',
      '--yes',
      '--restart-writer',
      '--program',
      'database',
      '--orchestrator',
      'http://10.9.0.254:3000',
    );
    const drained = new Set<string>();
    await during(command, async () => {
      const states = await on('lb1', 'echo "show servers state db" | socat - /run/haproxy/admin.sock');
      for (const [, name = ''] of states.matchAll(/^\d+ db \d+ (\S+) \S+ \d+ 8 /gm)) drained.add(name);
    });
    const outcome = await command.outcome;
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.deepEqual([...drained], ['db2', 'db1']);
    const asked = orchestrator.stop().filter((each) => each.includes('downtime'));
    assert.deepEqual(
      asked.map((each) => each.replace(/^\/api\/(\w+)-downtime\/([^/]*).*/, '$1 $2')),
      ['begin 10.9.0.2', 'end 10.9.0.2', 'begin 10.9.0.1', 'end 10.9.0.1'],
    );
    assert.match(asked[0] ?? '', /^\/api\/begin-downtime\/10\.9\.0\.2\/3306\/[^/]+\/quorate deploy\/\d+s$/);
    const now = await Promise.all(['db1', 'db2'].map((name) => on(name, 'pgrep -x mariadbd')));
    assert.ok(now.every((pid, index) => pid !== started[index]));
    const states = await on('lb1', 'echo "show servers state db" | socat - /run/haproxy/admin.sock');
    assert.doesNotMatch(states, /^\d+ db \d+ \S+ \S+ \d+ 8 /m);
    assert.equal(await on('lb1', 'ls /var/lib/quorate'), '');
  });

  it('waits for a replica that is behind, and takes the change back when it does not catch up', async function () {
    this.timeout(120_000);
    await ask('db2', 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=600; START SLAVE');
    await ask('db1', 'CREATE DATABASE late');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => `${text}max_connections = 130\n`);
    const outcome = await run('deploy', '--yes', '--host', 'db2', '--lag-limit', '1', '--gate-seconds', '3');
    assert.equal(outcome.code, 1, outcome.out + outcome.err);
    assert.match(outcome.err, /the replica is \d+ s behind, more than 1 s/);
    assert.match(outcome.err, /db2: database taken back/);
    assert.equal(await on('db2', 'cat /etc/mysql/conf.d/a.cnf'), server(2).trim());
    await ask('db2', 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=0; START SLAVE');
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => text.replace(/max_connections.*\n/, ''));
  });

  it('has semi-synchronous replication switched on at the replica first, and off at the source first', async function () {
    this.timeout(120_000);
    const option = (id: number, side: string): [string, string] => [
      `db${id}/etc/mysql/conf.d/a.cnf`,
      `rpl_semi_sync_${side}_enabled = ON\nrpl_semi_sync_master_timeout = 60000\n`,
    ];
    const [source, replica] = [option(1, 'master'), option(2, 'slave')];
    const order = (err: string): string[] => [...err.matchAll(/^ +(db\d) +activate/gm)].map(([, name = '']) => name);
    const deploy = ['deploy', '--yes', '--restart-writer', '--lag-limit', '60'];
    for (const [file, text] of [source, replica]) edit(file, (before) => before + text);
    const on_ = await run(...deploy);
    assert.equal(on_.code, 0, on_.out + on_.err);
    assert.deepEqual(order(on_.err), ['db2', 'db1']);
    const clients =
      'SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = "Rpl_semi_sync_master_clients"';
    await stage.until('the replica', 30, async () => (await ask('db1', clients)) === '1');
    // Off at the replica alone, every commit would wait for a minute.
    edit(replica[0], (before) => before.replace(replica[1], ''));
    const alone = await run(...deploy);
    assert.equal(alone.code, 2, alone.out + alone.err);
    assert.match(alone.err, /db1: it waits for semi-synchronous replicas, and db2 would no longer be one/);
    edit(source[0], (before) => before.replace(source[1], ''));
    const off = await run(...deploy);
    assert.equal(off.code, 0, off.out + off.err);
    assert.deepEqual(order(off.err), ['db1', 'db2']);
    assert.equal(await ask('db1', 'SELECT @@rpl_semi_sync_master_enabled'), '0');
  });

  it('is left as it was when somebody presses Ctrl+C in the middle', async function () {
    this.timeout(120_000);
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => `${text}performance_schema = ON\n`);
    const command = await stage.begin('deploy', '--yes', '--host', 'db2');
    let isPressed = false;
    await during(command, async () => {
      if (isPressed || !/db2 {2}replace {2}done/.test(command.said())) return;
      isPressed = command.process.kill('SIGINT');
      await Promise.resolve();
    });
    const outcome = await command.outcome;
    assert.equal(outcome.code, 1, outcome.out + outcome.err);
    assert.match(outcome.err, /Cancelling: what is on trial is taken back/);
    assert.match(outcome.err, /db2: database taken back[^]*because: the deploy was cancelled/);
    assert.equal(await on('db2', 'cat /etc/mysql/conf.d/a.cnf'), server(2).trim());
    assert.equal(await ask('db2', 'SELECT @@performance_schema'), '0');
    assert.match(await on('db2', 'echo $(ls /var/lib/quorate)'), /^backups( deployed)?( log)?$/);
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => text.replace(/performance_schema.*\n/, ''));
  });

  it('writes over a file that is a mount of its own, as in containers, and back again', async function () {
    this.timeout(120_000);
    await on(
      'db2',
      'mkdir -p /srv && cp -p /etc/mysql/conf.d/a.cnf /srv/a.cnf && mount --bind /srv/a.cnf /etc/mysql/conf.d/a.cnf',
    );
    const inode = await on('db2', 'stat -c %i /srv/a.cnf');
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => `${text}max_connections = 140\n`);
    const outcome = await run('deploy', '--yes', '--host', 'db2');
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.equal(await on('db2', 'cat /srv/a.cnf'), `${server(2)}max_connections = 140`);
    assert.equal(await on('db2', 'stat -c %i /srv/a.cnf'), inode);
    assert.equal(await ask('db2', 'SELECT @@max_connections'), '140');
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => `${text}max_conections = 1\n`);
    const refused = await run('deploy', '--yes', '--with-errors', '--host', 'db2');
    assert.equal(refused.code, 1, refused.out + refused.err);
    assert.equal(await on('db2', 'cat /srv/a.cnf'), `${server(2)}max_connections = 140`);
    await on('db2', 'umount /etc/mysql/conf.d/a.cnf && cp -p /srv/a.cnf /etc/mysql/conf.d/a.cnf');
    edit('db2/etc/mysql/conf.d/a.cnf', (text) => text.replace(/max_conections.*\n/, ''));
  });

  it('closes what old workers keep open to a server that the new file does not have', async function () {
    this.timeout(120_000);
    stage.lab.host('lb1').start(['socat', '-u', 'TCP:127.0.0.1:3307', 'OPEN:/run/session,creat']);
    stage.lab.host('lb1').start(['socat', '-u', 'TCP:127.0.0.1:3307', 'OPEN:/run/session2,creat']);
    await on('lb1', 'until [ -s /run/session ] && [ -s /run/session2 ]; do sleep 0.1; done');
    edit('lb1/etc/haproxy/haproxy.cfg', (text) => text.replace(/ {2}server db2 .*\n/, ''));
    const outcome = await run('deploy', '--yes', '--host', 'lb1');
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.match(outcome.out, /sessions to db\/db2, which the new file does not have, get 10 s to end/);
    assert.equal(
      await ask('db2', 'SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE HOST LIKE "10.9.0.3%"'),
      '0',
    );
  });

  it('ends a drain by itself when nobody comes back to end it', async function () {
    this.timeout(120_000);
    const variables = `kind=drain\nservers=db/db1\ncopy=${toBase64(hostProgram)}\n`;
    const suspend = ['sh', '-s', '--', 'suspend', 'test', '2'];
    // With one server it would do nothing: the last one of a backend is better than none.
    edit('lb1/etc/haproxy/haproxy.cfg', (text) =>
      text.replace(/( {2}server db1 .*\n)/, '$1  server db2 10.9.0.2:3306\n'),
    );
    assert.equal((await run('deploy', '--yes', '--host', 'lb1')).code, 0);
    const state = (): Promise<string> =>
      on(
        'lb1',
        `echo "show servers state db" | socat - /run/haproxy/admin.sock | sed -n 's/^[0-9]* db [0-9]* db1 [^ ]* [0-9]* \\([0-9]*\\) .*/\\1/p'`,
      );
    await on('lb1', 'sleep 1');
    await stage.lab.host('lb1').check(suspend, variables + hostProgram);
    assert.equal(await state(), '8');
    await on('lb1', 'sleep 4');
    assert.equal(await state(), '0');
  });
});

/** Orchestrator's stub on the lab's network; `stop` returns what it was asked. */
async function startStub(lab: Lab): Promise<{ stop(): string[] }> {
  const script = path.join(__dirname, 'orchestrator-stub.mjs');
  const argv = lab.onNetwork([process.execPath, script, '10.9.0.254', '3000']);
  // The stub is asked from where it runs.
  const [ip = '', ...words] = lab.onNetwork(['ip', 'link', 'set', 'lo', 'up']);
  spawnSync(ip, words);
  const child = spawn(argv[0] as string, argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child.stdout, 'data');
  child.unref();
  return {
    stop: () => {
      child.stdin.end();
      return said.trim().split('\n');
    },
  };
}
