import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixAll } from '../../server/core/fixing';
import type { Finding } from '../../server/core/rules/finding';
import { type Command, exit } from './command';
import { plural } from './count';
import { displayPath } from './display-path';
import { someRules } from './options';
import { findReplacements, replaceFiles } from './replace-files';
import { readRepository } from './repository';
import { unifiedDiff } from './unified-diff';
import { tellUnreadable } from './unreadable';
import { visible } from './visible';

export const fix: Command = {
  name: 'fix',
  summary: 'Mend what can be mended, in every file it concerns',
  help: `quorate fix [path...] [options]

Applies the safe fixes: those after which the daemons read what you plainly meant.
A fix edits every file it concerns, on all hosts. Files keep their line ends, mode and
encoding; links stay links. Nothing is written unless every file can be.

  --dry-run        print the changes as a unified diff and write nothing
  --unsafe         also apply fixes that need your eye, such as a new address
  --rule ID        only findings of this rule; may be repeated

Exit: 0 done, 2 wrong usage, unreadable input or a file that cannot be written,
3 a fault of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        unsafe: { type: 'boolean', default: false },
        rule: { type: 'string', multiple: true },
      },
    });
    const rules = someRules(values.rule);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const { workspace, root } = repository;
    const before = new Map(workspace.documents.map((document) => [document, document.text]));
    const applied = fixAll(
      workspace,
      (each, finding) =>
        (each.safe || values.unsafe) &&
        (!rules || rules.has(finding.rule)) &&
        repository.isAsked(finding.document.path),
    );
    const changes = workspace.documents
      .map((document) => ({
        path: join(root, document.path),
        before: before.get(document) ?? '',
        after: document.text,
      }))
      .filter((change) => change.before !== change.after);
    const replacements = await findReplacements(changes, terminal.workingDirectory);
    if (values['dry-run']) for (const replacement of replacements) terminal.out(unifiedDiff(replacement));
    else await replaceFiles(replacements);
    const name = displayPath(root, terminal.workingDirectory);
    for (const { finding, fix: chosen } of applied) {
      terminal.err(`${visible(`${name(finding.document.path)}: ${chosen.title}`)} [${finding.rule}]\n`);
    }
    const verb = values['dry-run'] ? 'would be mended' : 'mended';
    const files = plural(replacements.length, 'file');
    const isLeft = ({ rule, fixes }: Finding): boolean => (!rules || rules.has(rule)) && (fixes?.() ?? []).length > 0;
    const left = values.unsafe ? [] : repository.findings().filter(isLeft);
    if (applied.length > 0) terminal.err(`${plural(applied.length, 'finding')} ${verb} in ${files}.\n`);
    else if (left.length === 0) terminal.err('Nothing to fix.\n');
    if (left.length > 0)
      terminal.err(`${plural(left.length, 'finding')} can be mended with --unsafe; look at the changes first.\n`);
    return tellUnreadable(repository, terminal) ? exit.usage : exit.fine;
  },
};
