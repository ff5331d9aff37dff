import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { Stage } from './stage';

const option = '[mysqld]\nserver_id = 1\n';
const proxy = (queue: string): string => `defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout queue ${queue}
listen db
  bind 127.0.0.1:3307
  server db1 127.0.0.1:3306
`;
// The images hold nothing but a script; their programs are the host's own, which is quicker than to copy them.
const compose = (words: string, more = ''): string =>
  `services:
  db1:
    image: mariadb:lab
    network_mode: none
    command: [mariadbd, --innodb-buffer-pool-size=16M${words}]
    environment:
      MARIADB_ROOT_PASSWORD: geheim
    volumes:
      - /usr:/usr:ro
      - ./db1/my.cnf:/etc/mysql/my.cnf:ro
      - data:/var/lib/mysql
  lb1:
    image: haproxy:lab
    network_mode: none
    command: [haproxy, -W, -db, -f, /usr/local/etc/haproxy/haproxy.cfg]
    volumes:
      - /usr:/usr:ro
      - ./lb1:/etc/haproxy:ro
${more}volumes:
  data:
`.replace('-f, /usr/local/etc/haproxy', '-f, /etc/haproxy');
const entry = `#!/bin/sh
[ "$1" = mariadbd ] || exec "$@"
[ -d /var/lib/mysql/mysql ] || mariadb-install-db --no-defaults --user=mysql --datadir=/var/lib/mysql --skip-test-db \\
  --auth-root-authentication-method=normal --innodb-buffer-pool-size=16M >&2
exec "$@" --user=mysql
`;
const engine = `set -e
dockerd --bridge=none --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false >/var/log/dockerd.log 2>&1 &
mkdir -p /srv/image && cd /srv/image
mkdir -p usr etc tmp root run/mysqld var/lib/mysql
chmod 1777 tmp run/mysqld
for each in bin sbin lib lib64; do ln -s usr/$each $each; done
cp /etc/passwd /etc/group /etc/nsswitch.conf etc/
cat >entry && chmod 755 entry
for _ in $(seq 100); do docker version >/dev/null 2>&1 && break; sleep 0.1; done
for name in mariadb haproxy; do tar -cf - . | docker import --change 'ENTRYPOINT ["/entry"]' - $name:lab; done
cd /srv/shop && docker compose up --detach
for _ in $(seq 300); do docker exec shop-db1-1 mariadb -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.1; done
docker exec shop-db1-1 mariadb -e 'SET PASSWORD FOR root@localhost = PASSWORD("geheim")'`;

