import { parseArgs } from 'node:util';
import type { Finding, Severity } from '../../server/core/rules/finding';
import { Baseline } from './baseline';
import { type Command, exit, type Terminal } from './command';
import { plural } from './count';
import { displayPath } from './display-path';
import { formatGithub } from './format-github';
import { formatSarif } from './format-sarif';
import { formatText } from './format-text';
import { knownCluster, oneOf, someRules } from './options';
import { makeReport, type Report } from './report';
import { readRepository } from './repository';
import { tellUnlisted } from './unreadable';
import { version } from './version';

const formats = ['text', 'json', 'sarif', 'github'] as const;
const thresholds = ['error', 'warning', 'info', 'never'] as const;

export const check: Command = {
  name: 'check',
  summary: 'Find what is wrong in the files, and what disagrees between hosts',
  help: `quorate check [path...] [options]

Reads the configuration of every host below the given folders (default: here) as one
model of hosts and clusters, and reports what is wrong in a file and what disagrees
between files. A single file is judged together with the files around it.

  --format text|json|sarif|github   how to report (default text)
  --fail-on error|warning|info|never  from which severity on to exit with 1 (default error)
  --rule ID        only this rule, such as galera/cluster-name-differs; may be repeated
  --cluster NAME   only findings of this cluster
  --baseline FILE  only what FILE, written by --write-baseline, does not know yet
  --write-baseline FILE  keep today's findings in FILE, to adopt Quorate step by step

What cannot be read is told whatever --rule and --cluster say.

Exit: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or unreadable input,
3 a fault of Quorate itself.

A line is left alone by a comment on it or above it:  # quorate-ignore area/rule: reason
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        'fail-on': { type: 'string', default: 'error' },
        rule: { type: 'string', multiple: true },
        cluster: { type: 'string' },
        baseline: { type: 'string' },
        'write-baseline': { type: 'string' },
      },
    });
    const format = oneOf('--format', values.format, formats);
    const failOn = oneOf('--fail-on', values['fail-on'], thresholds);
    const rules = someRules(values.rule);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const cluster = knownCluster(values.cluster, repository.workspace.model);
    const isMissingFolder = tellUnlisted(repository, terminal);
    const isWanted = (finding: Finding): boolean =>
      isUnreadable(finding) ||
      ((!rules || rules.has(finding.rule)) && (cluster === undefined || finding.cluster === cluster));
    const name = displayPath(repository.root, terminal.workingDirectory);
    const all = makeReport(repository, repository.findings().filter(isWanted), name);
    const code = (report: Report): number => {
      if (isMissingFolder || report.findings.some(isUnreadable)) return exit.usage;
      return fails(report, failOn) ? exit.findings : exit.fine;
    };
    const baseline = (given: string): Baseline => new Baseline(given, terminal.workingDirectory);
    if (values['write-baseline'] !== undefined) {
      await baseline(values['write-baseline']).write(all);
      terminal.err(`quorate: ${plural(all.findings.length, 'finding')} kept in ${values['write-baseline']}\n`);
      return isMissingFolder ? exit.usage : exit.fine;
    }
    const report = values.baseline === undefined ? all : await baseline(values.baseline).newIn(all);
    terminal.out(write(report, format, terminal));
    return code(report);
  },
};

function write(report: Report, format: (typeof formats)[number], terminal: Terminal): string {
  switch (format) {
    case 'text':
      return formatText(report, terminal.paint);
    case 'json':
      return JSON.stringify(report, undefined, 2) + '\n';
    case 'sarif':
      return formatSarif(report, version);
    case 'github':
      return formatGithub(report);
  }
}

/** Input that cannot be read makes the answer incomplete, which is told by an exit code of its own. */
function isUnreadable({ rule }: { readonly rule: string }): boolean {
  return rule === 'file/unreadable';
}

function fails(report: Report, failOn: (typeof thresholds)[number]): boolean {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  if (failOn === 'never') return false;
  return report.findings.some((finding) => order.indexOf(finding.severity) >= order.indexOf(failOn));
}
