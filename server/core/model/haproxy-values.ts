import type { HaproxyWord } from '../syntax/haproxy-words';
import { addressFault } from './haproxy-addresses';
import { longestTime, readTime } from './haproxy-time';

/**
 * Judges a word as the value of a type of data/haproxy-arguments.json, as the daemon reads it.
 *
 * - `word`: anything but nothing; `any`: anything
 * - `int a b`: a whole number and nothing else; `atoi a b`: as C reads a number, 0 where none is, the rest ignored
 * - `time a b`: with a unit, in milliseconds without; `us` in the place of the limits makes that microseconds
 * - `size a b`: a number of bytes, at least and at most so many, with k, m or g
 * - `list a b c`: some of the words, parted by commas
 * - `without x`: a word that has none of the characters
 * - `name`: letters, digits and `.:_-` only
 * - `address ...`: see haproxy-addresses.ts
 * - `starts a b`: a word that is one of them, or begins with one and goes on in parentheses
 * - `file`: the path of a file, which begins and ends in no quotation mark and has no reference nobody resolves
 * - `servers`: how many servers a template makes, or the range of their numbers
 * - `never ...`: nothing; the words say what to write
 * - `codes`: status codes and ranges of them, parted by commas
 * - `store`: what a stick table counts, parted by commas, with the period of a rate in parentheses
 * - `log-target`: an address, `stdout`, `stderr`, or `ring@`, `backend@`, `fd@` and a name
 * - `account`: the name of a user or a group, which no system spells with quotes, brackets or a semicolon, nor with a
 *   blank or a backslash at an end
 * - `ids`, `thread-set n`, `init-addr`, `hex`, `network`, `network-list`, `octal`, `regex`
 *
 * Numbers that do not fit 31 bits are not judged unless the limits say `wide`: what is left of them hangs on the type the
 * daemon reads them into.
 *
 * @returns what the daemon wants instead, or undefined
 */
export function valueFault(word: HaproxyWord, type: string, limits: readonly string[]): string | undefined {
  const { text } = word;
  if (type === 'any') return undefined;
  if (type === 'address') return addressFault(word, limits);
  if (type === 'store') return storeFault(text);
  if (type === 'log-target') return /^(stdout|stderr|\w+@.*)$/.test(text) ? undefined : addressFault(word, []);
  if (text === '') return 'something that is not empty';
  return checks[type]?.(text, limits);
}

type Check = (text: string, limits: readonly string[]) => string | undefined;

