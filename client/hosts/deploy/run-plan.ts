import { randomBytes } from 'node:crypto';
import type { DesiredCluster, DesiredHost } from '../../../server/core/ops/desired';
import type { ObservedHost } from '../../../server/core/ops/observed';
import { hostKey, type Plan, type PlannedCluster } from '../../../server/core/ops/plan';
import type { PlannedHost, Suspension, Unit } from '../../../server/core/ops/unit';
import {
  advance,
  begin,
  nextStep,
  type Progress,
  type Step,
  type StepResult,
  turnBack,
} from '../../../server/core/ops/progress';
import { HostError } from '../ssh/host-error';
import type { Session } from '../ssh/session';
import type { Sessions } from '../ssh/sessions';
import { runStep } from './host-program';
import type { Orchestrator } from './orchestrator';
import { suspendedAtMost, suspensionOf, trialOf, uploadOf } from './trial';

/** What happens while a plan runs, for whoever shows or writes it down. */
export type DeployEvent =
  | { readonly kind: 'unit-begins'; readonly cluster: string; readonly unit: Unit; readonly id: string }
  | { readonly kind: 'step-begins'; readonly cluster: string; readonly step: Step }
  | {
      readonly kind: 'step-ends';
      readonly cluster: string;
      readonly step: Step;
      readonly result: StepResult;
      readonly milliseconds: number;
      /** What the host said, when the step did not go well. */
      readonly message: string | undefined;
    }
  | { readonly kind: 'unit-ends'; readonly cluster: string; readonly result: UnitResult };

/** Is told everything; the run goes on when what it returns is settled. */
export type Tell = (event: DeployEvent) => void | Promise<void>;

/** What became of a unit. */
export interface UnitResult {
  readonly cluster: string;
  readonly unit: Unit;
  readonly id: string;
  /** `skipped`: an earlier unit of the cluster failed. `unsure`: `leftToSwitch` hosts could not be asked. */
  readonly outcome: 'confirmed' | 'restored' | 'unsure' | 'skipped';
  readonly reason: string | undefined;
  readonly leftToSwitch: readonly string[];
}

export interface RunChoices {
  /** Clusters at a time. Within a cluster hosts are always taken one after the other. */
  readonly parallel: number;
  /** Seconds without a word from us after which a host takes a change back. */
  readonly confirmWithin: number;
  /** Seconds a host has to become healthy. */
  readonly gateSeconds: number;
  /** Seconds a replica may be behind its source to count as healthy. */
  readonly lagSeconds: number;
  /** Who deploys, for the lock: a name, not a secret. */
  readonly owner: string;
  /** Is told to leave servers alone while they are restarted. */
  readonly orchestrator?: Orchestrator | undefined;
  /** Ends the deploy in a safe state: what is on trial is taken back. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a plan. Never rejects for what goes wrong on hosts: the results say it. */
export async function runPlan(
  plan: Plan,
  desired: readonly DesiredCluster[],
  observed: ReadonlyMap<string, ObservedHost>,
  sessions: Sessions,
  choices: RunChoices,
  tell: Tell,
): Promise<UnitResult[]> {
  // Ids of one deploy begin alike, which is how hosts know later what was done together.
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const waiting = plan.clusters.filter((cluster) => cluster.units.length > 0).values();
  const results: UnitResult[] = [];
  const work = async (): Promise<void> => {
    for (const cluster of waiting) {
      const hosts = desired.find((each) => each.name === cluster.name)?.hosts ?? [];
      results.push(...(await new ClusterRun(cluster, hosts, observed, sessions, choices, tell, stamp).run()));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, choices.parallel) }, work));
  return results;
}

/** Trouble with Orchestrator stops the deploy before anything is replaced, as that of a host does. */
function asRefusal(error: unknown): never {
  throw new HostError('orchestrator', 'refused', error instanceof Error ? error.message : String(error));
}

class ClusterRun {
  constructor(
    private readonly cluster: PlannedCluster,
    private readonly hosts: readonly DesiredHost[],
    private readonly observed: ReadonlyMap<string, ObservedHost>,
    private readonly sessions: Sessions,
    private readonly choices: RunChoices,
    private readonly tell: Tell,
    private readonly stamp: string,
  ) {}

  async run(): Promise<UnitResult[]> {
    const results: UnitResult[] = [];
    for (const unit of this.cluster.units) {
      const before = results.at(-1);
      const isBroken = before !== undefined && before.outcome !== 'confirmed';
      const isStopped = this.choices.signal?.aborted === true;
      if (isBroken || isStopped) {
        const reason = isStopped ? 'the deploy was cancelled' : 'an earlier step of this cluster failed';
        results.push({ cluster: this.cluster.name, unit, id: '', outcome: 'skipped', reason, leftToSwitch: [] });
      } else results.push(await this.runUnit(unit));
      await this.tell({ kind: 'unit-ends', cluster: this.cluster.name, result: results.at(-1) as UnitResult });
    }
    return results;
  }

  private async runUnit(unit: Unit): Promise<UnitResult> {
    const id = `${this.stamp}-${randomBytes(3).toString('hex')}`;
    const cluster = this.cluster.name;
    await this.tell({ kind: 'unit-begins', cluster, unit, id });
    const stopBeats = this.keepBeating(unit, id);
    let progress = begin(unit);
    let reason: string | undefined;
    try {
      for (;;) {
        if (this.choices.signal?.aborted && !progress.backward) {
          progress = turnBack(progress);
          if (progress.backward || progress.outcome !== 'running') reason ??= 'the deploy was cancelled';
        }
        const step = nextStep(progress);
        if (!step) break;
        const { result, message } = await this.runStep(unit, id, step, progress);
        if (result !== 'done') reason ??= `${step.kind} on ${message ?? step.host}`;
        progress = advance(progress, result);
      }
    } finally {
      stopBeats();
    }
    const { outcome, leftToSwitch } = progress;
    return { cluster, unit, id, outcome: outcome === 'running' ? 'unsure' : outcome, reason, leftToSwitch };
  }

