import { rangeOf } from '../../server/core/syntax/tree';
import type { Terminal } from './command';
import { displayPath } from './display-path';
import type { Repository } from './repository';
import { visible } from './visible';

/**
 * Says what is missing in the model of the files: folders that could not be listed, files that could not be read,
 * manifests, compose files and inventories that could not be understood. For commands that show no findings.
 *
 * @returns whether anything is missing
 */
export function tellUnreadable(repository: Repository, terminal: Terminal): boolean {
  const missing = [...unclearIn(repository, terminal), ...troublesIn(repository, terminal, 'file/unreadable')];
  for (const each of missing) terminal.err(`quorate: ${each}\n`);
  return tellUnlisted(repository, terminal) || missing.length > 0;
}

/** Places and messages of what could not be understood: without it hosts and clusters are others than was meant. */
export function unclearIn(repository: Repository, terminal: Terminal): string[] {
  return troublesIn(repository, terminal, 'file/not-understood');
}

function troublesIn({ root, workspace }: Repository, terminal: Terminal, wanted: string): string[] {
  const name = displayPath(root, terminal.workingDirectory);
  return workspace.documents.flatMap((document) =>
    workspace
      .findings(document)
      .filter(({ rule, severity }) => rule === wanted && severity === 'error')
      .map(({ span, message }) => {
        const { line, character } = rangeOf(span)?.start ?? { line: 0, character: 0 };
        return visible(`${name(document.path)}:${line + 1}:${character + 1}: ${message}`);
      }),
  );
}

/** Says which folders could not be listed; whether there was one. */
export function tellUnlisted({ root, unreadable }: Repository, terminal: Terminal): boolean {
  const name = displayPath(root, terminal.workingDirectory);
  for (const { path, reason } of unreadable)
    terminal.err(`quorate: ${visible(name(path))} cannot be listed: ${reason}\n`);
  return unreadable.length > 0;
}
