import { wordSpan } from '../../syntax/haproxy';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import type { Slice, Span } from '../../syntax/tree';
import { liveSection } from '../combinators/live-section';
import type { Report } from '../finding';

export default liveSection({
  severity: 'error',
  summary: 'a port that HAProxy refuses on a bind or server line',
  *check({ block, section, statements }, { haproxyRelease }) {
    if (!/^(frontend|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const [keyword, second, third] = words;
      const isBind = keyword?.text === 'bind';
      const word = isBind ? second : keyword?.text === 'server' ? third : undefined;
      // A place inside the word is only known where quotes and escapes have not shifted it.
      if (!word || word.dynamic || word.quoted || word.text.length !== word.end - word.start) continue;
      for (const address of isBind ? split(word) : [word]) {
        const text = word.text.slice(address.start - word.start, address.end - word.start);
        if (!isInternet(text)) continue;
        const span = wordSpan(block, line, address);
        const reason = isBind ? refusedByBind(text) : refusedByServer(text);
        if (reason !== undefined) yield { span, fatal: true, message: `${reason}: HAProxy does not start` };
        else if (surplus.test(text)) yield withSurplus(text, span, haproxyRelease);
      }
    }
  },
});

/** Something behind the number: releases before 2.8 or 3.0 read the number alone (2.6 and 3.0, tried). */
const surplus = /:[+-]?\d+(-\d+)?[^\d\]:-][^\]]*$/;

function withSurplus(text: string, span: Span, release: string | undefined): Report {
  const [, port = ''] = /:([^:\]]*)$/.exec(text) ?? [];
  const isRefused = Number(release?.split('.')[0] ?? 2) >= 3;
  if (isRefused) return { span, fatal: true, message: `${port} is no port: HAProxy ${release} does not start` };
  const message = `HAProxy 2.6 reads ${Number.parseInt(port, 10)} of the port ${port} and ignores the rest, and 3.0 does not start with it`;
  return { span, severity: 'warning', message };
}

/** The addresses of a bind line, which commas part. */
function split(word: HaproxyWord): Slice[] {
  let start = word.start;
  return word.text.split(',').map((text) => {
    const slice = { start, end: start + text.length };
    start = slice.end + 1;
    return slice;
  });
}

/** Sockets, file descriptors and other kinds of addresses have no port. */
function isInternet(text: string): boolean {
  const kind = /^([\w+]+)@/.exec(text)?.[1];
  return text !== '' && !text.startsWith('/') && (kind === undefined || /^(ipv[46]|tcp[46]?)$/.test(kind));
}

function refusedByBind(text: string): string | undefined {
  const port = portOf(text);
  if (port === undefined || port === '') return `${text} has no port to listen on`;
  const range = /^(\d+)(?:-(\d+))?(?=$|[^\d-])/.exec(port);
  const [from, to] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
  return range && isPort(from) && isPort(to) && from <= to ? undefined : `${port} is no port to listen on`;
}

/** A server may go without a port, or take over that of the client with a signed number added to it. */
function refusedByServer(text: string): string | undefined {
  const port = portOf(text);
  if (port === undefined || port === '') return undefined;
  const number = /^([+-]?)(\d+)(?=$|[^\d-])/.exec(port);
  return number && (number[1] !== '' || Number(number[2]) <= 65535) ? undefined : `${port} is no port of a server`;
}

/** What stands behind the last colon, as HAProxy sees it, also in an IPv6 address without brackets. */
function portOf(text: string): string | undefined {
  const colon = text.lastIndexOf(':');
  return colon < 0 || colon < text.lastIndexOf(']') ? undefined : text.slice(colon + 1);
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65535;
}
