import { tile } from './pieces';
import type { Block, Grammar, Line, Piece, Problem, Slice } from './tree';

/**
 * MySQL and MariaDB option files, read the way `my_getopt`'s `search_default_file_with_ext` reads them
 * (mysys/my_default.c of MariaDB 10.11 and MySQL 9.7; every rule below was tried on both).
 */
export type MyCnfLine = BlankLine | CommentLine | GroupLine | SettingLine | IncludeLine;

export interface BlankLine extends Line {
  readonly kind: 'blank';
}

export interface CommentLine extends Line {
  readonly kind: 'comment';
}

/** `[mysqld]`. What follows the bracket is ignored; a group without its bracket is fatal and marked as a problem. */
export interface GroupLine extends Line {
  readonly kind: 'group';
  readonly name: string;
  readonly nameSlice: Slice;
}

/** `name = value`, `name=` or a bare `name`. */
export interface SettingLine extends Line {
  readonly kind: 'setting';
  /** As written; `-` and `_` are still told apart. */
  readonly name: string;
  readonly nameSlice: Slice;
  /** Without quotes and escapes; undefined for a bare name. */
  readonly value: string | undefined;
  /** The value as written, quotes included; empty behind the `=` when nothing follows it. */
  readonly valueSlice: Slice | undefined;
  readonly commentSlice: Slice | undefined;
}

/** `!include file` or `!includedir folder`; any other word behind `!` is ignored by the servers. */
export interface IncludeLine extends Line {
  readonly kind: 'include';
  readonly directive: string;
  readonly directiveSlice: Slice;
  readonly path: string;
  readonly pathSlice: Slice;
}

/** The longest line both servers read whole, in bytes; MariaDB splits a longer one, also a comment, MySQL joins it. */
const longestLine = 4094;

export const mycnf: Grammar<MyCnfLine> = {
  language: 'mycnf',
  readLine(text) {
    const start = skipBlanks(text, 0);
    const first = text[start];
    if (first === undefined) return { kind: 'blank', text };
    const line = readWritten(text, start, first);
    return text.length * 3 > longestLine ? withLengthProblem(line) : line;
  },
  opensBlock: (line) => line.kind === 'group',
  pieces(line): Piece[] {
    const length = line.text.length;
    switch (line.kind) {
      case 'blank':
        return tile(length, []);
      case 'comment':
        return tile(length, [['comment', { start: 0, end: length }]]);
      case 'group':
        return tile(length, [['section', bracketed(line)]]);
      case 'include':
        return tile(length, [
          ['keyword', line.directiveSlice],
          ['string', line.pathSlice],
        ]);
      case 'setting': {
        const equals = line.valueSlice && line.text.indexOf('=', line.nameSlice.end);
        return tile(length, [
          ['name', line.nameSlice],
          ['operator', equals === undefined ? undefined : { start: equals, end: equals + 1 }],
          [valueKind(line.text, line.valueSlice), line.valueSlice],
          ['comment', line.commentSlice],
        ]);
      }
    }
  },
};

/** The group a block belongs to, lower-cased, or undefined for lines before the first group. */
export function groupOf(block: Block<MyCnfLine>): string | undefined {
  const header = block.lines[0];
  return header?.kind === 'group' ? header.name.toLowerCase() : undefined;
}

function bracketed({ text, nameSlice }: GroupLine): Slice {
  const bracket = text.indexOf(']', nameSlice.end);
  return { start: nameSlice.start - 1, end: bracket < 0 ? nameSlice.end : bracket + 1 };
}

function readWritten(text: string, start: number, first: string): MyCnfLine {
  if (first === '#' || first === ';') return { kind: 'comment', text };
  if (first === '[') return readGroup(text, start);
  const include = first === '!' || first === '?' ? readInclude(text, start) : undefined;
  return include ?? readSetting(text, start);
}

function readGroup(text: string, start: number): GroupLine {
  const bracket = text.indexOf(']', start);
  const end = trimEnd(text, start + 1, bracket < 0 ? text.length : bracket);
  const nameSlice = { start: start + 1, end };
  const line: GroupLine = { kind: 'group', text, name: text.slice(start + 1, end), nameSlice };
  return bracket < 0 ? { ...line, problems: [problem('group-not-closed', start, text.trimEnd().length)] } : line;
}