  private async runStep(
    unit: Unit,
    id: string,
    step: Step,
    progress: Progress,
  ): Promise<{ result: StepResult; message: string | undefined }> {
    const cluster = this.cluster.name;
    await this.tell({ kind: 'step-begins', cluster, step });
    const started = Date.now();
    let result: StepResult = 'done';
    let message: string | undefined;
    try {
      await this.perform(unit, id, step, progress);
    } catch (error) {
      result = error instanceof HostError && error.trouble === 'refused' ? 'failed' : 'fate-unknown';
      message = error instanceof Error ? error.message : String(error);
    }
    await this.tell({ kind: 'step-ends', cluster, step, result, milliseconds: Date.now() - started, message });
    return { result, message };
  }

  private async perform(unit: Unit, id: string, step: Step, progress: Progress): Promise<void> {
    const { confirmWithin, gateSeconds, owner } = this.choices;
    if (step.kind === 'suspend' || step.kind === 'resume') {
      for (const [index, each] of unit.suspensions.entries()) {
        if (each.host === step.host) await this[step.kind](each, `${id}-${index}`);
      }
      return;
    }
    const planned = unit.hosts.find((host) => host.name === step.host) as PlannedHost;
    const session = await this.session(step.host);
    switch (step.kind) {
      case 'lock':
        await runStep(session, ['lock', id, owner]);
        return;
      case 'compare': {
        const seen = this.observed.get(hostKey(this.cluster.name, planned.name));
        await runStep(session, ['compare', id], trialOf(unit, planned, seen, this.choices.lagSeconds));
        return;
      }
      case 'upload':
        await this.upload(session, id, planned);
        return;
      case 'arm':
        await runStep(session, ['arm', id, `${confirmWithin}`]);
        return;
      case 'probe': {
        // Whatever keeps us from asking, a lost sudo as well as a lost link, keeps us from putting it back.
        const missing = await runStep(session, ['probe', id]).catch((error: unknown) => {
          throw new HostError(step.host, 'lost', error instanceof Error ? error.message : String(error));
        });
        if (missing !== '') throw new HostError(step.host, 'refused', missing.trim());
        return;
      }
      case 'stop':
      case 'activate':
        await runStep(session, [step.kind, id], {}, { timeoutMs: 960_000 });
        return;
      case 'gate':
        await runStep(session, ['gate', id, `${gateSeconds}`], {}, { timeoutMs: (gateSeconds + 60) * 1000 });
        return;
      case 'restore': {
        // Corosync is reloaded once, when all nodes have the old file again.
        const isLast = progress.backward?.filter((each) => each.kind === 'restore').length === 1;
        await runStep(session, ['restore', id, isLast ? '1' : '0'], {}, { timeoutMs: 960_000 });
        return;
      }
      default:
        await runStep(session, [step.kind, id], {}, { timeoutMs: 120_000 });
    }
  }

  private async suspend(suspension: Suspension, id: string): Promise<void> {
    const seconds = suspendedAtMost + this.choices.gateSeconds;
    if (suspension.kind === 'downtime') {
      for (const server of suspension.servers) {
        await this.choices.orchestrator
          ?.beginDowntime(server, this.choices.owner, 'quorate deploy', seconds)
          .catch(asRefusal);
      }
      return;
    }
    await runStep(await this.session(suspension.host), ['suspend', id, `${seconds}`], suspensionOf(suspension));
  }

  private async resume(suspension: Suspension, id: string): Promise<void> {
    if (suspension.kind === 'downtime') {
      for (const server of suspension.servers) {
        await this.choices.orchestrator?.endDowntime(server).catch(asRefusal);
      }
    } else await runStep(await this.session(suspension.host), ['resume', id], {}, { timeoutMs: 120_000 });
  }

  private async upload(session: Session, id: string, planned: PlannedHost): Promise<void> {
    const host = this.hosts.find((each) => each.name === planned.name);
    for (const [index, file] of planned.files.entries()) {
      const wanted = host?.files.find((each) => each.path === file.path);
      if (wanted?.digest !== file.after)
        throw new HostError(planned.name, 'refused', `${file.path} is not in the plan`);
      await runStep(session, ['upload', id, `${index}`], uploadOf(wanted));
    }
  }

  /** Tells all hosts of a unit every few seconds that somebody is in charge, whichever host a step is busy with. */
  private keepBeating(unit: Unit, id: string): () => void {
    if (unit.hosts.length < 2) return () => undefined;
    const timer = setInterval(
      () => {
        for (const { name } of unit.hosts) {
          void this.session(name)
            .then((session) => runStep(session, ['need_lock', id]))
            // A host that cannot be told will show it in its next step.
            .catch(() => undefined);
        }
      },
      (this.choices.confirmWithin * 1000) / 4,
    );
    return () => clearInterval(timer);
  }

  private session(name: string): Promise<Session> {
    const host = this.hosts.find((each) => each.name === name);
    if (!host) throw new HostError(name, 'refused', 'the plan names a host nobody described');
    return this.sessions.to(host.access);
  }
}
