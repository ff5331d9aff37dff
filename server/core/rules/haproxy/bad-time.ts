import { longestTime, readTime } from '../../model/haproxy-time';
import { wordSpan } from '../../syntax/haproxy';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import type { Span } from '../../syntax/tree';
import { liveSection } from '../combinators/live-section';
import { type Fix, replace } from '../finding';

export default liveSection({
  severity: 'error',
  summary: 'a timeout whose value HAProxy refuses or reads in part only',
  *check({ block, section, statements }) {
    if (!/^(defaults|frontend|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const [keyword, name, value, ...more] = words;
      if (keyword?.text !== 'timeout' || !name || !value || words.some((word) => word.expanded)) continue;
      const last = more.at(-1) ?? value;
      const span = { ...wordSpan(block, line, value), end: last.end };
      const offence = offenceOf(value, more);
      if (!offence) continue;
      yield {
        span,
        ...(offence.isRefused ? { fatal: true as const } : { severity: 'warning' as const }),
        message: `timeout ${name.text} ${offence.message}`,
        fixes: () => mend(span, offence.meant),
      };
    }
  },
});

interface Offence {
  readonly message: string;
  readonly isRefused: boolean;
  /** What somebody surely meant. */
  readonly meant: string | undefined;
}

const refused = 'HAProxy does not start';

function offenceOf(value: HaproxyWord, more: readonly HaproxyWord[]): Offence | undefined {
  const written = [value, ...more].map((word) => word.text).join(' ');
  const time = readTime(value.text);
  const meant = intended(written);
  if (more.length > 0) return { message: `takes one value, not "${written}": ${refused}`, isRefused: true, meant };
  if (!time)
    return {
      message: `cannot be "${written}", only a whole number and us, ms, s, m, h or d: ${refused}`,
      isRefused: true,
      meant,
    };
  if (time.milliseconds > longestTime)
    return { message: `cannot be longer than 24 days: ${refused}`, isRefused: true, meant: undefined };
  if (time.rest === '') return undefined;
  return {
    message: `is "${written}", of which HAProxy ignores "${time.rest}" with a warning, and a later release will not start`,
    isRefused: false,
    meant,
  };
}

const unitWords: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis(econds?)?)$/, 'ms'],
  [/^(s|secs?|seconds?)$/, 's'],
  [/^(m|mins?|minutes?)$/, 'm'],
  [/^(h|hrs?|hours?)$/, 'h'],
  [/^(d|days?)$/, 'd'],
];

/** `2 s`, `30min`, `1.5 hours` in the words of HAProxy. */
function intended(written: string): string | undefined {
  const match = /^(\d+)(\.5)? ?([a-z]+)$/i.exec(written);
  const unit = unitWords.find(([word]) => word.test(match?.[3]?.toLowerCase() ?? ''))?.[1];
  if (!match || unit === undefined) return undefined;
  if (match[2] === undefined) return `${match[1]}${unit}`;
  const smaller = { s: 'ms', m: 's', h: 'm', d: 'h', ms: undefined }[unit];
  const factor = { s: 1000, m: 60, h: 60, d: 24, ms: 1 }[unit] ?? 1;
  return smaller && `${(Number(match[1]) + 0.5) * factor}${smaller}`;
}

function mend(span: Span, meant: string | undefined): Fix[] {
  return meant === undefined ? [] : [{ title: `Write ${meant}`, safe: true, edits: [replace(span, meant)] }];
}
