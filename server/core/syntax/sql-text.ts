import { LineOffsets } from './line-offsets';
import type { Block, Span } from './tree';

/** SQL as a server gets it, with the way back to where it is written. */
export interface SqlText {
  readonly text: string;
  /** Whom the command around it sends it to, lower-cased. */
  readonly sentTo: string | undefined;
  /** What a variable looks like that something fills in before the server sees the text. */
  readonly variable: RegExp;
  /** Whether it goes on to the end of the file: no quote or mark ends it. */
  readonly isOpen: boolean;
  /** Where characters `start` up to `end` are written; at most the rest of the line they begin on. */
  span(start: number, end: number): Span;
}

/** `${NAME}` in a file of SQL is for `envsubst`; a lone `$` may belong to a password. */
const braced = /\$\{\w+\}|\{\{.*\}\}/;
const ofShell = /\$[\w({]|`/;
const none = /(?!)/;

/** A block of bare lines as one text. */
export function wholeText(block: Block): SqlText {
  const lines = new LineOffsets(block);
  return {
    text: lines.text,
    sentTo: undefined,
    variable: braced,
    isOpen: true,
    span: (start, end) => lines.span(start, end),
  };
}

const sqlStart =
  /\b(change\s+(master|replication)|create\s+user|alter\s+user|grant|(start|stop|reset)\s+(slave|replica|all|master|binary)|set\s+(global|persist|@@))\b/i;

/**
 * The SQL inside a shell script: here-documents for `mysql` or `mariadb`, and quoted texts that hold a statement
 * about replication or accounts, whether they are an argument of `-e` or kept in a variable first.
 */
export function embeddedSql(block: Block): SqlText[] {
  const lines = new LineOffsets(block);
  const found: SqlText[] = [];
  let command = 0;
  for (let at = 0; at < lines.text.length;) {
    const { end, kind } = shellPiece(lines.text, at);
    if (kind === 'document') {
      const document = hereDocument(lines, at, end, command);
      if (document.sql) found.push(document.sql);
      at = command = document.end;
      continue;
    }
    if (kind === 'quoted') {
      const sql = quotedSql(lines, at, end, command);
      if (sql) found.push(sql);
    }
    if (kind === 'end') command = end;
    at = end;
  }
  return found;
}

const piece =
  /(?<quoted>'[^']*(?:'|$)|"(?:[^"\\]|\\[^])*(?:"|$))|(?<document><<-?[ \t]*(?<quote>['"\\]?)(?<word>\w+)['"]?)|(?<comment>(?<=^|\s)#[^\n]*)|(?<end>[\n;])|\\[^]|[^'"<#\n;\\]+|[^]/my;

/** The next quoted text, here-document mark, end of a command or anything else. */
function shellPiece(text: string, at: number): { end: number; kind: 'quoted' | 'document' | 'end' | 'other' } {
  piece.lastIndex = at;
  const groups = piece.exec(text)?.groups;
  const kinds = ['quoted', 'document', 'end'] as const;
  return { end: piece.lastIndex, kind: kinds.find((each) => groups?.[each] !== undefined) ?? 'other' };
}

function hereDocument(
  lines: LineOffsets,
  at: number,
  markEnd: number,
  command: number,
): { sql: SqlText | undefined; end: number } {
  const { text } = lines;
  piece.lastIndex = at;
  const { word = '', quote = '' } = piece.exec(text)?.groups ?? {};
  const lineEnd = endOfLine(text, markEnd);
  const start = Math.min(lineEnd + 1, text.length);
  const close = new RegExp(`^\\t*${word}$`, 'm').exec(text.slice(start));
  const bodyEnd = close ? start + close.index : text.length;
  const line = text.slice(command, lineEnd);
  const sql: SqlText = {
    text: text.slice(start, bodyEnd),
    sentTo: receiver(line),
    variable: quote === '' ? ofShell : none,
    isOpen: !close,
    span: (from, to) => lines.span(start + from, start + to),
  };
  return { sql: /\b(mysql|mariadb)\b/.test(line) ? sql : undefined, end: endOfLine(text, bodyEnd) };
}

function quotedSql(lines: LineOffsets, at: number, end: number, command: number): SqlText | undefined {
  const isDouble = lines.text[at] === '"';
  const isClosed = end - at > 1 && lines.text[end - 1] === lines.text[at];
  const inside = { start: at + 1, end: isClosed ? end - 1 : end };
  const first = sqlStart.exec(lines.text.slice(inside.start, inside.end));
  if (!first) return undefined;
  const { text, origins } = unescaped(lines.text, inside.start + first.index, inside.end);
  return {
    text,
    sentTo: receiver(lines.text.slice(command, endOfLine(lines.text, end))),
    variable: isDouble ? ofShell : none,
    isOpen: !isClosed,
    span: (from, to) => lines.span(origins[from] as number, (origins[to - 1] as number) + 1),
  };
}

/** A quoted text with `\"` and the like undone, and where each of its characters stands. */
function unescaped(source: string, start: number, end: number): { text: string; origins: number[] } {
  const origins: number[] = [];
  let text = '';
  for (let at = start; at < end; at++) {
    if (source[at] === '\\' && /["\\$`]/.test(source[at + 1] ?? '')) at++;
    text += source.charAt(at);
    origins.push(at);
  }
  return { text, origins };
}

const receivers = [
  /\b(?:docker|podman)(?:[- ]compose)?(?:\s+-{1,2}\S+(?:\s+\S+\.ya?ml)?)*\s+(?:container\s+)?exec\s+(?:(?:-[a-zA-Z]*[euw]|--(?:env|user|workdir))[ =]\S+\s+|-\S+\s+)*["']?([\w.-]+)/,
  /\b(?:mysql|mariadb)\b.*?\s(?:-h\s*|--host[= ])["']?([\w.-]+)/s,
  /\bssh\s+(?:-\S+\s+)*(?:[\w.-]+@)?([A-Za-z\d][\w.-]*)/,
];

/** The host or container a command line speaks to. */
function receiver(command: string): string | undefined {
  for (const pattern of receivers) {
    const name = pattern.exec(command)?.[1];
    if (name !== undefined) return name.toLowerCase();
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed;
}
