import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeLab } from '../daemons';
import type { Output } from '../daemons/machine';
import { services } from './services';
import { Stage } from './stage';

const proxy = (queue: string): string => `global
  stats socket /run/haproxy/admin.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout queue ${queue}
listen db
  bind 127.0.0.1:3307
  server db1 10.9.0.1:3306 check inter 200
  server db2 10.9.0.2:3306 check inter 200
`;
const server = (id: number, more = ''): string => `[mysqld]\nserver_id = ${id}\nbind_address = 0.0.0.0\n${more}`;
const corosync = (token: number): string => `totem {
  version: 2
  cluster_name: lab
  transport: knet
  token: ${token}
}
quorum {
  provider: corosync_votequorum
  two_node: 1
}
nodelist {
  node {
    name: db1
    nodeid: 1
    ring0_addr: 10.9.0.1
  }
  node {
    name: db2
    nodeid: 2
    ring0_addr: 10.9.0.2
  }
}
`;
const places = (name: string): Record<string, string> => ({
  [`${name}/my.cnf`]: '/etc/mysql/my.cnf',
  [`${name}/corosync.conf`]: '/etc/corosync/corosync.conf',
});

describeLab(
  'a plan exported to Ansible',
  (daemons) => {
    let stage: Stage;
    const exported = async (folder: string, ...argv: string[]): Promise<void> => {
      const options = ['--export', 'ansible', '--into', folder, '--with-errors', '--gate-seconds', '10', ...argv];
      const outcome = await stage.run('deploy', ...options);
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      const archive = spawnSync('tar', ['-C', stage.repository, '-cf', '-', folder], { maxBuffer: 1 << 26 }).stdout;
      await stage.lab.host('desk').check(['tar', '-C', '/root', '-xf', '-'], archive);
    };
    const play = (folder: string): Promise<Output> => {
      const environment =
        'ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_PIPELINING=True LC_ALL=C.UTF-8';
      const command = `cd /root/${folder} && ${environment} exec ansible-playbook -i inventory.json site.yml`;
      return stage.lab.host('desk').run(['sh', '-c', command]);
    };
    const variable = (host: string, name: string): Promise<string> =>
      stage.on(host, `mariadb -N -B -e 'SELECT @@${name}'`);

    before(async function () {
      this.timeout(180_000);
      const files = (id: number): Record<string, unknown> => ({
        ...services,
        '/etc/mysql/my.cnf': server(id),
        '/etc/corosync/corosync.conf': corosync(2000),
      });
      const hosts = ['db1', 'db2'].map((name, index) => ({
        name,
        address: `10.9.0.${index + 1}`,
        files: files(index + 1) as typeof services,
        places: places(name),
      }));
      const lb1 = {
        name: 'lb1',
        address: '10.9.0.3',
        files: { ...services, '/etc/haproxy/haproxy.cfg': proxy('1s') },
        places: { 'haproxy.cfg': '/etc/haproxy/haproxy.cfg' },
      };
      const desk = { name: 'desk', address: '10.9.0.9', files: {}, sshd: false };
      stage = await Stage.start(daemons().root, [...hosts, lb1, desk], {
        'db1/my.cnf': server(1, 'performance_schema = ON\n'),
        'db2/my.cnf': server(2, 'max_connections = 77\n'),
        'db1/corosync.conf': corosync(2500),
        'db2/corosync.conf': corosync(2500),
        'haproxy.cfg': proxy('3s'),
      });
      const key = readFileSync(path.join(stage.keys.home, '.ssh/id_ed25519'));
      await stage.lab
        .host('desk')
        .check(['sh', '-c', 'umask 077; mkdir -p /root/.ssh; cat >/root/.ssh/id_ed25519'], key);
      await stage.startServers(['db1', 'db2']);
      for (const name of ['db1', 'db2']) {
        await stage.on(name, 'mkdir -p /var/lib/corosync /var/log/corosync');
        stage.lab.host(name).start(['corosync', '-f']);
      }
      await stage.on('lb1', '/etc/init.d/haproxy start');
      await stage.until('corosync', 30, async () => /Nodes: +2/.test(await stage.on('db1', 'corosync-quorumtool -s')));
    });
    after(() => stage?.stop());

    it('is carried out by a real Ansible as a deploy would, and then there is nothing left to do', async function () {
      this.timeout(300_000);
      await exported('first');
      const { status, stdout, stderr } = await play('first');
      const said = stdout.toString();
      assert.equal(status, 0, said + stderr);
      const tasks = ['lb1: suspend', 'db1: activate', 'lb1: resume', 'lb1: activate'].map((task) =>
        said.lastIndexOf(`TASK [${task}]`),
      );
      assert.ok(
        tasks.every((place) => place > 0),
        said,
      );
      assert.deepEqual(
        tasks,
        [...tasks].sort((one, other) => one - other),
        'drained, restarted, ready; proxies last',
      );
      assert.equal(await variable('db1', 'performance_schema'), '1');
      assert.equal(await variable('db2', 'max_connections'), '77');
      for (const name of ['db1', 'db2']) {
        assert.match(await stage.on(name, 'corosync-cmapctl -g totem.token'), /2500/);
        assert.equal(await stage.on(name, 'ls /var/lib/quorate | grep -E "lock|trial" || true'), '');
      }
      assert.equal(await stage.on('lb1', 'cat /etc/haproxy/haproxy.cfg'), proxy('3s').trim());
      assert.match((await stage.run('deploy', '--yes')).err, /^Nothing to deploy/);
      const again = await play('first');
      assert.equal(again.status, 0, again.stdout.toString());
      assert.doesNotMatch(again.stdout.toString(), /TASK \[db1: activate\]\s+\*+\s+changed/);
    });

    it('takes a file back that the host’s own daemon or service refuses', async function () {
      this.timeout(300_000);
      stage.write({ 'db1/my.cnf': server(1, 'performance_shema = OFF\n') });
      await exported('second');
      const refused = await play('second');
      assert.notEqual(refused.status, 0);
      assert.match(refused.stdout.toString() + refused.stderr, /unknown variable 'performance_shema=OFF'/);
      stage.write({ 'db1/my.cnf': server(1, 'performance_schema = ON\nsocket = /nowhere/s.sock\n') });
      await stage.on('db1', `sed -i 's/--socket=.run.mysqld.mysqld.sock --innodb/--innodb/' /etc/init.d/mariadb`);
      await exported('third');
      const { status, stdout } = await play('third');
      assert.notEqual(status, 0);
      assert.match(stdout.toString(), /taken back: the old files are in place/);
      assert.equal(await stage.on('db1', 'tail -n 1 /etc/mysql/my.cnf'), 'performance_schema = ON');
      assert.equal(await variable('db1', 'performance_schema'), '1');
      assert.equal(await stage.on('db1', 'ls /var/lib/quorate | grep -E "lock|trial" || true'), '');
    });

    it('is taken back by the hosts when Ansible is killed in the middle', async function () {
      this.timeout(180_000);
      const before = await stage.on('db1', 'cat /etc/mysql/my.cnf');
      stage.write({ 'db1/my.cnf': server(1, 'performance_schema = ON\nmax_connections = 99\n') });
      await exported('fourth', '--confirm-within', '5');
      const killed = play('fourth');
      await stage.until('the new file', 60, async () => /= 99/.test(await stage.on('db1', 'cat /etc/mysql/my.cnf')));
      await stage.on('desk', 'kill -9 $(pgrep -f ansible-playboo[k])');
      assert.notEqual((await killed).status, 0);
      await stage.until('the old file', 30, async () => (await stage.on('db1', 'cat /etc/mysql/my.cnf')) === before);
      await stage.until('the old value', 10, async () => (await variable('db1', 'max_connections')) !== '99');
    });
  },
  'bookworm-hosts',
);
