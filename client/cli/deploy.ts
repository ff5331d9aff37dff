import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { desiredOf } from '../../server/core/desired';
import { ansibleProject, type ExportedFile } from '../../server/core/ops/ansible';
import type { DesiredCluster, Stop } from '../../server/core/ops/desired';
import type { Plan } from '../../server/core/ops/plan';
import type { DeployEvent, TimedEvent, UnitResult } from '../hosts/main';
import { reasonOf } from '../../server/disk/system-error';
import { fileBytes } from '../../server/disk/file-bytes';
import { type Command, exit, type Terminal } from './command';
import { plural } from './count';
import { planText } from './deploy-text';
import { oneOf } from './options';
import { people } from './people';
import { readRepository } from './repository';
import { UsageError } from './usage-error';
import { tellUnreadable } from './unreadable';
import { visible } from './visible';

export const deploy: Command = {
  name: 'deploy',
  summary: 'Bring the files to their hosts, with a way back',
  help: `quorate deploy [path...] [options]

Compares the files with what the hosts have, shows the difference and the plan, and after
your yes brings them there host by host: validated by the host's own daemon, backed up,
replaced atomically, activated the cheapest right way, watched, and confirmed or taken back.
A host that hears nothing from here in time takes the change back by itself.

  --dry-run              show difference and plan; change nothing
  --cluster NAME         only this cluster; may be repeated
  --host NAME            only this host; may be repeated
  --yes                  do not ask; stops still stop
  --plan DIGEST          do it only if the plan is still this one (as a dry run printed it)
  --roll-back            deploy what the hosts had before their last deploy, with the same
                         checks and gates; takes a trial back that was left open
  --export ansible       change nothing; write the plan as an Ansible project instead
  --into FOLDER          where to (default ./ansible); it must not exist yet
  --parallel N           clusters at a time (default 1); hosts of one go one after the other
  --no-restart           leave out restarts; what needs one counts at the next start
  --restart-writer       also restart the server that takes writes today, without asking
  --overwrite-drift      replace files that were changed on the host since the last deploy
  --with-errors          deploy although errors were found in the files
  --confirm-within S     seconds after which a host takes an unconfirmed change back (default 120, at most 240)
  --gate-seconds S       seconds a host has to become healthy (default 60)
  --report FILE          write the report here, and the journal beside it as FILE.jsonl

Exit: 0 done or nothing to do, 1 something was taken back or is not known, 2 wrong usage
or a stop, 3 a fault of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        cluster: { type: 'string', multiple: true },
        host: { type: 'string', multiple: true },
        yes: { type: 'boolean', default: false },
        plan: { type: 'string' },
        export: { type: 'string' },
        into: { type: 'string', default: 'ansible' },
        'roll-back': { type: 'boolean', default: false },
        parallel: { type: 'string', default: '1' },
        'no-restart': { type: 'boolean', default: false },
        'restart-writer': { type: 'boolean', default: false },
        'overwrite-drift': { type: 'boolean', default: false },
        'with-errors': { type: 'boolean', default: false },
        'confirm-within': { type: 'string', default: '120' },
        'gate-seconds': { type: 'string', default: '60' },
        report: { type: 'string' },
      },
    });
    const parallel = wholeNumber('--parallel', values.parallel, 1);
    const confirmWithin = wholeNumber('--confirm-within', values['confirm-within'], 5, longestTrial);
    const gateSeconds = wholeNumber('--gate-seconds', values['gate-seconds'], 3);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    if (tellUnreadable(repository, terminal)) return exit.usage;
    const all = desiredOf(repository.workspace, (path) => fileBytes(join(repository.root, path)));
    const current = chosen(all, values.cluster, values.host);
    const isBack = values['roll-back'];
    const hosts = await import('../hosts/main.js');
    const sessions = new hosts.Sessions(people(terminal));
    try {
      if (isBack && !values['dry-run']) {
        const before = await hosts.look(current, sessions);
        const open = await hosts.takeBackUnfinished(current, before, sessions).catch(asUsage);
        if (open.length > 0) {
          terminal.err(`Taken back on ${open.map(visible).join(', ')}: what was on trial there.\n`);
          return exit.fine;
        }
      }
      const desired = isBack ? await hosts.previousState(current, sessions) : current;
      const sight = await hosts.look(desired, sessions);
      const choices = {
        noRestart: values['no-restart'],
        overwriteDrift: values['overwrite-drift'] || isBack,
        withErrors: values['with-errors'],
      };
      const { plan, digest } = hosts.planFor(desired, sight, choices);
      const isStopped = isBack && plan.stops.length > 0;
      if (plan.clusters.every((cluster) => cluster.units.length === 0) && sight.stops.length === 0 && !isStopped) {
        terminal.err('Nothing to deploy: every host has the files as they are here.\n');
        return exit.fine;
      }
      terminal.out(planText(plan, digest, desired, sight.observed, terminal.paint));
      if (plan.stops.length > 0) return tellStops(plan.stops, terminal);
      if (values['dry-run']) return exit.fine;
      if (values.export !== undefined) {
        oneOf('--export', values.export, ['ansible']);
        const folder = resolve(terminal.workingDirectory, values.into);
        writeProject(folder, ansibleProject(plan, desired));
        terminal.err(`Written to ${folder}. Run there: ansible-playbook -i inventory.json site.yml\n`);
        return exit.fine;
      }
      if (values.plan !== undefined && !(values.plan.length >= 8 && digest.startsWith(values.plan))) {
        throw new UsageError(`the plan is now ${digest.slice(0, 12)}, not ${values.plan}; look at it again`);
      }
      await consent(plan, digest, values.yes || values.plan !== undefined, values['restart-writer'], terminal);
      const record = new Record(terminal, values.report);
      const owner = `${userInfo().username}@${hostname()}`;
      const cancel = new AbortController();
      const interrupted = (): void => {
        terminal.err('\nCancelling: what is on trial is taken back. A second interrupt leaves it to the hosts.\n');
        cancel.abort();
      };
      process.once('SIGINT', interrupted);
      const results = await hosts.runPlan(
        plan,
        desired,
        sight.observed,
        sessions,
        { parallel, confirmWithin, gateSeconds, owner, signal: cancel.signal },
        (event) => record.tell(event),
      );
      process.off('SIGINT', interrupted);
      const file = record.finish(hosts.reportOf(plan, digest, results, record.events));
      return tellResults(results, hosts.outcomeOf, file, terminal);
    } finally {
      sessions.close();
    }
  },
};

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

function tellStops(stops: readonly Stop[], terminal: Terminal): number {
  const lines = stops.map(({ host, message }) => {
    const named = host === undefined || message.startsWith(`${host}:`) ? message : `${host}: ${message}`;
    return `  ${visible(named)}\n`;
  });
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

/** Says what happens while it happens, and keeps it for the journal and the report. */
class Record {
  readonly events: TimedEvent[] = [];
  private readonly report: string;

  constructor(
    private readonly terminal: Terminal,
    report: string | undefined,
  ) {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-');
    const state = process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local/state');
    this.report = report ? resolve(terminal.workingDirectory, report) : join(state, 'quorate/deploys', `${stamp}.md`);
    mkdirSync(dirname(this.report), { recursive: true, mode: 0o700 });
  }

  tell(event: DeployEvent): void {
    const timed = { at: new Date().toISOString(), event };
    this.events.push(timed);
    // Line by line, so that the journal is whole up to the last step even when this process is killed.
    appendFileSync(`${this.report}.jsonl`, JSON.stringify({ at: timed.at, ...event }) + '\n', { mode: 0o600 });
    if (event.kind !== 'step-ends') return;
    const { step, milliseconds, message } = event;
    const said = message === undefined ? '' : ` ${this.terminal.paint.red(oneLine(message))}`;
    this.terminal.err(`  ${visible(step.host)}  ${step.kind}  ${event.result} (${milliseconds} ms)${said}\n`);
  }

  /** @returns where the report lies */
  finish(report: string): string {
    writeFileSync(this.report, report, { mode: 0o600 });
    return this.report;
  }
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

/** @throws UsageError when the folder is there already */
function writeProject(folder: string, files: readonly ExportedFile[]): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder} cannot be made: ${reasonOf(error)}`);
  }
  for (const { path, content, isSecret } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const bytes = 'text' in content ? content.text : Buffer.from(content.base64, 'base64');
    writeFileSync(file, bytes, { mode: isSecret ? 0o600 : 0o644 });
  }
}

/** Trouble with a host is not a fault of ours. */
function asUsage(error: unknown): never {
  throw new UsageError(error instanceof Error ? error.message : String(error));
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
