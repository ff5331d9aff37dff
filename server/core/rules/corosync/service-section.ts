import { sectionsIn } from '../../model/corosync-settings';
import type { CorosyncSection } from '../../syntax/corosync';
import { lineSpan } from '../../syntax/tree';
import { deleteLines, type Edit } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'corosync',
  severity: 'warning',
  summary: 'a service section, which corosync ignores since 2.0',
  *check(block) {
    for (const section of sectionsIn(block)) {
      if (section.path !== 'service') continue;
      const name = section.pairs.findLast(({ key }) => key === 'name')?.value ?? 'the service';
      yield {
        span: section.nameSpan,
        message: `corosync ignores service sections since 2.0: it does not start ${name} with itself, so ${name} stays down unless the system starts it`,
        fixes: () =>
          section.closed ? [{ title: 'Delete the section', safe: true, edits: [withoutSection(section)] }] : [],
      };
    }
  },
});

/** Takes the section out, and the blank lines that set it apart from what stands before. */
function withoutSection({ nameSpan, firstLine, lastLine }: CorosyncSection): Edit {
  const { document } = nameSpan.block;
  let start = (document.startOf(nameSpan.block) ?? 0) + firstLine;
  while (start > 0 && document.lines.line(start - 1).trim() === '') start--;
  const first = document.blockAt(start);
  const from = first ? lineSpan(first.block, first.line) : nameSpan;
  return deleteLines(from, lineSpan(nameSpan.block, lastLine));
}
