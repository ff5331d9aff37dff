import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a backslash at the end of a line swallows the next statement',
  *check(cluster) {
    for (const { swallowed, document } of pacemakerFiles(cluster)) {
      for (const span of swallowed) {
        const before = document.blocks[document.blocks.indexOf(span.block) - 1];
        const line = (before?.lines.length ?? 0) - 1;
        const text = before?.lines[line]?.text ?? '';
        const end = text.trimEnd().length;
        yield {
          span,
          message: `The line above ends in a backslash, so that the crm shell takes this statement for more of that one: it reports a syntax error and loads nothing of the file`,
          fixes: () =>
            before
              ? [
                  {
                    title: 'Take the backslash away',
                    safe: true,
                    edits: [replace({ block: before, line, start: text.slice(0, end - 1).trimEnd().length, end }, '')],
                  },
                ]
              : [],
        };
      }
    }
  },
});
