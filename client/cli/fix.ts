import { rename, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { type ChosenFix, fixAll } from '../../server/core/fixing';
import { encodingOf, reasonOf } from '../../server/disk/read-folder';
import { type Command, exit, type Terminal } from './command';
import { displayPath } from './display-path';
import { plural } from './format-text';
import { someRules } from './options';
import { readRepository } from './repository';
import { UsageError } from './usage-error';

export const fix: Command = {
  name: 'fix',
  summary: 'Mend what can be mended, in every file it concerns',
  help: `quorate fix [path...] [options]

Applies the safe fixes: those after which the daemons read what you plainly meant.
A fix edits every file it concerns, on all hosts. Files keep their line ends, mode and
encoding, and each is replaced whole or not at all.

  --dry-run        print the changes as a unified diff and write nothing
  --unsafe         also apply fixes that need your eye, such as a new address
  --rule ID        only findings of this rule; may be repeated

Exit: 0 done, 2 wrong usage or a file that cannot be written, 3 a fault of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, unsafe: { type: 'boolean', default: false }, rule: { type: 'string', multiple: true } },
    });
    const wantedRules = someRules(values.rule);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const { workspace, root } = repository;
    const asked = new Set(repository.findings().map((finding) => finding.document));
    const before = new Map(workspace.documents.map((document) => [document.path, document.text]));
    const applied = fixAll(workspace, (each, finding) => (each.safe || values.unsafe) && (!wantedRules || wantedRules.has(finding.rule)) && asked.has(finding.document));
    const changed = workspace.documents.filter((document) => before.get(document.path) !== document.text);
    const name = displayPath(root, terminal.workingDirectory);
    for (const document of changed) {
      if (values['dry-run']) terminal.out(unifiedDiff(name(document.path), before.get(document.path) ?? '', document.text));
      else await replaceFile(join(root, document.path), before.get(document.path) ?? '', document.text);
    }
    tell(applied, changed.length, values['dry-run'], name, terminal);
    return exit.fine;
  },
};

function tell(applied: readonly ChosenFix[], files: number, isDryRun: boolean, name: (path: string) => string, terminal: Terminal): void {
  for (const { finding, fix: chosen } of applied) {
    terminal.err(`${name(finding.document.path)}: ${chosen.title} ${terminal.paint.dim(`[${finding.rule}]`)}\n`);
  }
  const verb = isDryRun ? 'would be applied' : 'applied';
  terminal.err(applied.length === 0 ? 'Nothing to fix.\n' : `${plural(applied.length, 'fix').replace('fixs', 'fixes')} ${verb} in ${plural(files, 'file')}.\n`);
}

function unifiedDiff(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 }).replace(/^=+\n/, '');
}

/**
 * Replaces a file whole or not at all, through a temporary file beside it.
 *
 * @throws UsageError when the file changed since it was read, or cannot be written
 */
async function replaceFile(path: string, before: string, after: string): Promise<void> {
  try {
    const bytes = await readFile(path);
    const encoding = encodingOf(bytes);
    if (bytes.toString(encoding) !== before) throw new UsageError(`${path} was changed by somebody else meanwhile; nothing was written to it, run fix again`);
    const { mode } = await stat(path);
    const temporary = `${path}.quorate-${process.pid}`;
    await writeFile(temporary, after, { encoding, mode });
    await rename(temporary, path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be written: ${reasonOf(error)}`);
  }
}
