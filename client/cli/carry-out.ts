import { homedir, hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { desiredOf } from '../../server/core/desired';
import type { DesiredCluster, Stop } from '../../server/core/ops/desired';
import type { Plan } from '../../server/core/ops/plan';
import { stopText } from '../../server/core/ops/plan-text';
import { fileBytes } from '../../server/disk/file-bytes';
import type { DeployEvent, Sessions, Sight, UnitResult } from '../hosts/main';
import { exit, type Terminal } from './command';
import { plural } from './count';
import { planText } from './deploy-text';
import type { Repository } from './repository';
import { tellUnreadable } from './unreadable';
import { UsageError } from './usage-error';
import { visible } from './visible';

/** Options of every command that carries a plan out. */
export const planOptions = {
  'dry-run': { type: 'boolean', default: false },
  cluster: { type: 'string', multiple: true },
  host: { type: 'string', multiple: true },
  yes: { type: 'boolean', default: false },
  plan: { type: 'string' },
  parallel: { type: 'string', default: '1' },
  'restart-writer': { type: 'boolean', default: false },
  'confirm-within': { type: 'string', default: '120' },
  'gate-seconds': { type: 'string', default: '60' },
  'lag-limit': { type: 'string', default: '5' },
  orchestrator: { type: 'string' },
  report: { type: 'string' },
} as const;

/** Their lines of help. */
export const planHelp = `  --dry-run              show difference and plan; change nothing
  --cluster NAME         only this cluster; may be repeated
  --host NAME            only this host; may be repeated
  --yes                  do not ask; stops still stop
  --plan DIGEST          do it only if the plan is still this one (as a dry run printed it)
  --parallel N           clusters at a time (default 1); hosts of one go one after the other
  --restart-writer       also restart the server that takes writes today, without asking
  --confirm-within S     seconds after which a host takes an unconfirmed change back (default 120, at most 240)
  --gate-seconds S       seconds a host has to become healthy (default 60)
  --lag-limit S          seconds a replica may be behind to count as healthy (default 5)
  --orchestrator URL     servers are in downtime there while they are restarted
  --report FILE          write the report here, and the journal beside it as FILE.jsonl
`;

/** Values of `planOptions` as `parseArgs` has them. */
export interface PlanValues {
  readonly 'dry-run': boolean;
  readonly cluster?: string[];
  readonly host?: string[];
  readonly yes: boolean;
  readonly plan?: string;
  readonly parallel: string;
  readonly 'restart-writer': boolean;
  readonly 'confirm-within': string;
  readonly 'gate-seconds': string;
  readonly 'lag-limit': string;
  readonly orchestrator?: string;
  readonly report?: string;
}

/** A plan with what it was made of. */
export interface Prepared {
  readonly plan: Plan;
  readonly digest: string;
  readonly sight: Sight;
}

/** Numbers of the command line, checked before any host is asked. */
export interface Limits {
  readonly parallel: number;
  readonly confirmWithin: number;
  readonly gateSeconds: number;
  readonly lagSeconds: number;
}

/** @throws UsageError */
export function limitsOf(values: PlanValues): Limits {
  return {
    parallel: wholeNumber('--parallel', values.parallel, 1),
    confirmWithin: wholeNumber('--confirm-within', values['confirm-within'], 5, longestTrial),
    gateSeconds: wholeNumber('--gate-seconds', values['gate-seconds'], 3),
    lagSeconds: wholeNumber('--lag-limit', values['lag-limit'], 0),
  };
}

/** The plan on the terminal, with its stops; undefined when it can be carried out. */
export function showPlan({ plan, digest, sight }: Prepared, terminal: Terminal): number | undefined {
  terminal.out(planText(plan, digest, sight.desired, sight.observed, terminal.paint));
  return plan.stops.length > 0 ? tellStops(plan.stops, terminal) : undefined;
}

/** Asks for the plan, carries it out, and says what became of it. */
export async function carryOut(
  { plan, digest, sight }: Prepared,
  values: PlanValues,
  limits: Limits,
  sessions: Sessions,
  terminal: Terminal,
): Promise<number> {
  if (values.plan !== undefined && !(values.plan.length >= 8 && digest.startsWith(values.plan))) {
    throw new UsageError(`the plan is now ${digest.slice(0, 12)}, not ${values.plan}; look at it again`);
  }
  await consent(plan, digest, values.yes || values.plan !== undefined, values['restart-writer'], terminal);
  const hosts = await import('../hosts/main.js');
  const record = new hosts.DeployRecord(reportFile(values.report, hosts.reportName(), terminal));
  const owner = `${userInfo().username}@${hostname()}`;
  const cancel = new AbortController();
  const interrupted = (): void => {
    terminal.err('\nCancelling: what is on trial is taken back. A second interrupt leaves it to the hosts.\n');
    cancel.abort();
  };
  process.once('SIGINT', interrupted);
  const orchestrator = values.orchestrator === undefined ? undefined : new hosts.Orchestrator(values.orchestrator);
  const choices = { ...limits, owner, orchestrator, signal: cancel.signal };
  const results = await hosts.runPlan(plan, sight.desired, sight.observed, sessions, choices, (event) => {
    record.tell(event);
    tellStep(event, terminal);
  });
  process.off('SIGINT', interrupted);
  record.finish(hosts.reportOf(plan, digest, results, record.events));
  return tellResults(results, hosts.outcomeOf, record.file, terminal);
}

/**
 * What the files want on the hosts that the command line asks for; undefined when that cannot be told, and it was said
 * why not.
 *
 * @throws UsageError when the command line names something that is not there, or no file belongs on a host
 */
export function wantedOf(
  repository: Repository,
  values: Pick<PlanValues, 'cluster' | 'host'>,
  terminal: Terminal,
): DesiredCluster[] | undefined {
  if (tellUnreadable(repository, terminal)) return undefined;
  const all = desiredOf(repository.workspace, (path) => fileBytes(join(repository.root, path)));
  const wanted = chosen(all, values.cluster, values.host);
  if (wanted.length > 0) return wanted;
  const stops = all.flatMap((cluster) => cluster.stops).filter(({ kind }) => kind === 'place');
  if (stops.length === 0) throw new UsageError('no file here belongs on a host; see "quorate hosts"');
  tellStops(stops, terminal);
  return undefined;
}

function chosen(
  all: readonly DesiredCluster[],
  clusters: readonly string[] | undefined,
  hosts: readonly string[] | undefined,
): DesiredCluster[] {
  for (const name of clusters ?? []) {
    if (!all.some((each) => each.name === name))
      throw new UsageError(`there is no cluster ${name}; see "quorate hosts"`);
  }
  for (const name of hosts ?? []) {
    const isKnown = all.some((cluster) => cluster.hosts.some((host) => host.name === name));
    if (!isKnown) throw new UsageError(`there is no host ${name} with files; see "quorate hosts"`);
  }
  return all
    .filter((cluster) => !clusters || clusters.includes(cluster.name))
    .map((cluster) => {
      const isChosen = (name: string | undefined): boolean => !hosts || name === undefined || hosts.includes(name);
      return {
        ...cluster,
        hosts: cluster.hosts.filter((host) => isChosen(host.name)),
        stops: cluster.stops.filter((stop) => isChosen(stop.host)),
      };
    })
    .filter((cluster) => cluster.hosts.length > 0);
}

/** Says why nothing was done, and what to do about it. */
export function tellStops(stops: readonly Stop[], terminal: Terminal): number {
  const lines = stops.map((stop) => `  ${visible(stopText(stop))}\n`);
  const errors = stops.some((stop) => stop.kind === 'errors')
    ? 'Errors are mended first, or deployed on purpose with --with-errors.\n'
    : '';
  terminal.err(`Nothing was changed, because of ${plural(stops.length, 'stop')}:\n${lines.join('')}${errors}`);
  return exit.usage;
}

async function consent(
  plan: Plan,
  digest: string,
  isGiven: boolean,
  mayRestartWriter: boolean,
  terminal: Terminal,
): Promise<void> {
  const nobody = 'nobody is there to confirm the plan; use --yes, or --plan with the digest of a dry run';
  if (!isGiven) {
    if (!terminal.ask) throw new UsageError(nobody);
    const answer = await terminal.ask(`Carry out plan ${digest.slice(0, 12)}? Type yes: `);
    if (answer?.trim() !== 'yes') throw new UsageError('not confirmed; nothing was changed');
  }
  if (mayRestartWriter) return;
  for (const cluster of plan.clusters) {
    for (const unit of cluster.units.filter((each) => each.restartsWriter)) {
      const writer = unit.hosts.map((host) => host.name).join(', ');
      const how = 'it takes writes today; switch over first, or choose --restart-writer or --no-restart';
      const answer = isGiven ? undefined : await terminal.ask?.(`Restart the writer ${writer}? Type ${writer}: `);
      if (answer?.trim() !== writer) throw new UsageError(`${writer} would be restarted: ${how}. Nothing was changed`);
    }
  }
}

/** Where the report goes unless the command line says it. */
function reportFile(given: string | undefined, name: string, terminal: Terminal): string {
  if (given !== undefined) return resolve(terminal.workingDirectory, given);
  const state = process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local/state');
  return join(state, 'quorate/deploys', name);
}

/** Says what happens while it happens. */
function tellStep(event: DeployEvent, terminal: Terminal): void {
  if (event.kind !== 'step-ends') return;
  const { step, milliseconds, message } = event;
  const said = message === undefined ? '' : ` ${terminal.paint.red(oneLine(message))}`;
  terminal.err(`  ${visible(step.host)}  ${step.kind}  ${event.result} (${milliseconds} ms)${said}\n`);
}

function tellResults(
  results: readonly UnitResult[],
  outcomeOf: (result: UnitResult, host: string) => string,
  file: string,
  terminal: Terminal,
): number {
  for (const result of results) {
    for (const host of result.unit.hosts) {
      terminal.err(`${visible(host.name)}: ${result.unit.program} ${outcomeOf(result, host.name)}\n`);
    }
    if (result.reason !== undefined) terminal.err(`  because: ${oneLine(result.reason)}\n`);
  }
  terminal.err(`Report: ${file}\n`);
  return results.every((result) => result.outcome === 'confirmed') ? exit.fine : exit.findings;
}

/** What a host said, with its line ends as semicolons. */
function oneLine(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, '; '));
}

/** Seconds; a host's lock lasts longer, so that nobody begins while a trial may still be taken back. */
const longestTrial = 240;

function wholeNumber(option: string, written: string, least: number, most = 100_000): number {
  const number = Number(written);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not "${written}"`);
  }
  return number;
}
