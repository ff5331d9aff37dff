import { parseArgs } from 'node:util';
import { causeSpan } from '../../server/core/live/causes';
import { statusTargets } from '../../server/core/live/targets';
import type { Access } from '../../server/core/ops/access';
import { isOrchestratorUrl, withOrchestrator } from '../../server/core/ops/status/orchestrator/target';
import { pageLink } from '../../server/core/rules/page-link';
import type { Cause } from '../../server/core/ops/status/verdict';
import { rangeOf } from '../../server/core/syntax/tree';
import type { ClusterStatus } from '../hosts/main';
import { type Command, exit, type Terminal } from './command';
import { displayPath } from './display-path';
import { asNagios, nagiosCode, nagiosUnknown } from './format-nagios';
import { asStatusText } from './format-status';
import { people } from './people';
import { knownCluster, oneOf } from './options';
import { type Repository, readRepository } from './repository';
import { type CausePlace, type DriftLine, type StatusReport, statusReport } from './status-report';
import { tellUnreadable, unclearIn } from './unreadable';
import { UsageError } from './usage-error';
import { visible } from './visible';

export const status: Command = {
  name: 'status',
  summary: 'Ask the running hosts whether the cluster works',
  help: `quorate status [path...] [options]

Asks every host of the clusters in these files, all at once, and says what is wrong, why, and what to do next.
The account comes from the [client] and [quorate] groups of ~/.my.cnf; docs/status.md lists the rights it needs.

  --cluster NAME            only this cluster
  --watch                   look again and again, until interrupted
  --interval SECONDS        pause between looks (default 5; doubled up to a minute while a host does not answer)
  --timeout SECONDS         time limit of each host (default 5)
  --defaults-file FILE      option file with the account, in place of ~/.my.cnf
  --orchestrator URL        ask this Orchestrator too, such as http://10.0.0.9:3000
  --ask-password            ask for the password of the database account
  --verbose                 show healthy findings with their evidence too
  --format text|json|nagios how to print (default text)

Exit code: 0 healthy, 1 something is degraded, critical or unknown, 2 wrong usage or no cluster.
With --format nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, which wrong usage is as well.
`,
  async run(argv, terminal) {
    try {
      return await askHosts(argv, terminal);
    } catch (error) {
      if (!(error instanceof UsageError) || !/ --format[= ]nagios /.test(` ${argv.join(' ')} `)) throw error;
      terminal.out(nagiosUnknown(error.message));
      return nagiosCode('unknown');
    }
  },
};

async function askHosts(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      cluster: { type: 'string' },
      watch: { type: 'boolean', default: false },
      interval: { type: 'string', default: '5' },
      timeout: { type: 'string', default: '5' },
      'defaults-file': { type: 'string' },
      orchestrator: { type: 'string' },
      'ask-password': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf('--format', values.format, ['text', 'json', 'nagios'] as const);
  const limit = seconds('--timeout', values.timeout);
  const interval = seconds('--interval', values.interval);
  const url = values.orchestrator;
  if (url !== undefined && !isOrchestratorUrl(url))
    throw new UsageError(`--orchestrator takes http://host:port, not "${url}"`);
  const repository = await readRepository(positionals, terminal.workingDirectory);
  const [unclear] = unclearIn(repository, terminal);
  if (unclear !== undefined) throw new UsageError(unclear);
  tellUnreadable(repository, terminal);
  const [unlisted] = repository.unreadable;
  if (unlisted)
    throw new UsageError(`the hosts below ${visible(unlisted.path)} are not known, so nothing is said of the others`);
  if (repository.workspace.model.clusters.length === 0)
    throw new UsageError('there is no cluster to ask: no option file, corosync.conf or haproxy.cfg was found here');
  const wanted = knownCluster(values.cluster, repository.workspace.model);
  const { accountOfOptionFile, Secret, Sessions, Watch } = await import('../hosts/main.js');
  const found = await accountOfOptionFile(values['defaults-file']).catch((error: unknown) => {
    throw new UsageError((error as Error).message);
  });
  const asked = values['ask-password']
    ? await terminal.ask?.(`Password of ${found.user}: `, { hidden: true })
    : undefined;
  const account = asked === undefined ? found : { ...found, password: new Secret(asked) };
  const sessions = new Sessions(people(terminal));
  const ssh = (access: Access): ReturnType<typeof sessions.to> => sessions.to(access);
  const watches = statusTargets(repository.workspace)
    .filter(({ name }) => wanted === undefined || name === wanted)
    .map((target) => (url === undefined ? target : withOrchestrator(target, url)))
    .map((target) => new Watch(target, { account: () => Promise.resolve(account), ssh, limit }));
  const look = async (): Promise<StatusReport> =>
    statusReport(await Promise.all(watches.map((watch) => watch.refresh())), placesIn(repository, terminal), (each) =>
      driftIn(each, repository, terminal),
    );
  const print = (report: StatusReport): void => {
    if (format === 'json') terminal.out(JSON.stringify(report, undefined, values.watch ? 0 : 2) + '\n');
    else if (format === 'nagios') terminal.out(asNagios(report));
    else terminal.out(asStatusText(report, terminal.paint, values.verbose));
  };
  if (values.watch) return watchForEver(look, print, interval);
  const report = await look().finally(() => sessions.close());
  print(report);
  if (format === 'nagios') return nagiosCode(report.level);
  return report.level === 'healthy' || report.level === 'note' ? exit.fine : exit.findings;
}

