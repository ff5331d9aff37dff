import type { Terminal } from './command';
import { displayPath } from './display-path';
import type { Repository } from './repository';
import { visible } from './visible';

/** Says which folders could not be listed; whether there was one. */
export function tellUnreadable({ root, unreadable }: Repository, terminal: Terminal): boolean {
  const name = displayPath(root, terminal.workingDirectory);
  for (const { path, reason } of unreadable)
    terminal.err(`quorate: ${visible(name(path))} cannot be listed: ${reason}\n`);
  return unreadable.length > 0;
}