describeLab(
  'a deploy to containers of Docker Compose',
  (daemons) => {
    let stage: Stage;
    const on = (command: string): Promise<string> => stage.on('docker1', command);
    const ask = (sql: string): Promise<string> =>
      on(`docker exec shop-db1-1 mariadb --password=geheim -N -B -e '${sql}'`);
    const begun = (service: string): Promise<string> =>
      on(`docker inspect --format '{{.Id}} {{.State.StartedAt}}' shop-${service}-1`);

    before(async function () {
      this.timeout(300_000);
      const host = (name: string, files: object): object => ({
        name,
        files,
        ssh: { host: '10.9.0.1' },
      });
      const manifest = {
        clusters: [
          {
            name: 'shop',
            hosts: [
              host('db1', { 'db1/my.cnf': '/srv/shop/db1/my.cnf', 'compose.yml': '/srv/shop/compose.yml' }),
              host('lb1', { 'lb1/haproxy.cfg': '/srv/shop/lb1/haproxy.cfg' }),
            ],
          },
        ],
      };
      const files = { 'compose.yml': compose(''), 'db1/my.cnf': option, 'lb1/haproxy.cfg': proxy('1s') };
      const onHost = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/srv/shop/${name}`, text]));
      stage = await Stage.start(
        daemons().root,
        [{ name: 'docker1', address: '10.9.0.1', boot: 'own-tree', files: onHost }],
        files,
        manifest,
      );
      await stage.lab.host('docker1').check(['sh', '-c', engine], entry);
    });
    after(() => stage?.stop());

    it('sets at run time what can be set, and writes over the one file that is mounted', async function () {
      this.timeout(60_000);
      const [inode, id] = [await on('stat -c %i /srv/shop/db1/my.cnf'), await begun('db1')];
      stage.write({ 'db1/my.cnf': `${option}max_connections = 140\n` });
      const outcome = await stage.run('deploy', '--yes');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /written over, because it is mounted somewhere/);
      assert.equal(await on('stat -c %i /srv/shop/db1/my.cnf'), inode);
      assert.match(await on('docker exec shop-db1-1 cat /etc/mysql/my.cnf'), /max_connections = 140/);
      assert.equal(await ask('SELECT @@max_connections'), '140');
      assert.equal(await begun('db1'), id);
      assert.doesNotMatch(outcome.out + outcome.err, /geheim/);
    });

    it('restarts the container for what needs it', async function () {
      this.timeout(60_000);
      stage.write({ 'db1/my.cnf': `${option}performance_schema = ON\n` });
      const outcome = await stage.run('deploy', '--yes', '--restart-writer');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /through the container shop-db1-1/);
      assert.equal(await ask('SELECT @@performance_schema'), '1');
    });

    it('asks the daemon of the image first, and touches nothing when it refuses', async function () {
      this.timeout(60_000);
      const id = await begun('db1');
      stage.write({ 'db1/my.cnf': `${option}max_conections = 3\n`, 'lb1/haproxy.cfg': proxy('1z') });
      for (const [host, said] of [
        ['db1', /unknown variable 'max_conections=3'/],
        ['lb1', /timer|unexpected character|timeout queue/i],
      ] as const) {
        const outcome = await stage.run('deploy', '--yes', '--with-errors', '--host', host, '--restart-writer');
        assert.equal(outcome.code, 1, outcome.out + outcome.err);
        assert.match(outcome.err, said);
      }
      assert.equal(await on('tail -n 1 /srv/shop/db1/my.cnf'), 'performance_schema = ON');
      assert.equal(await begun('db1'), id);
      assert.equal(await on('docker ps --all --quiet | wc -l'), '2');
    });

    it('reloads the proxy of a container by a signal, and sees a new worker', async function () {
      this.timeout(60_000);
      const id = await begun('lb1');
      const workers = await on('docker top shop-lb1-1 -eo pid');
      stage.write({ 'lb1/haproxy.cfg': proxy('3s') });
      const outcome = await stage.run('deploy', '--yes', '--host', 'lb1');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(await on('docker exec shop-lb1-1 cat /etc/haproxy/haproxy.cfg'), /timeout queue 3s/);
      assert.equal(await begun('lb1'), id);
      assert.notEqual(await on('docker top shop-lb1-1 -eo pid'), workers);
    });

    it('takes the old file back when the container does not come up, also when nobody is left to do it', async function () {
      this.timeout(120_000);
      const kept = `${option}performance_schema = ON`;
      // The daemon accepts it, and cannot begin with it.
      stage.write({ 'db1/my.cnf': `${option}performance_schema = ON\nsocket = /nowhere/s.sock\n` });
      const argv = ['--yes', '--host', 'db1', '--restart-writer', '--with-errors', '--gate-seconds', '4'];
      const outcome = await stage.run('deploy', ...argv);
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /db1: database taken back/);
      assert.equal(await on('cat /srv/shop/db1/my.cnf'), kept);
      await stage.until('the server', 30, async () => (await ask('SELECT 1')) === '1');
      const deploy = await stage.deployTo('gate@db1');
      deploy.kill();
      await stage.until('the way back', 30, async () => (await on('cat /srv/shop/db1/my.cnf')) === kept);
      await stage.until('the server', 30, async () => (await ask('SELECT 1')) === '1');
      stage.write({ 'db1/my.cnf': `${kept}\n` });
    });

    it('makes a container anew for options of its compose file, and back', async function () {
      this.timeout(120_000);
      const id = (await begun('db1')).split(' ')[0];
      stage.write({ 'compose.yml': compose(', --max-connections=77') });
      const outcome = await stage.run('deploy', '--yes', '--restart-writer', '--host', 'db1');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /restart, because the compose file makes another container of db1/);
      assert.equal(await ask('SELECT @@max_connections'), '77');
      assert.notEqual((await begun('db1')).split(' ')[0], id);
      const back = await stage.run('deploy', '--roll-back', '--yes', '--restart-writer', '--host', 'db1');
      assert.equal(back.code, 0, back.out + back.err);
      assert.equal(await ask('SELECT @@max_connections'), '151');
      stage.write({ 'compose.yml': compose(', --max-connections=77') });
      assert.equal((await stage.run('deploy', '--yes', '--restart-writer', '--host', 'db1')).code, 0);
      stage.write({ 'compose.yml': compose(', --max-conections=77') });
      const refused = await stage.run('deploy', '--yes', '--restart-writer', '--host', 'db1', '--with-errors');
      assert.equal(refused.code, 1, refused.out + refused.err);
      assert.match(refused.err, /unknown variable 'max-conections=77'/);
      stage.write({ 'compose.yml': compose(', --socket=/nowhere/s.sock') });
      const down = await stage.run('deploy', '--yes', '--restart-writer', '--host', 'db1', '--gate-seconds', '4');
      assert.equal(down.code, 1, down.out + down.err);
      assert.equal(await on('cat /srv/shop/compose.yml'), compose(', --max-connections=77').trim());
      await stage.until('the server', 30, async () => (await ask('SELECT @@max_connections')) === '77');
    });

    it('restarts a container that no compose file makes, and asks its image first', async function () {
      this.timeout(120_000);
      await on(`mkdir -p /srv/plain && printf '[mysqld]\\nserver_id = 2\\n' >/srv/plain/my.cnf
docker run --detach --name plain --network none --volume /usr:/usr:ro --volume /srv/plain:/etc/mysql:ro mariadb:lab mariadbd --innodb-buffer-pool-size=16M`);
      const asked = (sql: string): Promise<string> => on(`docker exec plain mariadb -N -B -e '${sql}'`);
      await stage.until('the server', 30, async () => (await asked('SELECT 1')) === '1');
      const manifest = JSON.parse(stage.read('quorate.json')) as { clusters: { hosts: object[] }[] };
      const plain = { name: 'plain', files: { 'plain.cnf': '/srv/plain/my.cnf' }, ssh: { host: '10.9.0.1' } };
      manifest.clusters[0]?.hosts.push(plain);
      stage.write({
        'quorate.json': JSON.stringify(manifest),
        'plain.cnf': '[mysqld]\nserver_id = 2\nback_logg = 60\n',
      });
      const argv = ['--yes', '--with-errors', '--restart-writer', '--host', 'plain'];
      const refused = await stage.run('deploy', ...argv);
      assert.equal(refused.code, 1, refused.out + refused.err);
      assert.match(refused.err, /unknown variable 'back_logg=60'/);
      stage.write({ 'plain.cnf': '[mysqld]\nserver_id = 2\nback_log = 60\n' });
      const outcome = await stage.run('deploy', ...argv);
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.equal(await asked('SELECT @@back_log'), '60');
      await on('docker rm --force --volumes plain');
    });

    it('stops where one compose file changes several containers, and names them', async function () {
      this.timeout(60_000);
      stage.write({ 'compose.yml': compose(', --max-connections=78').replace('-W, -db', '-W, -db, -q') });
      const outcome = await stage.run('deploy', '--yes', '--host', 'db1');
      assert.equal(outcome.code, 2, outcome.out + outcome.err);
      assert.match(outcome.err, /compose\.yml also changes lb1: one container is made anew/);
    });
  },
  'trixie-hosts',
);
