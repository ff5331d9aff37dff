import { isLoopback } from '../../model/addresses';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';
import { replace } from '../finding';

export default liveSection({
  severity: 'warning',
  summary: 'a runtime socket by which anybody may command HAProxy',
  *check({ block, section, statements }) {
    if (section.keyword !== 'global') return;
    for (const { words, line, prefix } of statements) {
      const [keyword, kind, place, ...options] = words;
      if (prefix || keyword?.text !== 'stats' || kind?.text !== 'socket' || !place || place.dynamic) continue;
      const after = (name: string): HaproxyWord | undefined =>
        options[options.findIndex(({ text }) => text === name) + 1];
      const has = (name: string): boolean => options.some(({ text }) => text === name);
      const level = has('level') ? after('level')?.text : 'operator';
      if (level === 'user') continue;
      const may =
        level === 'admin'
          ? 'switch servers off, end sessions and change the maps'
          : 'clear counters and see who is connected';
      const address = /^(?:ipv[46]@|tcp[46]?@)?(\S*):\d+$/.exec(place.text)?.[1];
      if (!place.text.startsWith('/') && address !== undefined && !/@/.test(address)) {
        if (isLoopback(address.replace(/^\[(.*)\]$/, '$1'))) continue;
        yield {
          span: wordSpan(block, line, place),
          message: `Whoever reaches ${place.text} may ${may}: the runtime socket asks for no password. Use a socket in the file system`,
        };
        continue;
      }
      const mode = has('mode') ? after('mode') : undefined;
      if (!mode || !/^[0-7]*[2367]$/.test(mode.text)) continue;
      const span = wordSpan(block, line, mode);
      yield {
        span,
        message: `With mode ${mode.text} every account of the machine may ${may}`,
        fixes: () => [
          { title: 'Open it to its owner and group only: 660', safe: false, edits: [replace(span, '660')] },
        ],
      };
    }
  },
});
