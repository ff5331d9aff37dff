import { resolve } from 'node:path';
import type { Finding } from '../../server/core/rules/finding';
import { fixAll } from '../../server/core/rules/fixing';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { listFolder, readInto } from '../../server/disk/read-folder';

/** Runs one command line and returns its exit code: 0 fine, 1 findings, 2 wrong usage, 3 our own fault. */
export async function run(argv: readonly string[]): Promise<number> {
  const [command, folder = '.'] = argv;
  if (command === 'lsp') {
    const { main } = await import('../../server/lsp/main');
    main();
    return new Promise(() => undefined);
  }
  const root = resolve(folder);
  const workspace = new Workspace(catalogs, rules, 'here');
  for (const path of await listFolder(root, (path, reason) => console.error(`${path}: ${reason}`))) await readInto(workspace, root, path);
  workspace.update();
  if (command === 'fix') console.log(fixAll(workspace, (fix) => fix.safe).map(({ fix }) => fix.title).join('\n'));
  const found = workspace.documents.flatMap((document) => workspace.findings(document));
  for (const finding of found) print(finding);
  return found.some((finding) => finding.severity === 'error') ? 1 : 0;
}

function print(finding: Finding): void {
  const start = rangeOf(finding.span)?.start ?? { line: 0, character: 0 };
  console.log(`${finding.document.path}:${start.line + 1}:${start.character + 1}: ${finding.severity}: ${finding.message} [${finding.rule}]`);
}
