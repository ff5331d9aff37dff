import { remember } from './memo';
import { embeddedSql, type SqlText, wholeText } from './sql-text';
import type { Block, Document, Span } from './tree';

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

const statementsOf = remember((block: Block): readonly SqlStatement[] => {
  const texts = /\.sql$/i.test(block.document.path) ? [wholeText(block)] : embeddedSql(block);
  return texts.flatMap((text) => [...readStatements(text)]);
});

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

function* readStatements(sql: SqlText): Generator<SqlStatement> {
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
      if (tokens.length > 0) yield { tokens, sentTo };
      tokens = [];
    } else if (match.groups?.['blank'] === undefined) {
      tokens.push(tokenOf(match, sql, at, end));
    }
    at = end;
  }
  if (tokens.length > 0) yield { tokens, sentTo };
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
