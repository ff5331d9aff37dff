import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { utils } from 'ssh2';
import type { SshSettings } from '../../client/hosts/ssh/ssh-config';
import { rootEnvironment } from './isolated';
import type { Host, Lab } from './lab';
import type { Daemon } from './machine';

const configuration = `HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
AuthorizedKeysFile /etc/ssh/authorized_keys/%u
StrictModes no
PasswordAuthentication no
UsePAM no
MaxStartups 100
MaxSessions 50
`;

/** Starts a real sshd on a host of the lab and waits until it listens. */
export async function startSshd(host: Host, keys: OperatorKeys, users: readonly string[] = ['root']): Promise<Daemon> {
  await host.check(['mkdir', '-p', '/run/sshd', '/etc/ssh/authorized_keys']);
  await host.check([
    'sh',
    '-c',
    'test -e /etc/ssh/ssh_host_ed25519_key || ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key',
  ]);
  await host.check(['sh', '-c', 'cat >/etc/ssh/sshd_config'], configuration);
  for (const user of users) await host.check(['sh', '-c', `cat >/etc/ssh/authorized_keys/${user}`], keys.publicKey);
  const daemon = host.start(['/usr/sbin/sshd', '-D', '-e', '-f', '/etc/ssh/sshd_config']);
  await daemon.until('sshd', 10, () => Promise.resolve(daemon.output.includes('listening')));
  return daemon;
}

/** About one of 256 pairs that ssh2 makes it does not read itself: of a number that begins with a zero byte. */
function readablePair(): ReturnType<typeof utils.generateKeyPairSync> {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519');
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

/** A folder with the key and the SSH settings of the person who works at the lab's switch. */
export class OperatorKeys {
  readonly home = mkdtempSync(path.join(tmpdir(), 'quorate-operator-'));
  readonly publicKey: string;

  constructor() {
    const pair = readablePair();
    this.publicKey = `${pair.public}\n`;
    mkdirSync(path.join(this.home, '.ssh'), { mode: 0o700 });
    writeFileSync(path.join(this.home, '.ssh/id_ed25519'), pair.private, { mode: 0o600 });
  }

  get settings(): SshSettings {
    return { configFiles: [path.join(this.home, '.ssh/config')], home: this.home, environment: {} };
  }

  /** Writes `~/.ssh/config`. Hosts in known_hosts are only those of the lab. */
  configure(text: string): void {
    const own =
      'Host *\n  GlobalKnownHostsFile none\n  ServerAliveInterval 1\n  ServerAliveCountMax 2\n  ConnectTimeout 5\n';
    writeFileSync(path.join(this.home, '.ssh/config'), text + own);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Opens TCP connections on the lab's network, from the place of its switch. */
export function dialOn(lab: Lab, root: string): (host: string, port: number) => Duplex {
  return (host, port) => {
    const argv = lab.onNetwork(['chroot', root, 'socat', '-', `TCP:${host}:${port},nodelay`]);
    const child = spawn(argv[0] as string, argv.slice(1), { stdio: ['pipe', 'pipe', 'ignore'], env: rootEnvironment });
    child.stdin.on('error', () => undefined);
    return Duplex.from({ readable: child.stdout, writable: child.stdin });
  };
}
