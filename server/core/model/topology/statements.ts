import { isWord, sqlStatements, type SqlStatement, type SqlToken, startsWith } from '../../syntax/sql';
import type { Document, Span } from '../../syntax/tree';

/** Where it is said that a host replicates from another one. */
export type Origin = 'sql' | 'environment' | 'option' | 'manifest' | 'inventory';

/** What makes a host a replica: a source it fetches from, on a channel. */
export interface SourceStatement {
  readonly origin: Origin;
  /** MySQL's channel or MariaDB's connection name; empty for the default one. */
  readonly channel: string;
  /** Name or address of the source, lower-cased; undefined where a variable stands. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Where the source is named; undefined only where no file does. */
  readonly span: Span | undefined;
  /** Where the environment of a container gives the port. */
  readonly portSpan?: Span | undefined;
}

/** A `CHANGE MASTER TO` or `CHANGE REPLICATION SOURCE TO` as SQL has it. */
export interface ChangeStatement extends SourceStatement {
  readonly origin: 'sql';
  readonly statement: SqlStatement;
  /** `master` for the old words, `source` for those of MySQL 8.0.23 and later. */
  readonly wording: 'master' | 'source';
  /** Its assignments by name, `MASTER_` and `SOURCE_` taken off, lower-cased: `host`, `port`, `user`, `use_gtid`. */
  readonly values: ReadonlyMap<string, { readonly name: SqlToken; readonly value: SqlToken }>;
  /** Whom a shell command sends the statement to. */
  readonly sentTo: string | undefined;
}

/**
 * The sources a document's SQL sets, as they stand after its last statement: of a channel set twice the last counts,
 * and `RESET SLAVE ALL` takes back what came before. A statement that leaves the host as it is (another file
 * position, a new password) is no statement about topology.
 */
export function changeStatements(document: Document): readonly ChangeStatement[] {
  let found: ChangeStatement[] = [];
  for (const statement of sqlStatements(document)) {
    if (isReset(statement)) found = found.filter(({ sentTo }) => sentTo !== statement.sentTo);
    const change = readChange(statement);
    if (!change?.values.has('host')) continue;
    found = found.filter(({ channel, sentTo }) => channel !== change.channel || sentTo !== change.sentTo);
    found.push(change);
  }
  return found;
}

function isReset(statement: SqlStatement): boolean {
  const isReplica = startsWith(statement, 'reset', 'slave') || startsWith(statement, 'reset', 'replica');
  return isReplica && statement.tokens.some((token) => isWord(token, 'all'));
}

/** Reads one statement; undefined for any other than a change of a source. */
export function readChange(statement: SqlStatement): ChangeStatement | undefined {
  const { tokens } = statement;
  const wording = startsWith(statement, 'change', 'master')
    ? 'master'
    : startsWith(statement, 'change', 'replication', 'source')
      ? 'source'
      : undefined;
  if (!wording) return undefined;
  const values = assignments(tokens);
  const host = values.get('host')?.value;
  const port = values.get('port')?.value;
  return {
    origin: 'sql',
    statement,
    wording,
    values,
    channel: channelOf(tokens),
    address: host?.isKnown ? host.text.toLowerCase() : undefined,
    port: port?.isKnown && /^\d+$/.test(port.text) ? Number(port.text) : undefined,
    span: host?.span ?? tokens[0]?.span,
    sentTo: statement.sentTo,
  };
}

function assignments(tokens: readonly SqlToken[]): Map<string, { name: SqlToken; value: SqlToken }> {
  const values = new Map<string, { name: SqlToken; value: SqlToken }>();
  for (const [at, sign] of tokens.entries()) {
    const [name, value] = [tokens[at - 1], tokens[at + 1]];
    if (sign.kind !== 'sign' || sign.text !== '=' || name?.kind !== 'word' || !value) continue;
    values.set(name.text.toLowerCase().replace(/^(master|source)_/, ''), { name, value });
  }
  return values;
}

/** `CHANGE MASTER 'name' TO` (MariaDB) and `... FOR CHANNEL 'name'` (both); names are compared in lower case. */
function channelOf(tokens: readonly SqlToken[]): string {
  const named = tokens[2]?.kind === 'string' ? tokens[2] : undefined;
  const behind = tokens.findIndex((token, at) => isWord(token, 'for') && isWord(tokens[at + 1], 'channel'));
  const name = named ?? (behind < 0 ? undefined : tokens[behind + 2]);
  return name?.text.toLowerCase() ?? '';
}