/** Longest pause between two looks at a cluster that does not answer, in milliseconds. */
const longestPause = 60_000;

async function watchForEver(
  look: () => Promise<StatusReport>,
  print: (report: StatusReport) => void,
  interval: number,
): Promise<never> {
  let pause = interval;
  let last = '';
  for (;;) {
    const report = await look();
    const said = JSON.stringify(
      report.clusters.map(({ name, verdicts }) => [
        name,
        // Of what moves by itself every tenth part is news.
        verdicts.map(({ id, level, hosts, progress }) => [id, level, hosts, Math.floor((progress ?? 0) * 10)]),
      ]),
    );
    // What has not changed is not said again; a log of a night stays readable.
    if (said !== last) print(report);
    last = said;
    pause = report.level === 'unknown' || report.level === 'critical' ? Math.min(pause * 2, longestPause) : interval;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Milliseconds. */
function seconds(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || value > 3600)
    throw new UsageError(`${option} takes seconds, not "${text}"`);
  return value * 1000;
}

/** Tells the model what the servers said, and takes out what follows for the files. */
function driftIn({ target, hosts }: ClusterStatus, { workspace, root }: Repository, terminal: Terminal): DriftLine[] {
  const name = displayPath(root, terminal.workingDirectory);
  for (const { key, name: host } of target.hosts) {
    const database = hosts.find((each) => each.host === host)?.database;
    workspace.observe(key, database?.answered ? database.value : undefined);
  }
  workspace.update();
  const paths = new Set(
    workspace.model.clusters
      .filter((cluster) => cluster.name === target.name)
      .flatMap((cluster) => cluster.hosts.flatMap((host) => host.placements.map(({ path }) => path))),
  );
  return workspace.documents
    .filter(({ path }) => paths.has(path))
    .flatMap((document) => workspace.findings(document))
    .flatMap((finding): DriftLine[] => {
      const isSeenLive = finding.rule.startsWith('running/') || finding.span.isStandIn;
      const range = isSeenLive ? rangeOf(finding.span) : undefined;
      if (!range) return [];
      const { rule, message, host = '', document } = finding;
      const { line, character } = range.start;
      return [
        { rule, page: pageLink(rule), host, message, file: name(document.path), line: line + 1, column: character + 1 },
      ];
    });
}

function placesIn(
  { workspace, root }: Repository,
  { workingDirectory }: Terminal,
): (cause: Cause, cluster: string) => CausePlace | undefined {
  const name = displayPath(root, workingDirectory);
  return (cause, clusterName) => {
    const cluster = workspace.model.clusters.find((each) => each.name === clusterName);
    const span = cluster && causeSpan(cause, cluster);
    const range = span && rangeOf(span);
    if (!span || !range) return undefined;
    const { line, character } = range.start;
    return { file: name(span.block.document.path), line: line + 1, column: character + 1, name: cause.name };
  };
}
