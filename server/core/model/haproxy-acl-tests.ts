import type { HaproxyWord } from '../syntax/haproxy-words';
import type { Fault } from './haproxy-arguments';
import { type ExpressionScope, expressionFault } from './haproxy-expressions';
import { regexFault } from './haproxy-values';

const methods = new Set('found bool int ip bin len str beg sub dir dom end reg'.split(' '));

/**
 * What is wrong with a test such as `hdr(host) -i -m beg www.`, the words from `from` to before `to`.
 */
export function testFault(
  words: readonly HaproxyWord[],
  from: number,
  to: number,
  scope: ExpressionScope,
): Fault | undefined {
  const fetch = words[from];
  if (from >= to || !fetch) return { at: from, expected: ['a sample to test'] };
  if (fetch.expanded) return undefined;
  const fault = expressionFault(fetch.text, { ...scope, inAcl: true });
  if (fault !== undefined) return { at: from, expected: [fault] };
  let match = matchOf(fetch.text, scope);
  let isNumeric = false;
  let hasFile = false;
  let at = from + 1;
  for (; at < to; at++) {
    const word = words[at] as HaproxyWord;
    if (word.expanded) return undefined;
    if (word.text === '-m') {
      const method = words[++at];
      if (method?.expanded) return undefined;
      if (!method || at >= to || !methods.has(method.text))
        return { at, expected: [`one of ${[...methods].join(', ')}`] };
      match = method.text;
    } else if (word.text === '-f' || word.text === '-u') {
      // What the number of a file is worth is not seen here.
      if (words[++at]?.expanded) return undefined;
      hasFile ||= word.text === '-f';
    } else if (word.text === '-n') isNumeric = true;
    else if (word.text === '--') {
      at++;
      break;
    } else if (!word.text.startsWith('-')) break;
    else if (!/^-[iM]$/.test(word.text)) return { at, expected: ['-i, -m, -f, -n, -u, -M', '-- before it'] };
  }
  // Nor are the patterns of files.
  return hasFile ? undefined : patternFault(words.slice(0, to), at, match, isNumeric);
}

function patternFault(
  words: readonly HaproxyWord[],
  from: number,
  match: string | undefined,
  isNumeric: boolean,
): Fault | undefined {
  for (let at = from; at < words.length; at++) {
    const { text, expanded } = words[at] as HaproxyWord;
    if (expanded) return undefined;
    if (match === 'int' || match === 'len') {
      if (/^(eq|ge|gt|le|lt)$/.test(text)) continue;
      if (!/^-?\d*(\.\d+)?(:-?\d*(\.\d+)?)?$/.test(text) || text === '')
        return { at, expected: ['a number, a range such as 1:10, or eq, ge, gt, le or lt'] };
    } else if (match === 'ip') {
      if (!isAddressPattern(text, isNumeric)) return { at, expected: ['an address or a network'] };
    } else if (match === 'reg') {
      const fault = regexFault(text);
      if (fault !== undefined) return { at, expected: [fault] };
    }
  }
  return undefined;
}

/** Names are looked up at start, so only what cannot be one is certain. */
function isAddressPattern(text: string, isNumeric: boolean): boolean {
  if (text.includes(':')) return /^[0-9a-f:.]+(\/\d+)?$/i.test(text);
  const [address = '', mask] = text.split('/');
  if (mask !== undefined && !(/^\d+$/.test(mask) ? Number(mask) <= 32 : isBytes(mask, 4))) return false;
  if (/^[\d.]+$/.test(address)) return isBytes(address);
  // A name has letters somewhere; a range of addresses is none.
  return !isNumeric && /^[\w.-]+$/.test(address) && !/^[\d.]+-[\d.]+$/.test(address);
}

/** Whether a text is that many numbers of a byte each, or up to four. */
function isBytes(text: string, count?: number): boolean {
  const bytes = text.split('.');
  const isRight = count === undefined ? bytes.length <= 4 : bytes.length === count;
  return isRight && bytes.every((byte) => /^\d+$/.test(byte) && Number(byte) < 256);
}

/** How a test matches when nothing says so: by the type of a fetch without converters, else unknown. */
function matchOf(expression: string, { samples, release }: ExpressionScope): string | undefined {
  const name = /^[^(,]*/.exec(expression)?.[0] ?? '';
  // A version such as 3.0-3.1, which no other test takes.
  if (/^req[._]ssl_ver$/.test(name)) return undefined;
  const known = samples.matchOf(name);
  if (known !== undefined) return known;
  if (/,/.test(expression.replace(/\([^)]*\)/g, ''))) return undefined;
  const types = new Set(samples.fetch(name, release).map(({ out }) => out));
  if (types.size === 0) return undefined;
  if ([...types].every((type) => type === 'sint')) return 'int';
  return [...types].every((type) => /^(addr|ipv4|ipv6)$/.test(type ?? '')) ? 'ip' : undefined;
}

/**
 * What is wrong with `if ...` or `unless ...` from a place to the end of the line. Names of ACLs are another's matter.
 *
 * @param must whether a condition has to stand there
 */
export function conditionFault(
  words: readonly HaproxyWord[],
  at: number,
  must: boolean,
  scope: ExpressionScope,
): Fault | undefined {
  const first = words[at];
  if (!first) return must ? { at, expected: ['if', 'unless'] } : undefined;
  if (first.expanded) return undefined;
  if (first.text !== 'if' && first.text !== 'unless') return { at, expected: ['if', 'unless'] };
  for (let place = at + 1; place < words.length; place++) {
    const { text, expanded } = words[place] as HaproxyWord;
    if (expanded) return undefined;
    if (!/^!*\{$/.test(text)) continue;
    const open = place + 1;
    let close = open;
    while (close < words.length && words[close]?.text !== '}') {
      if (words[close]?.expanded) return undefined;
      close++;
    }
    if (close >= words.length) return { at: words.length, expected: ['}'] };
    const fault = testFault(words, open, close, scope);
    if (fault) return fault;
    place = close;
  }
  return undefined;
}