const checks: Readonly<Record<string, Check>> = {
  int: (text, limits) => (/^[+-]?\d+$/.test(text) ? rangeFault(Number(text), limits) : numberIn(limits)),
  atoi: (text, limits) => rangeFault(atoi(text), limits),
  octal: (text) => (/^-?[0-7]+$/.test(text) ? undefined : 'an octal number'),
  time(text, [first, second]) {
    const isMicro = first === 'us';
    const least = Number(isMicro ? 0 : (first ?? 0));
    const wanted = `a time${least > 0 ? ' above 0' : ''} with us, ms, s, m, h or d`;
    const time = readTime(text);
    if (!time) return wanted;
    const milliseconds = isMicro && !time.hasUnit ? time.milliseconds / 1000 : time.milliseconds;
    if (milliseconds > (second === undefined ? longestTime : Number(second))) return 'a shorter time';
    return least > 0 && Math.ceil(milliseconds) < least ? wanted : undefined;
  },
  size(text, [least = '0', most]) {
    const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
    if (digits === undefined) return 'a size: a number of bytes with k, m or g';
    const bytes = Number(digits) * 1024 ** ' kmg'.indexOf(unit === '' ? ' ' : unit.toLowerCase());
    if (bytes < Number(least)) return `a size of ${least} or more`;
    return most !== undefined && bytes > Number(most) ? `a size of at most ${most}` : undefined;
  },
  servers(text) {
    // A dash in the first place is a sign.
    const dash = text.indexOf('-', 1);
    const [low, high] = dash < 0 ? [1, atoi(text)] : [atoi(text.slice(0, dash)), atoi(text.slice(dash + 1))];
    return low >= 0 && low <= high ? undefined : 'a number of servers, or a range of numbers such as 1-3';
  },
  file: (text) =>
    /^[“”„‘’]|[“”„‘’;]$|^%\w+%$|^\$\w|\$\{/.test(text)
      ? 'the path of a file, which has none of these signs'
      : undefined,
  codes: (text) => (/^[\d,-]*$/.test(text) ? undefined : 'status codes such as 200,300-399'),
  list(text, words) {
    return text.split(',').every((each) => words.includes(each)) ? undefined : `some of ${words.join(', ')}`;
  },
  without: (text, [characters = '']) =>
    [...text].some((each) => characters.includes(each)) ? `a word without ${characters}` : undefined,
  name: (text) => (/^[\w.:-]+$/.test(text) ? undefined : 'a name of letters, digits and . : _ -'),
  starts(text, words) {
    const isKnown = words.some((word) =>
      word.endsWith('(')
        ? /^[^(]+\([^)]/.test(text) && text.startsWith(word)
        : text === word || text.startsWith(`${word}(`) || text.startsWith(`${word}-`),
    );
    return isKnown ? undefined : words.map((word) => word.replace('(', '(...)')).join(', ');
  },
  account: (text) =>
    /[;,"'`“”‘’„{}()<>|&*?!%]|^[-$ ]|[\\ ]$/.test(text)
      ? 'the name of an account, which has none of these signs'
      : undefined,
  never: (_, words) => words.join(' '),
  // Whatever stands behind the word, except parentheses, HAProxy does not look at.
  random: (text) => (/^random([^(]*|\(\d+\))$/.test(text) ? undefined : 'random, or random(2) with a number'),
  ids: (text) =>
    text.split(',').every((id) => /^[1-9]/.test(id) || id === 'all') ? undefined : 'a list of error numbers',
  'thread-set': (text, [most]) => {
    const isKnown = (part: string): boolean => {
      if (/^(all|odd|even)$/.test(part)) return true;
      const range = /^(-?\d+)(?:-(\d*))?$/.exec(part);
      return range !== null && Number(range[1]) !== 0 && Number(range[1]) <= Number(most);
    };
    return text.split(/[,/]/).every((part) => part === '' || isKnown(part))
      ? undefined
      : `threads from 1 to ${most}, all, odd or even`;
  },
  'init-addr': (text) =>
    text
      .split(',')
      .every((each) => /^(libc|last|none|\d+\.\d+\.\d+\.\d+|\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*\]?)?$/.test(each))
      ? undefined
      : 'libc, last, none or addresses, parted by commas',
  hex: (text) => (/^([0-9a-f]{2})+$/i.test(text) ? undefined : 'pairs of hexadecimal digits'),
  network: (text) => (isNetwork(text) ? undefined : 'an IPv4 network'),
  'network-list': (text) =>
    text.split(',').every(isWholeNetwork) ? undefined : 'a list of networks such as 10.0.0.0/8',
  regex: (text) => regexFault(text),
};

/** What stick tables count with the number of arguments (`stktable_data_types` of src/stick_table.c; 2.4 to 3.4). */
const stored: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (
      'server_id server_key gpt0 gpc0 gpc1 conn_cnt conn_cur sess_cnt http_req_cnt http_err_cnt http_fail_cnt ' +
      'bytes_in_cnt bytes_out_cnt glitch_cnt'
    )
      .split(' ')
      .map((name) => [name, 0]),
  ),
  ...Object.fromEntries(
    (
      'gpt gpc gpc0_rate gpc1_rate conn_rate sess_rate http_req_rate http_err_rate http_fail_rate bytes_in_rate ' +
      'bytes_out_rate glitch_rate'
    )
      .split(' ')
      .map((name) => [name, 1]),
  ),
  gpc_rate: 2,
};

function storeFault(text: string): string | undefined {
  for (const each of text.match(/[^,(]+(\([^)]*\)?)?/g) ?? []) {
    const [, name = '', inside] = /^([^(]*)(?:\((.*?)\)?)?$/.exec(each) ?? [];
    const count = Object.hasOwn(stored, name) ? stored[name] : undefined;
    if (count === undefined) return 'what stick tables count, such as conn_cur or http_req_rate(10s)';
    if (count > 0 && inside === undefined)
      return `${name} with ${name.endsWith('rate') ? 'a period' : 'a number'} in parentheses`;
    if (count === 0 && inside !== undefined) return `${name} alone`;
  }
  return undefined;
}

function isNetwork(text: string): boolean {
  const [address = '', mask] = text.split('/');
  if (address.includes(':')) return true;
  const bytes = address.split('.');
  return bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256) && (mask === undefined || mask !== '');
}

/** A network whose address is written out, with at most 32 bits or a mask behind it. */
function isWholeNetwork(text: string): boolean {
  const [address = '', mask = ''] = text.split('/');
  if (address.includes(':')) return true;
  return isNetwork(text) && address.split('.').length === 4 && !(/^\d+$/.test(mask) && Number(mask) > 32);
}

/** What every dialect of regular expressions refuses: brackets that are not balanced, a backslash at the end. */
export function regexFault(text: string): string | undefined {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (letter === '\\') {
      at++;
      if (at >= text.length) return 'a regular expression that does not end in a backslash';
    } else if (inClass) inClass = letter !== ']' || /\[\^?$/.test(text.slice(0, at));
    else if (letter === '[') inClass = true;
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    if (depth < 0) break;
  }
  return inClass || depth !== 0 ? 'a regular expression with its brackets closed' : undefined;
}

/** A number as C reads it: 0 where none is, whatever stands behind its digits. */
function atoi(text: string): number {
  return Number(/^\s*[+-]?\d+/.exec(text)?.[0] ?? 0);
}

function rangeFault(number: number, limits: readonly string[]): string | undefined {
  if (Math.abs(number) > longestTime && limits[2] !== 'wide') return undefined;
  const [least, most] = bounds(limits);
  return number < least || number > most ? numberIn(limits) : undefined;
}

function bounds([least, most]: readonly string[]): [number, number] {
  return [
    least === undefined || least === '*' ? -Infinity : Number(least),
    most === undefined || most === '*' ? Infinity : Number(most),
  ];
}

function numberIn(limits: readonly string[]): string {
  const [least, most] = bounds(limits);
  if (least === -Infinity) return 'a number';
  if (least === most) return `${least}`;
  return most === Infinity ? `a number of ${least} or more` : `a number from ${least} to ${most}`;
}
