import { remember } from './memo';
import { embeddedSql, type SqlText, wholeText } from './sql-text';
import { Block, type Document, type Span } from './tree';

/** A word, a quoted text or a sign of a statement. Comments and blanks are left out. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'variable' | 'sign';
  /** Decoded: without quotes, escapes undone. */
  readonly text: string;
  /** False where a shell or `envsubst` variable stands in it: what the server will get is not known. */
  readonly isKnown: boolean;
  /** As it stands in the file, quotes included; of a text over several lines its first line. */
  readonly span: Span;
}

/** One statement, without the `;` that ends it. */
export interface SqlStatement {
  readonly tokens: readonly SqlToken[];
  /** Whom a shell command sends it to (`docker exec NAME`, `mysql -h NAME`), lower-cased; undefined where nothing says. */
  readonly sentTo: string | undefined;
}

/**
 * The statements of a `*.sql` file, or those a shell script holds in here-documents and quoted texts. Nothing is
 * refused: what is no SQL gives statements nobody recognises.
 */
export function sqlStatements(document: Document): readonly SqlStatement[] {
  // A plain document has one block, and an edit makes a new one.
  return document.blocks.flatMap((block) => statementsOf(block));
}

const statementsOf = remember((block: Block): readonly SqlStatement[] =>
  textsOf(block).flatMap((text) => readStatements(text).statements),
);

function textsOf(block: Block): readonly SqlText[] {
  return /\.sql$/i.test(block.document.path) ? [wholeText(block)] : embeddedSql(block);
}

/**
 * What stands before a place of the statement it lies in: none at the start of a statement.
 *
 * @param line counted from the block's first line
 * @returns spans of a block of their own, with the lines of the given one; undefined outside of SQL and in a comment
 */
export function tokensBefore(block: Block, line: number, character: number): readonly SqlToken[] | undefined {
  const cut = { text: block.lines[line]?.text.slice(0, character) ?? '' };
  const text = textsOf(new Block(block.document, [...block.lines.slice(0, line), cut])).at(-1);
  if (!text?.isOpen) return undefined;
  const { open, endsInComment } = readStatements(text);
  return endsInComment ? undefined : open;
}

/** Whether a statement begins with these words. */
export function startsWith({ tokens }: SqlStatement, ...words: readonly string[]): boolean {
  return words.every((word, at) => isWord(tokens[at], word));
}

/** Whether a token is this word, in whatever case. */
export function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

/** One token, comment or run of blanks at a place of a text. The first alternative that fits wins. */
const lexeme = new RegExp(
  [
    String.raw`(?<blank>\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[^]*?(?:\*\/|$)|\/\*M?!\d*|\*\/)`,
    String.raw`(?<string>'(?:[^'\\]|\\[^]|'')*(?:'|$)|"(?:[^"\\]|\\[^]|"")*(?:"|$))`,
    '(?<name>`(?:[^`]|``)*(?:`|$))',
    String.raw`(?<variable>@@?[A-Za-z_][\w.$]*)`,
    String.raw`(?<number>\d+(?:\.\d+)?(?![\w$]))`,
    String.raw`(?<word>[\w$\u0080-\uffff]+)`,
    String.raw`(?<end>;|\\[gG](?!\w))`,
    String.raw`(?<sign>[^])`,
  ].join('|'),
  'y',
);

interface Statements {
  readonly statements: readonly SqlStatement[];
  /** The tokens behind the last end of a statement. */
  readonly open: readonly SqlToken[];
  readonly endsInComment: boolean;
}

function readStatements(sql: SqlText): Statements {
  const statements: SqlStatement[] = [];
  let endsInComment = false;
  let tokens: SqlToken[] = [];
  let delimiter = ';';
  const { text, sentTo } = sql;
  for (let at = 0; at < text.length;) {
    const command = tokens.length === 0 ? delimiterCommand(text, at) : undefined;
    if (command) {
      delimiter = command.delimiter;
      at = command.end;
      continue;
    }
    lexeme.lastIndex = at;
    const match = lexeme.exec(text) as RegExpExecArray;
    const isCustomEnd = delimiter !== ';' && text.startsWith(delimiter, at);
    const end = isCustomEnd ? at + delimiter.length : lexeme.lastIndex;
    if (isCustomEnd || (match.groups?.['end'] !== undefined && (delimiter === ';' || match[0] !== ';'))) {
      if (tokens.length > 0) statements.push({ tokens, sentTo });
      tokens = [];
    } else if (match.groups?.['blank'] === undefined) {
      tokens.push(tokenOf(match, sql, at, end));
    }
    endsInComment = end === text.length && /^(--(?!\S)|#|\/\*)/.test(match[0]) && !match[0].endsWith('*/');
    at = end;
  }
  if (tokens.length > 0) statements.push({ tokens, sentTo });
  return { statements, open: tokens, endsInComment };
}

/** `DELIMITER //` is a command of the mysql client; it ends with its line. */
function delimiterCommand(text: string, at: number): { delimiter: string; end: number } | undefined {
  const match = /^delimiter[ \t]+(\S+)[^\n]*/i.exec(text.slice(at, at + 100));
  return match ? { delimiter: match[1] as string, end: at + match[0].length } : undefined;
}

function tokenOf({ 0: written, groups = {} }: RegExpExecArray, sql: SqlText, start: number, end: number): SqlToken {
  const kind = (['string', 'name', 'variable', 'number', 'word'] as const).find((each) => groups[each] !== undefined);
  return {
    kind: kind ?? 'sign',
    text: kind === 'string' || kind === 'name' ? unquoted(written) : written,
    isKnown: !sql.variable.test(written),
    span: sql.span(start, end),
  };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', b: '\b', Z: '\u001a' };

function unquoted(written: string): string {
  const quote = written[0] as string;
  const isClosed = written.length > 1 && written.endsWith(quote);
  const inside = written.slice(1, isClosed ? -1 : undefined).replaceAll(quote + quote, quote);
  return quote === '`' ? inside : inside.replace(/\\([^])/g, (_, sign: string) => escapes[sign] ?? sign);
}
