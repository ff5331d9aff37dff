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
 * `probe` sees whether every host can be reached and sees all its peers, before a change that must be the same on all is taken back on any.
 * `restore` puts files and service back, `clean` takes temporary files away and opens the lock. `suspend` and `resume`
 * are done where something is switched off meanwhile, which may be another host than those of the unit.
 */
export type StepKind = ForwardStep | 'probe' | 'restore' | 'clean';

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
  /** Hosts that could not be probed, and whether those that could miss a peer. */
  readonly lost: readonly string[];
  readonly isApart: boolean;
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
  return { forward, position: 0, backward: undefined, leftToSwitch: [], lost: [], isApart: false, outcome: 'running' };
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
  // What became of the one reload nobody knows but the hosts, and all of them know the same.
  if (result === 'fate-unknown' && step.kind === 'activate' && hostsIn(progress).length > 1) return left(progress);
  return ended({ ...progress, backward: wayBack(progress, progress.position + 1) });
}

const hostsIn = ({ forward }: Progress): string[] => [
  ...new Set(forward.filter(({ kind }) => kind === 'lock').map(({ host }) => host)),
];

/** Everybody decides by what they all have seen: a host that we put back alone would disagree with the others. */
function left(progress: Progress): Progress {
  return { ...progress, backward: [], leftToSwitch: hostsIn(progress), outcome: 'unsure' };
}

/**
 * Once every host was probed: one that we cannot reach but its peers can has seen the same reload as they, and keeps it
 * by itself, so nobody is put back. One that its peers miss as well goes back by itself, so the others are put back.
 */
function probed(progress: Progress, step: Step, rest: readonly Step[], result: StepResult): Progress {
  const lost = result === 'fate-unknown' ? [...progress.lost, step.host] : progress.lost;
  const isApart = progress.isApart || result === 'failed';
  const next = { ...progress, backward: rest, lost, isApart };
  if (rest[0]?.kind === 'probe' || lost.length === 0) return next;
  if (!isApart) return left(next);
  const backward = rest.filter(({ host }) => !lost.includes(host));
  return ended({ ...next, backward, leftToSwitch: [...new Set([...progress.leftToSwitch, ...lost])] });
}

function goBack(progress: Progress, backward: readonly Step[], result: StepResult): Progress {
  const [step, ...rest] = backward;
  if (step?.kind === 'probe') return probed(progress, step, rest, result);
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
  const armed = hostsThat('arm');
  // Before the activation every switch goes back, so it does not matter who is reached.
  const mustAgree = armed.length > 1 && begun.some(({ kind }) => kind === 'activate');
  return [
    ...(mustAgree ? armed.map((host): Step => ({ kind: 'probe', host })) : []),
    ...armed.map((host): Step => ({ kind: 'restore', host })),
    ...hostsThat('suspend').map((host): Step => ({ kind: 'resume', host })),
    ...hostsThat('lock').map((host): Step => ({ kind: 'clean', host })),
  ];
}
