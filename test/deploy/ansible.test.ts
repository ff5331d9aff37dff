import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../cli/scratch';
import { describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { emptyDataDirectory } from '../daemons/mariadb';
import type { Output } from '../daemons/machine';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { quorate } from './product';
import { services } from './services';

const proxy = (queue: string): string => `defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout queue ${queue}
listen db
  bind 127.0.0.1:3307
  server db1 10.9.0.1:3306
`;
const server = (more = ''): string => `[mysqld]\nserver_id = 1\n${more}`;

describeLab(
  'a plan exported to Ansible',
  (daemons) => {
    let lab: Lab;
    let keys: OperatorKeys;
    let repository: string;
    const on = async (host: string, command: string): Promise<string> =>
      (await lab.host(host).check(['sh', '-c', command])).trim();
    const exported = async (folder: string, ...argv: string[]): Promise<void> => {
      const options = ['--export', 'ansible', '--into', folder, '--with-errors', ...argv];
      const outcome = await quorate(lab, keys, repository, 'deploy', ...options);
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      const archive = spawnSync('tar', ['-C', repository, '-cf', '-', folder], { maxBuffer: 1 << 24 }).stdout;
      await lab.host('desk').check(['tar', '-C', '/root', '-xf', '-'], archive);
    };
    const play = (folder: string): Promise<Output> => {
      const environment = 'ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_LOCALHOST_WARNING=False LC_ALL=C.UTF-8';
      const command = `cd /root/${folder} && ${environment} ansible-playbook -i inventory.json site.yml`;
      return lab.host('desk').run(['sh', '-c', command]);
    };

    before(async function () {
      this.timeout(180_000);
      keys = new OperatorKeys();
      keys.configure('Host *\n  User root\n  StrictHostKeyChecking accept-new\n');
      repository = mkdtempSync(path.join(tmpdir(), 'quorate-ansible-'));
      const key = readFileSync(path.join(keys.home, '.ssh/id_ed25519'));
      lab = await Lab.start(daemons().root, [
        { name: 'db1', addresses: ['10.9.0.1'], files: { ...services, '/etc/mysql/my.cnf': server() } },
        { name: 'lb1', addresses: ['10.9.0.2'], files: { ...services, '/etc/haproxy/haproxy.cfg': proxy('1s') } },
        { name: 'desk', addresses: ['10.9.0.9'], files: { '/root/.ssh/id_ed25519': { content: key, mode: 0o600 } } },
      ]);
      for (const name of ['db1', 'lb1']) await startSshd(lab.host(name), keys);
      await lab
        .host('db1')
        .check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], await emptyDataDirectory(lab.host('db1')));
      await on('db1', 'chown -R mysql:mysql /var/lib/mysql && /etc/init.d/mariadb start');
      await on('lb1', '/etc/init.d/haproxy start');
      const host = (name: string, address: string, file: string): object => ({
        name,
        addresses: [address],
        files: { [`${name}.cnf`]: file },
        ssh: { host: address, user: 'root' },
      });
      writeFiles(repository, {
        'quorate.json': JSON.stringify({
          clusters: [
            {
              name: 'shop',
              hosts: [
                host('db1', '10.9.0.1', '/etc/mysql/my.cnf'),
                {
                  ...host('lb1', '10.9.0.2', ''),
                  files: { 'haproxy.cfg': '/etc/haproxy/haproxy.cfg' },
                },
              ],
            },
          ],
        }),
        'db1.cnf': server('performance_schema = ON\n'),
        'haproxy.cfg': proxy('3s'),
      });
    });
    after(async () => {
      keys?.remove();
      if (repository) rmSync(repository, { recursive: true, force: true });
      await lab?.stop();
    });

    it('is carried out by a real Ansible, and then there is nothing left to deploy', async function () {
      this.timeout(180_000);
      await exported('first');
      const { status, stdout, stderr } = await play('first');
      assert.equal(status, 0, stdout.toString() + stderr);
      assert.equal(await on('db1', 'mariadb -N -B -e "SELECT @@performance_schema"'), '1');
      assert.equal(await on('lb1', 'cat /etc/haproxy/haproxy.cfg'), proxy('3s').trim());
      assert.match((await quorate(lab, keys, repository, 'deploy', '--yes')).err, /^Nothing to deploy/);
    });

    it('takes a file back that the host’s own daemon or service refuses', async function () {
      this.timeout(180_000);
      writeFiles(repository, { 'db1.cnf': server('performance_schema = OFF\n') });
      await exported('second');
      await on(
        'db1',
        `sed -i 's/^start() {/start() { grep -q "schema = OFF" \\/etc\\/mysql\\/my.cnf \\&\\& return 1/' /etc/init.d/mariadb`,
      );
      const { status, stdout } = await play('second');
      assert.notEqual(status, 0);
      assert.match(stdout.toString(), /taken back: the old files are in place/);
      assert.equal(await on('db1', 'tail -n 1 /etc/mysql/my.cnf'), 'performance_schema = ON');
      assert.equal(await on('db1', 'mariadb -N -B -e "SELECT @@performance_schema"'), '1');
      writeFiles(repository, { 'db1.cnf': server('performance_shema = OFF\n') });
      await exported('third');
      const refused = await play('third');
      assert.notEqual(refused.status, 0);
      assert.match(refused.stdout.toString() + refused.stderr, /unknown variable 'performance_shema=OFF'/);
      assert.equal(await on('db1', 'tail -n 1 /etc/mysql/my.cnf'), 'performance_schema = ON');
    });
  },
  'bookworm-hosts',
);
