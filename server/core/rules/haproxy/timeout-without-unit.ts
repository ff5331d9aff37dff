import { readTime } from '../../model/haproxy-time';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';
import { replace } from '../finding';

export default liveSection({
  severity: 'warning',
  summary: 'a timeout of a few milliseconds, because the unit is missing',
  *check({ block, section, statements }) {
    if (!/^(defaults|frontend|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const [keyword, name, value] = words;
      if (keyword?.text !== 'timeout' || !name || !value || words.length !== 3) continue;
      const time = readTime(value.text);
      if (!time || time.hasUnit || time.milliseconds === 0 || time.milliseconds >= smallest(name.text)) continue;
      const span = wordSpan(block, line, value);
      yield {
        span,
        message: `timeout ${name.text} ${value.text} means ${value.text} milliseconds, and ${consequence(name.text)}: write ${value.text}s if you mean seconds, else ${value.text}ms`,
        fixes: () => [
          { title: `Make it seconds: ${value.text}s`, safe: false, edits: [replace(span, `${value.text}s`)] },
        ],
      };
    }
  },
});

/** HAProxy itself warns of less than 100 from 3.2 on; a session cut after less than a second is no session. */
function smallest(timeout: string): number {
  return isSession(timeout) ? 1000 : 100;
}

function isSession(timeout: string): boolean {
  return timeout === 'client' || timeout === 'server' || timeout === 'tunnel';
}

function consequence(timeout: string): string {
  return isSession(timeout) ? 'sessions break as soon as nobody talks for that long' : 'that is hardly ever enough';
}
