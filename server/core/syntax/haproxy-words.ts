import type { Problem, Slice } from './tree';

/** One word of a haproxy.cfg line. */
export interface HaproxyWord extends Slice {
  /** Without quotes and escapes; references to environment variables stay as written. */
  readonly text: string;
  readonly quoted: boolean;
  /**
   * Whether the environment has a say in the text: a reference in double quotes, which is replaced everywhere and
   * may even become several words, or one outside quotes, which only addresses replace.
   */
  readonly dynamic: boolean;
  /** Whether a reference stands in double quotes, so that nothing at all is known of the word, nor of those behind it. */
  readonly expanded: boolean;
}

/** A line taken apart. `ignored` is its comment. */
export interface SplitLine {
  readonly words: readonly HaproxyWord[];
  readonly ignored: Slice | undefined;
  readonly problems: readonly Problem[] | undefined;
}

/**
 * What makes HAProxy refuse a line before it looks at the words.
 * - `quote-not-closed`
 * - `bad-hex-escape`: `\x` without two hexadecimal digits
 * - `bad-variable-name`: `$` in double quotes before something that is no name; `\$` is the character itself
 * - `brace-not-closed`: `${` without its `}`
 * - `bad-word-expansion`: `[` behind a name in braces that is not `[*]`
 * - `too-many-words`: more than 64
 */
export type HaproxyProblem =
  | 'quote-not-closed'
  | 'bad-hex-escape'
  | 'bad-variable-name'
  | 'brace-not-closed'
  | 'bad-word-expansion'
  | 'too-many-words';

const mostWords = 64;

const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const dollar = 36;
const singleQuote = 39;
const backslash = 92;

/** Marks what a plain word cannot hold, by character code; nothing beyond ASCII is special. */
const special = new Uint8Array(128);
for (const code of [9, 10, 11, 12, carriageReturn, space, doubleQuote, hash, dollar, singleQuote, backslash]) {
  special[code] = 1;
}

/**
 * Splits a line into words as `parse_line` of src/tools.c does (HAProxy 2.6 to 3.4). Where HAProxy gives up at an
 * error, reading goes on as if the character at fault were an ordinary one.
 */
export function splitWords(text: string): SplitLine {
  const words: HaproxyWord[] = [];
  let problems: Problem[] | undefined;
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const start = at;
    while (at < text.length && !isSpecial(text.charCodeAt(at))) at++;
    const code = at < text.length ? text.charCodeAt(at) : space;
    if (code === doubleQuote || code === singleQuote || code === backslash || code === dollar) {
      const word = new WordReader(text, start, at);
      at = word.end;
      if (word.problems.length) problems = problems ? [...problems, ...word.problems] : word.problems;
      words.push({
        text: word.text,
        start,
        end: at,
        quoted: word.quoted,
        dynamic: word.dynamic,
        expanded: word.expanded,
      });
    } else if (at > start) {
      words.push({ text: text.slice(start, at), start, end: at, quoted: false, dynamic: false, expanded: false });
    }
    const behind = text.charCodeAt(at);
    // A carriage return that touches a word ends the line, one behind a blank is a blank.
    if (behind === hash || behind === carriageReturn) break;
    at = skipBlanks(text, at);
  }
  const surplus = words[mostWords];
  if (surplus) {
    const end = (words[words.length - 1] as HaproxyWord).end;
    problems = [...(problems ?? []), problem('too-many-words', surplus.start, end)];
  }
  return { words, ignored: at < text.length ? { start: at, end: text.length } : undefined, problems };
}

/** Reads the rest of a word that has something to decode in it. */
class WordReader {
  text = '';
  end: number;
  quoted = false;
  dynamic = false;
  expanded = false;
  readonly problems: Problem[] = [];
  /** Where the characters begin that are not yet part of `text`. */
  private pending: number;

  constructor(
    private readonly line: string,
    start: number,
    at: number,
  ) {
    this.pending = start;
    this.end = at;
    let quote = 0;
    let quoteStart = 0;
    for (; this.end < line.length;) {
      const code = line.charCodeAt(this.end);
      if (code === carriageReturn || (quote === 0 && (code === hash || isBlank(code)))) break;
      if (code === doubleQuote || code === singleQuote) {
        if (quote !== 0 && quote !== code) {
          this.end++;
          continue;
        }
        quote = quote === 0 ? code : 0;
        quoteStart = this.end;
        this.quoted = true;
        this.replace(1, '');
      } else if (code === backslash && quote !== singleQuote) this.readEscape(quote === doubleQuote);
      else if (code === dollar && quote === doubleQuote) this.readReference();
      else {
        if (code === dollar && quote === 0 && /[{a-zA-Z_]/.test(line[this.end + 1] ?? '')) this.dynamic = true;
        this.end++;
      }
    }
    if (quote !== 0) this.problems.push(problem('quote-not-closed', quoteStart, this.end));
    this.replace(0, '');
  }

  /** Adds what was read up to here, then `text` in place of the next `length` characters. */
  private replace(length: number, text: string): void {
    this.text += this.line.slice(this.pending, this.end) + text;
    this.end += length;
    this.pending = this.end;
  }

  private readEscape(inDoubleQuotes: boolean): void {
    const next = this.line[this.end + 1] ?? '';
    const decoded = escapes[next];
    if (decoded !== undefined && (next !== '$' || inDoubleQuotes)) return this.replace(2, decoded);
    if (next !== 'x') {
      this.end++;
      return;
    }
    const digits = this.line.slice(this.end + 2, this.end + 4);
    if (/^[0-9a-fA-F]{2}$/.test(digits)) return this.replace(4, String.fromCharCode(parseInt(digits, 16)));
    this.problems.push(problem('bad-hex-escape', this.end, this.end + 2));
    this.end += 2;
  }

  /** Reads `$NAME`, `${NAME}`, `${NAME-default}` or `${NAME[*]}`; names that begin with a dot are HAProxy's own. */
  private readReference(): void {
    const { line } = this;
    const start = this.end;
    const reference = /^\$(\{?)(\.(?:LINE|FILE|SECTION)(?!\w)|[a-zA-Z_]\w*)?/.exec(
      line.slice(start),
    ) as RegExpExecArray;
    this.end += reference[0].length;
    if (reference[2] === undefined) {
      this.problems.push(problem('bad-variable-name', start, this.end));
      return;
    }
    this.dynamic = true;
    this.expanded = true;
    if (reference[1] === '') return;
    if (line.startsWith('[*]', this.end)) this.end += 3;
    else if (line[this.end] === '[') return void this.problems.push(problem('bad-word-expansion', start, this.end + 1));
    const close = line[this.end] === '-' ? line.indexOf('}', this.end) : line[this.end] === '}' ? this.end : -1;
    if (close < 0) this.problems.push(problem('brace-not-closed', start, this.end));
    else this.end = close + 1;
  }
}

/** What a backslash makes of the character behind it; before others it is a character itself. */
const escapes: Readonly<Record<string, string>> = {
  ' ': ' ',
  '\\': '\\',
  '#': '#',
  '"': '"',
  "'": "'",
  // Inside double quotes only.
  $: '$',
  t: '\t',
  n: '\n',
  r: '\r',
};

function problem(code: HaproxyProblem, start: number, end: number): Problem {
  return { code, start, end };
}

function isSpecial(code: number): boolean {
  return code < 128 && special[code] === 1;
}

function isBlank(code: number): boolean {
  return code === space || (code >= 9 && code <= carriageReturn);
}

/** The first place from `at` on that is not a blank: space, tab, line feed, vertical tab, form feed, carriage return. */
export function skipBlanks(text: string, at: number): number {
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}
