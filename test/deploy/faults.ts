import path from 'node:path';
import { confirmWithin, type Deploy, type Told } from './deploy-process';
import type { FaultHost } from './fault-host';

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
    break: (on) => on.lab.link(on.victim, 'down'),
    mend: (on) => on.lab.link(on.victim, 'up'),
  },
  {
    name: 'the disks are full',
    break: (on) =>
      on.sh(`for disk in ${folderOf(on)} /var/lib/quorate; do cat /dev/zero >$disk/.fill 2>/dev/null; done; true`),
    mend: (on) => on.sh(`rm -f ${folderOf(on)}/.fill /var/lib/quorate/.fill`),
  },
  {
    name: 'the file is immutable',
    break: (on) => on.sh(`chattr +i ${on.kind.file}`),
    mend: (on) => on.sh(`chattr -i ${on.kind.file}`),
  },
  {
    name: 'the daemon refuses the file',
    break: (on) => on.sh(on.kind.refuse),
  },
  {
    name: 'the service does not start',
    break: (on) => on.sh(on.kind.noStart, on.kind.activatedBy),
  },
  {
    name: 'the server does not become healthy',
    break: (on) => on.sh(on.kind.unhealthy),
  },
  {
    name: 'sudo is lost',
    break: (on) => on.sh('echo "root ALL=(ALL) ALL" >/etc/sudoers'),
  },
  {
    name: 'somebody edits the file',
    break: (on) => on.sh(`echo "# theirs" >>${on.kind.file}`),
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

const folderOf = (on: FaultHost): string => path.posix.dirname(on.kind.file);

/** What became of one run: what the deploy said, and what is wrong with the host afterwards. */
export interface Verdict {
  readonly kind: string;
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
  for (const name of on.kind.deployed) {
    const said = await on.sh(on.kind.judge, name);
    if (said !== '') wrong.push(said);
    const lock = await on.sh('cat /var/lib/quorate/lock/until 2>/dev/null || echo none', name);
    if (lock !== 'none' && Number(lock) > Date.now() / 1000 + 300) wrong.push('a lock without an end is left');
    const trials = await on.sh('ls -d /var/lib/quorate/trial-*/undecided 2>/dev/null || true', name);
    if (trials !== '') wrong.push('a trial is neither confirmed nor taken back');
    // What must agree, agrees; somebody else's text is theirs to answer for.
    const other = await fileOf(on, name);
    if (other !== file && file !== 'theirs') wrong.push(`${name} has the ${other} file, ${on.victim} the ${file} one`);
  }
  if ((await outsideOf(on)) !== outside) wrong.push('something else was touched');
  return { kind: on.kind.name, fault: fault.name, step, told: outcome, file, wrong };
}

/** Everything in /etc but the file of the deploy and what the faults themselves change. */
function outsideOf(on: FaultHost): Promise<string> {
  const foreign = `! -path "/etc/ssh/*" ! -path /etc/sudoers ! -path ${on.kind.file} ! -name .fill ! -name "*.quorate-*"`;
  return on.sh(`find /etc -type f ${foreign} -exec sha256sum {} + | sort | sha256sum`);
}

/** Waits until no trial is open, for a little longer than the host's switch may take. */
async function untilSettled(on: FaultHost): Promise<void> {
  const deadline = Date.now() + (confirmWithin + 12) * 1000;
  while (Date.now() < deadline) {
    const command = 'ls -d /var/lib/quorate/trial-*/undecided /var/lib/quorate/trial-*/decided 2>/dev/null || true';
    const open = await Promise.all(on.kind.deployed.map((name) => on.sh(command, name)));
    if (open.every((each) => each === '')) return;
    await pause(250);
  }
}

async function fileOf(on: FaultHost, name = on.victim): Promise<Verdict['file']> {
  const { file, oldText, newText } = on.kind;
  const text = await on.lab.host(name).check(['cat', file]);
  if (text === oldText) return 'old';
  if (text === newText) return 'new';
  return text === `${oldText}# theirs\n` || text === `${newText}# theirs\n` ? 'theirs' : 'broken';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What the control run changes in the program for hosts: it says that it takes back, and does not. */
export const noWayBack = {
  part: 'outcome.sh',
  find: /^put_back\(\) \{\n/m,
  put: "put_back() {\n  settle 'taken back'; return 0\n",
};
