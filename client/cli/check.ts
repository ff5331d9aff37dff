import { parseArgs } from 'node:util';
import { rules } from '../../server/core/rules/registry';
import type { Severity } from '../../server/core/rules/finding';
import { withoutBaseline, writeBaseline } from './baseline';
import { type Command, exit, type Terminal } from './command';
import { formatGithub } from './format-github';
import { formatSarif } from './format-sarif';
import { formatText, plural } from './format-text';
import { oneOf, someRules } from './options';
import { displayPath } from './display-path';
import { makeReport, type Report } from './report';
import { readRepository } from './repository';
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
    const wantedRules = someRules(values.rule);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    for (const { path, reason } of repository.unreadable) terminal.err(`quorate: ${path} cannot be listed: ${reason}\n`);
    const findings = repository
      .findings()
      .filter((finding) => (!wantedRules || wantedRules.has(finding.rule)) && (values.cluster === undefined || finding.cluster === values.cluster));
    const name = displayPath(repository.root, terminal.workingDirectory);
    let report = makeReport(repository, findings, name);
    const newBaseline = values['write-baseline'];
    if (newBaseline !== undefined) {
      await writeBaseline(newBaseline, report);
      terminal.err(`quorate: ${plural(report.findings.length, 'finding')} kept in ${newBaseline}\n`);
      return exit.fine;
    }
    if (values.baseline !== undefined) report = await withoutBaseline(values.baseline, report);
    terminal.out(write(report, format, terminal));
    if (repository.unreadable.length > 0) return exit.usage;
    return fails(report, failOn) ? exit.findings : exit.fine;
  },
};

function write(report: Report, format: (typeof formats)[number], terminal: Terminal): string {
  switch (format) {
    case 'text':
      return formatText(report, terminal.paint);
    case 'json':
      return JSON.stringify(report, undefined, 2) + '\n';
    case 'sarif':
      return formatSarif(report, rules, version);
    case 'github':
      return formatGithub(report);
  }
}

function fails(report: Report, failOn: (typeof thresholds)[number]): boolean {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  if (failOn === 'never') return false;
  return report.findings.some((finding) => order.indexOf(finding.severity) >= order.indexOf(failOn));
}
