import type { Unit } from './unit';

/** What is done for a unit, in this order: each step on all its hosts before the next one begins. */
export const forwardSteps = [
  'lock',
  'compare',
  'arm',
  'upload',
  'validate',
  'backup',
  'suspend',
  'replace',
  'stop',
  'activate',
  'gate',
  'confirm',
  'resume',
  'unlock',
] as const;

export type ForwardStep = (typeof forwardSteps)[number];
/**
 * `restore` puts files and service back, `clean` takes temporary files away and opens the lock. `suspend` and `resume`
 * are done where something is switched off meanwhile, which may be another host than those of the unit.
 */
export type StepKind = ForwardStep | 'restore' | 'clean';

export interface Step {
  readonly kind: StepKind;
  readonly host: string;
}

/** What became of a step; `fate-unknown` when the link broke while it ran. */
export type StepResult = 'done' | 'failed' | 'fate-unknown';

/** How far a unit is. A value: `advance` makes the next one. */
export interface Progress {
  readonly forward: readonly Step[];
  /** How many forward steps are behind us. */
  readonly position: number;
  /** Steps that take back what was done; undefined while everything goes well. */
  readonly backward: readonly Step[] | undefined;
  /** Hosts that could not be put back by us: their own switch has to do it. */
  readonly leftToSwitch: readonly string[];
  readonly outcome: 'running' | 'confirmed' | 'restored' | 'unsure';
}

export function begin(unit: Unit): Progress {
  const hosts = unit.hosts.map((host) => host.name);
  const suspended = [...new Set(unit.suspensions.map(({ host }) => host))];
  const isTogether = unit.program === 'corosync' && unit.activation.kind === 'restart';
  const hostsOf = (kind: ForwardStep): readonly string[] => {
    if (kind === 'suspend' || kind === 'resume') return suspended;
    // What nodes would disagree about is stopped everywhere before it is started anywhere.
    if (kind === 'stop') return isTogether ? hosts : [];
    // One reload reaches every corosync: a second one would only disturb.
    return kind === 'activate' && unit.program === 'corosync' && !isTogether ? hosts.slice(0, 1) : hosts;
  };
  const forward = forwardSteps.flatMap((kind) => hostsOf(kind).map((host) => ({ kind, host })));
  return { forward, position: 0, backward: undefined, leftToSwitch: [], outcome: 'running' };
}

/** The step to do now, or undefined when the unit is at its end. */
export function nextStep(progress: Progress): Step | undefined {
  if (progress.outcome !== 'running') return undefined;
  return progress.backward ? progress.backward[0] : progress.forward[progress.position];
}

/** What follows when the step at hand came to an end. */
export function advance(progress: Progress, result: StepResult): Progress {
  return progress.backward ? goBack(progress, progress.backward, result) : goOn(progress, result);
}

/** Turns round before the next step, as after a failure. Behind the first confirmation there is no way back. */
export function turnBack(progress: Progress): Progress {
  const isTooLate = progress.forward.slice(0, progress.position).some((step) => step.kind === 'confirm');
  return progress.backward || isTooLate
    ? progress
    : ended({ ...progress, backward: wayBack(progress, progress.position) });
}

function goOn(progress: Progress, result: StepResult): Progress {
  const step = progress.forward[progress.position];
  if (!step) return progress;
  const isConfirmed = progress.forward.slice(0, progress.position).some((each) => each.kind === 'confirm');
  const isConfirming = step.kind === 'confirm' && (isConfirmed || result === 'fate-unknown');
  // Behind a confirmation that may have happened there is no way back: the other hosts must keep the new files too.
  // A lock that cannot be opened ends by itself, and so does what was switched off.
  if (result === 'done' || step.kind === 'unlock' || step.kind === 'resume' || isConfirming) {
    const position = progress.position + 1;
    const leftToSwitch =
      result === 'done' || !isConfirming ? progress.leftToSwitch : [...progress.leftToSwitch, step.host];
    const isEnd = position === progress.forward.length;
    const outcome = !isEnd ? 'running' : leftToSwitch.length > 0 ? 'unsure' : 'confirmed';
    return { ...progress, position, leftToSwitch, outcome };
  }
  return ended({ ...progress, backward: wayBack(progress, progress.position + 1) });
}

function goBack(progress: Progress, backward: readonly Step[], result: StepResult): Progress {
  const [step, ...rest] = backward;
  const isLost = step !== undefined && result !== 'done' && step.kind !== 'resume';
  const leftToSwitch = isLost ? [...new Set([...progress.leftToSwitch, step.host])] : progress.leftToSwitch;
  return ended({ ...progress, backward: rest, leftToSwitch });
}

function ended(progress: Progress): Progress {
  if (progress.backward?.length !== 0) return progress;
  return { ...progress, outcome: progress.leftToSwitch.length > 0 ? 'unsure' : 'restored' };
}

/** Takes back what the first `count` forward steps may have done, the last host first. */
function wayBack(progress: Progress, count: number): Step[] {
  const begun = progress.forward.slice(0, count);
  const hostsThat = (kind: ForwardStep): string[] =>
    [...new Set(begun.filter((step) => step.kind === kind).map((step) => step.host))].reverse();
  return [
    ...hostsThat('arm').map((host): Step => ({ kind: 'restore', host })),
    ...hostsThat('suspend').map((host): Step => ({ kind: 'resume', host })),
    ...hostsThat('lock').map((host): Step => ({ kind: 'clean', host })),
  ];
}