/** Reads `!include` and `!includedir`, and MariaDB 11.8's `?include`; undefined when the line is an option after all. */
function readInclude(text: string, start: number): IncludeLine | undefined {
  // The directive reaches up to a blank: the servers ignore `!include/etc/x.cnf`.
  const match = /^([!?])[ \t\r\v\f]*([^ \t\r\v\f]*)[ \t\r\v\f]*/.exec(text.slice(start));
  if (!match || (match[1] === '?' && !/^include(dir)?$/.test(match[2] ?? ''))) return undefined;
  const pathStart = start + match[0].length;
  const pathSlice = { start: pathStart, end: Math.max(pathStart, trimEnd(text, pathStart, text.length)) };
  const directiveSlice = { start, end: start + match[0].trimEnd().length };
  const directive = (match[1] ?? '') + (match[2] ?? '');
  return {
    kind: 'include',
    text,
    directive,
    directiveSlice,
    path: text.slice(pathSlice.start, pathSlice.end),
    pathSlice,
  };
}

function readSetting(text: string, start: number): SettingLine {
  const commentStart = endOfSetting(text, start);
  const commentSlice = commentStart < text.length ? { start: commentStart, end: text.length } : undefined;
  const equals = text.indexOf('=', start);
  const hasValue = equals >= 0 && equals < commentStart;
  const nameEnd = trimEnd(text, start, hasValue ? equals : commentStart);
  const nameSlice = { start, end: nameEnd };
  const name = text.slice(start, nameEnd);
  if (!hasValue)
    return { kind: 'setting', text, name, nameSlice, value: undefined, valueSlice: undefined, commentSlice };
  const valueStart = Math.min(skipBlanks(text, equals + 1), commentStart);
  const valueEnd = Math.max(valueStart, trimEnd(text, valueStart, commentStart));
  const valueSlice = { start: valueStart, end: valueEnd };
  return {
    kind: 'setting',
    text,
    name,
    nameSlice,
    value: decodeValue(text.slice(valueStart, valueEnd)),
    valueSlice,
    commentSlice,
  };
}

/** Where a `#` outside quotes begins a comment. A quote opens anywhere, so `it's # x` has no comment. */
function endOfSetting(text: string, start: number): number {
  let quote = '';
  let escaped = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if ((character === '"' || character === "'") && !escaped) {
      if (!quote) quote = character;
      else if (quote === character) quote = '';
    }
    if (!quote && character === '#') return at;
    escaped = quote !== '' && character === '\\' && !escaped;
  }
  return text.length;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  s: ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** Removes quotes that wrap the whole value, then resolves escapes; an unknown escape keeps its backslash. */
export function decodeValue(written: string): string {
  const quote = written[0];
  const wrapped = written.length > 1 && (quote === '"' || quote === "'") && written.endsWith(quote);
  const body = wrapped ? written.slice(1, -1) : written;
  return body.replace(/\\(.)/gs, (whole, character: string) => escapes[character] ?? whole);
}

function valueKind(text: string, slice: Slice | undefined): 'string' | 'number' | 'value' {
  const first = text[slice?.start ?? 0] ?? '';
  if (first === '"' || first === "'") return 'string';
  return first >= '0' && first <= '9' ? 'number' : 'value';
}

function withLengthProblem<L extends MyCnfLine>(line: L): L {
  if (utf8Length(line.text) <= longestLine) return line;
  return { ...line, problems: [...(line.problems ?? []), problem('line-too-long', 0, line.text.length)] };
}

/** Bytes of a text in UTF-8, for limits the servers count in bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function problem(code: string, start: number, end: number): Problem {
  return { code, start, end };
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && ' \t\r\v\f\n'.includes(character);
}

function skipBlanks(text: string, at: number): number {
  while (isBlank(text[at])) at++;
  return at;
}

function trimEnd(text: string, start: number, end: number): number {
  while (end > start && isBlank(text[end - 1])) end--;
  return end;
}
