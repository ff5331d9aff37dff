import { groupOf } from '../../syntax/mycnf';
import { lineSpan } from '../../syntax/tree';
import { readsGroup } from '../../model/includes';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'an option file that no other one includes',
  *check(host) {
    for (const document of host.unreadFiles) {
      const groups = document.blocks.map((block) => groupOf(block));
      const at = groups.findIndex((group) => group !== undefined && readsGroup(group, host.target));
      const block = document.blocks[at];
      if (!block) continue;
      const top = host.optionFiles.find((file) => !host.includedFiles.has(file));
      const header = top?.blocks[0];
      yield {
        span: lineSpan(block, 0),
        message: `The server of ${host.name} does not read this file: it lies where packages put files that the top file includes, and ${top?.path ?? 'that'} does not include it`,
        ...(header && { related: [{ span: lineSpan(header, 0), message: 'the file the server begins with' }] }),
      };
    }
  },
});
