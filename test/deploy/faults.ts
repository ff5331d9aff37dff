import { confirmWithin, type Deploy, type Told } from './deploy-process';
import { type FaultHost, newText, oldText } from './fault-host';

/** Steps before which something is broken. */
export const steps = [
  'lock',
  'compare',
  'arm',
  'upload',
  'validate',
  'backup',
  'replace',
  'activate',
  'gate',
  'confirm',
  'unlock',
] as const;

/** Something that goes wrong on the host, on the wire or here. It acts on the real thing. */
interface Fault {
  readonly name: string;
  /** Breaks it; the deploy goes on afterwards. */
  break(on: FaultHost, deploy: Deploy): Promise<unknown>;
  /** Mends what a person would have to mend, once the deploy has ended. */
  mend?(on: FaultHost): Promise<unknown>;
  /** The host's option file holds somebody else's text afterwards. */
  readonly leavesTheirs?: true;
}

const inPlaceOfMariadbd = (condition: string): string => `mkdir -p /opt/run && cp /opt/real/mariadbd /opt/run/mariadbd
printf '%s\\n' '#!/bin/sh' '${condition}' 'exec /opt/run/mariadbd "$@"' >/usr/sbin/mariadbd.new
chmod 755 /usr/sbin/mariadbd.new && mv /usr/sbin/mariadbd.new /usr/sbin/mariadbd`;
const isNew = 'grep -q performance_schema /etc/mysql/conf.d/a.cnf';

export const faults: readonly Fault[] = [
  {
    name: 'our process is killed',
    break: async (_on, deploy) => {
      deploy.release();
      // In the middle of the step, not before it.
      await pause(60);
      deploy.kill();
    },
  },
  {
    name: 'the link is cut',
    break: (on) => on.lab.link('db1', 'down'),
    mend: (on) => on.lab.link('db1', 'up'),
  },
  {
    name: 'the disks are full',
    break: (on) =>
      on.sh('for disk in /etc/mysql/conf.d /var/lib/quorate; do cat /dev/zero >$disk/.fill 2>/dev/null; done; true'),
    mend: (on) => on.sh('rm -f /etc/mysql/conf.d/.fill /var/lib/quorate/.fill'),
  },
  {
    name: 'the file is immutable',
    break: (on) => on.sh('chattr +i /etc/mysql/conf.d/a.cnf'),
    mend: (on) => on.sh('chattr -i /etc/mysql/conf.d/a.cnf'),
  },
  {
    name: 'the daemon refuses the file',
    break: (on) =>
      on.sh(inPlaceOfMariadbd(`case "$*" in *--help*) ${isNew} && { echo unknown variable >&2; exit 7; };; esac`)),
  },
  {
    name: 'the service does not start',
    break: (on) =>
      on.sh(inPlaceOfMariadbd(`case "$*" in *--socket*) ${isNew} && { echo no start >&2; exit 1; };; esac`)),
  },
  {
    name: 'the server does not become healthy',
    break: (on) =>
      on.sh(`printf '%s\\n' '#!/bin/sh' '${isNew} && exit 1' 'exec /opt/real/mariadb "$@"' >/usr/bin/mariadb.new
chmod 755 /usr/bin/mariadb.new && mv /usr/bin/mariadb.new /usr/bin/mariadb`),
  },
  {
    name: 'sudo is lost',
    break: (on) => on.sh('echo "root ALL=(ALL) ALL" >/etc/sudoers'),
  },
  {
    name: 'somebody edits the file',
    break: (on) => on.sh('echo "# theirs" >>/etc/mysql/conf.d/a.cnf'),
    leavesTheirs: true,
  },
  {
    name: 'the host key changes',
    break: (on) =>
      on.sh(`cd /etc/ssh && rm ssh_host_ed25519_key* && ssh-keygen -q -t ed25519 -N "" -f ssh_host_ed25519_key
listener=$(pgrep -o -x sshd)
kill -HUP $listener
for pid in $(pgrep -x sshd); do [ $pid = $listener ] || kill -9 $pid; done; true`),
  },
];

