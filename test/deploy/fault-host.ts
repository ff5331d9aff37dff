import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../cli/scratch';
import { Lab, type Host } from '../daemons/lab';
import { emptyDataDirectory } from '../daemons/mariadb';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { type Deploy, startDeploy } from './deploy-process';
import { product } from './product';
import { services } from './services';

const option = '/etc/mysql/conf.d/a.cnf';
export const oldText = '[mysqld]\nserver_id = 1\n';
export const newText = '[mysqld]\nserver_id = 1\nperformance_schema = ON\n';

/** A real host with a database server, to which one change that needs a restart is deployed again and again. */
export class FaultHost {
  private constructor(
    readonly lab: Lab,
    readonly host: Host,
    readonly keys: OperatorKeys,
    private readonly repository: string,
    private readonly driver: string,
  ) {}

  /** @param broken replaces text of the program that runs on hosts, for the control run */
  static async start(root: string, broken?: { readonly find: RegExp; readonly put: string }): Promise<FaultHost> {
    const keys = new OperatorKeys();
    keys.configure('');
    const repository = mkdtempSync(path.join(tmpdir(), 'quorate-faults-'));
    const made = await product();
    const folder = path.join(repository, '.driver');
    mkdirSync(folder);
    copyFileSync(path.join(made, 'driver.js'), path.join(folder, 'driver.js'));
    const program = readFileSync(path.join(made, 'host.sh'), 'utf8');
    const used = broken ? program.replace(broken.find, broken.put) : program;
    if (broken && used === program) throw new Error('the control run would run the product as it is');
    writeFileSync(path.join(folder, 'host.sh'), used);
    writeFiles(repository, {
      'quorate.json': JSON.stringify({
        clusters: [
          {
            name: 'shop',
            hosts: [
              {
                name: 'db1',
                addresses: ['10.9.0.1'],
                files: { 'db1/my.cnf': '/etc/mysql/my.cnf', 'db1/a.cnf': option },
                ssh: { host: '10.9.0.1', user: 'deploy', sudo: true },
              },
            ],
          },
        ],
      }),
      'db1/my.cnf': '!includedir /etc/mysql/conf.d/\n',
      'db1/a.cnf': newText,
    });
    const lab = await Lab.start(root, [{ name: 'db1', addresses: ['10.9.0.1'], files: hostFiles(root) }]);
    const host = lab.host('db1');
    // Small disks of their own, which can be filled without harm.
    await host.check(['sh', '-c', smallDisks]);
    await host.check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], await emptyDataDirectory(host));
    await host.check(['chown', '-R', 'mysql:mysql', '/var/lib/mysql']);
    await startSshd(host, keys, ['deploy']);
    return new FaultHost(lab, host, keys, repository, path.join(folder, 'driver.js'));
  }

  async stop(): Promise<void> {
    await this.lab.stop();
    this.keys.remove();
    rmSync(this.repository, { recursive: true, force: true });
  }

  /** Everything as before a first deploy: the old file, a running server, the host's key known. */
  async reset(): Promise<void> {
    await this.lab.link('db1', 'up');
    await this.host.check(['sh', '-c', resetScript], oldText);
    await this.host.check([
      'sh',
      '-c',
      'pgrep -x mariadbd >/dev/null && mariadb -N -e "SELECT 1" >/dev/null || /etc/init.d/mariadb start',
    ]);
    const key = (await this.sh('cat /etc/ssh/ssh_host_ed25519_key.pub')).split(' ').slice(0, 2).join(' ');
    writeFileSync(path.join(this.keys.home, '.ssh/known_hosts'), `10.9.0.1 ${key}\n`);
  }

  /** Starts a deploy that waits before a step. */
  deploy(step: string): Promise<Deploy> {
    return startDeploy(this.lab, this.keys, this.driver, this.repository, step);
  }

  /** Runs a command on the host, not through SSH. */
  async sh(command: string): Promise<string> {
    return (await this.host.check(['sh', '-c', command])).trim();
  }
}

const smallDisks = `for folder in /etc/mysql/conf.d /var/lib/quorate; do
  mkdir -p $folder && mount -t tmpfs -o size=512k,mode=755 small $folder
done
mkdir -p /opt/real && cp /usr/sbin/mariadbd /opt/real/mariadbd && cp /usr/bin/mariadb /opt/real/mariadb
touch /etc/outside`;

const resetScript = `
umount /etc/mysql/conf.d/a.cnf 2>/dev/null
chattr -i /etc/mysql/conf.d/a.cnf 2>/dev/null
for pid in $(cat /var/lib/quorate/trial-*/watch 2>/dev/null); do kill -9 $pid; done
rm -rf /var/lib/quorate/* /etc/mysql/conf.d/* /etc/mysql/conf.d/.*.quorate-* 2>/dev/null
cp /opt/real/mariadbd /usr/sbin/mariadbd.new && mv /usr/sbin/mariadbd.new /usr/sbin/mariadbd
cp /opt/real/mariadb /usr/bin/mariadb.new && mv /usr/bin/mariadb.new /usr/bin/mariadb
rm -f /etc/default/refuse
printf 'Defaults !requiretty\\ndeploy ALL=(root) NOPASSWD: /usr/bin/sh -s -- *, /bin/sh -s -- *\\n' >/etc/sudoers && chmod 440 /etc/sudoers
cat >/etc/mysql/conf.d/a.cnf
if [ "$(mariadb -N -e 'SELECT @@performance_schema' 2>/dev/null)" = 1 ]; then /etc/init.d/mariadb stop; fi
true`;

/** Who may what is a matter of /etc/sudoers here, not of PAM. */
const permitting = 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n';

/** A user for SSH beside root, and what sudo asks of a host. */
function hostFiles(root: string): Record<string, string> {
  const passwd = readFileSync(path.join(root, 'etc/passwd'), 'utf8');
  const files: Record<string, string> = {
    '/etc/passwd': `${passwd}deploy:x:1000:1000::/tmp:/bin/sh\n`,
    '/etc/shadow': 'root:*:1::::::\ndeploy:*:1::::::\n',
    '/etc/pam.d/sudo': permitting,
    '/etc/pam.d/other': permitting,
    '/etc/mysql/my.cnf': '!includedir /etc/mysql/conf.d/\n',
  };
  return { ...(services as Record<string, string>), ...files };
}
