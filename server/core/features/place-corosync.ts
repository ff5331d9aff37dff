import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import type { Block } from '../syntax/tree';

/** The innermost section that holds a line of a block. */
export function corosyncSectionAt(block: Block<CorosyncLine>, line: number): CorosyncSection | undefined {
  let found: CorosyncSection | undefined;
  let candidates = corosyncSections(block);
  for (;;) {
    const next = candidates.find((section) => section.firstLine <= line && line <= section.lastLine);
    if (!next) return found;
    found = next;
    candidates = next.children;
  }
}