/** What became of one run: what the deploy said, and what is wrong with the host afterwards. */
export interface Verdict {
  readonly fault: string;
  readonly step: string;
  /** As the deploy tells it; `killed` where it could not tell anything. */
  readonly told: Told['results'][number]['outcome'] | 'killed';
  /** The option file afterwards. */
  readonly file: 'old' | 'new' | 'theirs' | 'broken';
  /** Empty when every promise was kept. */
  readonly wrong: readonly string[];
}

/** Deploys to a host, breaks something before a step, waits until the host has settled, and judges it. */
export async function runFault(on: FaultHost, fault: Fault, step: string): Promise<Verdict> {
  await on.reset();
  const outside = await outsideOf(on);
  const deploy = await on.deploy(step);
  await fault.break(on, deploy);
  deploy.release();
  const told = await deploy.told();
  const outcome = told?.results[0]?.outcome ?? 'killed';
  if (outcome === 'confirmed' || outcome === 'restored') await fault.mend?.(on);
  await untilSettled(on);
  await fault.mend?.(on);
  if (outcome !== 'confirmed' && outcome !== 'restored') await untilSettled(on);
  const file = await fileOf(on);
  const wrong: string[] = [];
  if (file === 'broken') wrong.push('the file is neither whole old nor whole new');
  if (file === 'theirs' && !fault.leavesTheirs) wrong.push('the file is somebody else’s');
  if (outcome === 'confirmed' && file === 'old') wrong.push('the report says deployed, the file is the old one');
  if (outcome === 'restored' && file === 'new') wrong.push('the report says taken back, the file is the new one');
  // The switch is the host's own: what a person must mend was mended, and the server must run as it did before.
  if ((await on.sh('/opt/real/mariadb -N -e "SELECT 1" 2>&1 || true')) !== '1') wrong.push('the server does not run');
  const lock = await on.sh('cat /var/lib/quorate/lock/until 2>/dev/null || echo none');
  if (lock !== 'none' && Number(lock) > Date.now() / 1000 + 300) wrong.push('a lock without an end is left');
  const trials = await on.sh('ls -d /var/lib/quorate/trial-*/undecided 2>/dev/null || true');
  if (trials !== '') wrong.push('a trial is neither confirmed nor taken back');
  if ((await outsideOf(on)) !== outside) wrong.push('something else was touched');
  return { fault: fault.name, step, told: outcome, file, wrong };
}

/** Everything in /etc but the file of the deploy and what the faults themselves change. */
function outsideOf(on: FaultHost): Promise<string> {
  const foreign = '! -path "/etc/ssh/*" ! -path /etc/sudoers ! -name a.cnf ! -name .fill ! -name "*.quorate-*"';
  return on.sh(`find /etc -type f ${foreign} -exec sha256sum {} + | sort | sha256sum`);
}

/** Waits until no trial is open, for a little longer than the host's switch may take. */
async function untilSettled(on: FaultHost): Promise<void> {
  const deadline = Date.now() + (confirmWithin + 12) * 1000;
  while (Date.now() < deadline) {
    const open = await on.sh(
      'ls -d /var/lib/quorate/trial-*/undecided /var/lib/quorate/trial-*/decided 2>/dev/null || true',
    );
    if (open === '') return;
    await pause(250);
  }
}

async function fileOf(on: FaultHost): Promise<Verdict['file']> {
  const text = await on.host.check(['cat', '/etc/mysql/conf.d/a.cnf']);
  if (text === oldText) return 'old';
  if (text === newText) return 'new';
  return text === `${oldText}# theirs\n` || text === `${newText}# theirs\n` ? 'theirs' : 'broken';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What the control run changes in the program for hosts: it says that it takes back, and does not. */
export const noWayBack = { find: /^put_back\(\) \{\n/m, put: "put_back() {\n  settle 'taken back'; return 0\n" };
