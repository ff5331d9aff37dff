import { isWord, sqlStatements, type SqlStatement, type SqlToken, startsWith } from '../syntax/sql';
import type { Document } from '../syntax/tree';
import { type Cluster, perCluster } from './cluster';
import type { Host } from './host';
import { type ChangeStatement, readChange } from './topology/statements';

/** A statement with the host it is run on; undefined where a shared file leaves that open. */
export interface RunStatement {
  readonly statement: SqlStatement;
  readonly document: Document;
  readonly host: Host | undefined;
}

/** A statement that points a host at a source. */
export interface RunChange extends RunStatement {
  readonly change: ChangeStatement;
  /** The host it names as the source; undefined for a stranger or a variable. */
  readonly source: Host | undefined;
}

/** Every statement of the SQL and the shell scripts of a cluster, in the files' order. */
export const statementsOf: (cluster: Cluster) => readonly RunStatement[] = perCluster((cluster) => {
  const owners = new Map<Document, Host | undefined>();
  for (const host of cluster.hosts) {
    for (const document of host.sql) owners.set(document, host);
    for (const document of host.sharedSql) if (!owners.has(document)) owners.set(document, undefined);
  }
  return [...owners].flatMap(([document, owner]) =>
    sqlStatements(document).map((statement): RunStatement => {
      const receiver = statement.sentTo === undefined ? undefined : cluster.hostAt(statement.sentTo);
      return { statement, document, host: receiver ?? (statement.sentTo === undefined ? owner : undefined) };
    }),
  );
});

/** The statements among them that point a host at a source, those that a later one replaces included. */
export const changesOf: (cluster: Cluster) => readonly RunChange[] = perCluster((cluster) =>
  statementsOf(cluster).flatMap((run): RunChange[] => {
    const change = readChange(run.statement);
    if (!change) return [];
    const source = change.address === undefined ? undefined : cluster.hostAt(change.address);
    return [{ ...run, host: run.host ?? otherOfTwo(cluster, source), change, source }];
  }),
);

/** Nobody replicates from himself: of two databases a shared statement is for the one that is not the source. */
function otherOfTwo({ databases }: Cluster, source: Host | undefined): Host | undefined {
  return source && databases.length === 2 ? databases.find((host) => host !== source) : undefined;
}

/** An account as `CREATE USER` or `GRANT` names it. */
export interface Account {
  readonly user: SqlToken;
  /** Lower-cased; `%` where none is given. */
  readonly host: string;
  /** The token that gives the host; undefined for the default. */
  readonly hostToken: SqlToken | undefined;
  /** The password as the statement has it; undefined without one. */
  readonly password: SqlToken | undefined;
  /** The authentication plugin it asks for, lower-cased. */
  readonly plugin: string | undefined;
}

/** What a `GRANT` gives. */
export interface Grant {
  readonly accounts: readonly Account[];
  /** Privileges in lower case: `replication slave`, `all privileges`. */
  readonly privileges: readonly string[];
  /** `*.*`, `shop.*`, `shop.orders`, in lower case. */
  readonly level: string;
  readonly levelTokens: readonly SqlToken[];
}

/** The accounts a `CREATE USER` makes; none for another statement. */
export function createdAccounts(statement: SqlStatement): readonly Account[] {
  if (!startsWith(statement, 'create', 'user') && !startsWith(statement, 'create', 'or', 'replace', 'user')) return [];
  const { tokens } = statement;
  let at = tokens.findIndex((token) => isWord(token, 'user')) + 1;
  if (isWord(tokens[at], 'if')) at += 3;
  return readAccounts(tokens, at);
}

/** What a `GRANT` of privileges gives; undefined for another statement, and for a grant of a role. */
export function readGrant(statement: SqlStatement): Grant | undefined {
  const { tokens } = statement;
  if (!startsWith(statement, 'grant')) return undefined;
  const on = tokens.findIndex((token) => isWord(token, 'on'));
  const to = tokens.findIndex((token, at) => at > on && isWord(token, 'to'));
  if (on < 0 || to < 0) return undefined;
  const levelTokens = tokens.slice(on + 1, to);
  return {
    accounts: readAccounts(tokens, to + 1),
    privileges: tokens
      .slice(1, on)
      .map(({ text }) => text.toLowerCase())
      .join(' ')
      .split(',')
      .map((privilege) => privilege.trim()),
    level: levelTokens.map(({ text }) => text.toLowerCase()).join(''),
    levelTokens,
  };
}

/** Whether a grant lets an account read the binary log of a source. */
export function letsReplicate({ privileges, level }: Grant): boolean {
  return (
    level === '*.*' &&
    privileges.some((privilege) => /^(replication (slave|replica)|all( privileges)?)$/.test(privilege))
  );
}

/** `'user'@'host' IDENTIFIED ...`, several of them with commas between. */
function readAccounts(tokens: readonly SqlToken[], start: number): Account[] {
  const found: Account[] = [];
  for (let at = start; at < tokens.length;) {
    const user = tokens[at];
    if (!user || user.kind === 'sign') break;
    at++;
    let hostToken: SqlToken | undefined;
    let host = '%';
    const sign = tokens[at];
    if (sign?.kind === 'variable') {
      hostToken = sign;
      host = sign.text.slice(1).toLowerCase();
      at++;
    } else if (sign?.kind === 'sign' && sign.text === '@') {
      hostToken = tokens[at + 1];
      host = hostToken?.text.toLowerCase() ?? '%';
      at += 2;
    }
    const next = tokens.findIndex((token, index) => index >= at && token.kind === 'sign' && token.text === ',');
    const end = next < 0 ? tokens.length : next;
    found.push({ user, host, hostToken, ...authentication(tokens.slice(at, end)) });
    if (next < 0) break;
    at = next + 1;
  }
  return found;
}

/** `IDENTIFIED BY 'x'`, `IDENTIFIED WITH plugin BY 'x'`, MariaDB's `IDENTIFIED VIA plugin USING ...`. */
function authentication(tokens: readonly SqlToken[]): Pick<Account, 'password' | 'plugin'> {
  const by = tokens.findIndex((token) => isWord(token, 'by'));
  const via = tokens.findIndex((token) => isWord(token, 'with') || isWord(token, 'via'));
  const plugin = via >= 0 && isWord(tokens[via - 1], 'identified') ? tokens[via + 1]?.text.toLowerCase() : undefined;
  const password = by < 0 ? undefined : tokens[by + 1];
  return { plugin, password: password?.kind === 'string' ? password : undefined };
}

/** Accounts of a cluster's SQL by user name, in the order of the files. */
export interface KnownAccounts {
  readonly created: readonly (Account & { readonly run: RunStatement })[];
  readonly grants: readonly (Grant & { readonly run: RunStatement })[];
}

export const accountsOf: (cluster: Cluster) => KnownAccounts = perCluster((cluster) => {
  const all = statementsOf(cluster);
  return {
    created: all.flatMap((run) => createdAccounts(run.statement).map((account) => ({ ...account, run }))),
    grants: all.flatMap((run) => {
      const grant = readGrant(run.statement);
      return grant ? [{ ...grant, run }] : [];
    }),
  };
});

/** How an account must come, and the word that says so: `certificate` means one that the server can check. */
export interface TlsDemand {
  readonly wants: 'nothing' | 'encryption' | 'certificate';
  readonly word: SqlToken;
}

/**
 * What `REQUIRE` demands of an account on a source: in `CREATE USER`, `ALTER USER`, or the `GRANT` of older releases.
 *
 * @returns undefined where nothing is demanded, and where statements differ: which of them comes last is not known
 */
export function tlsDemandOf(cluster: Cluster, source: Host, user: string): TlsDemand | undefined {
  const demands = statementsOf(cluster).flatMap(({ statement, host }): (TlsDemand | undefined)[] => {
    if (host !== undefined && host !== source) return [];
    const created = createdAccounts(statement);
    const accounts = [...created, ...alteredAccounts(statement), ...(readGrant(statement)?.accounts ?? [])];
    if (!accounts.some((account) => account.user.text === user)) return [];
    const demand = demandIn(statement);
    // A statement that makes the account and demands nothing leaves it free; others leave it as it is.
    return demand || created.length > 0 ? [demand] : [];
  });
  const [first] = demands;
  return demands.every((demand) => demand?.wants === first?.wants) ? first : undefined;
}

function demandIn({ tokens }: SqlStatement): TlsDemand | undefined {
  const at = tokens.findIndex((token) => isWord(token, 'require'));
  const word = at < 0 ? undefined : tokens[at + 1];
  if (!word) return undefined;
  const isCertificate = ['x509', 'subject', 'issuer'].some((each) => isWord(word, each));
  return { word, wants: isWord(word, 'none') ? 'nothing' : isCertificate ? 'certificate' : 'encryption' };
}

function alteredAccounts(statement: SqlStatement): readonly Account[] {
  if (!startsWith(statement, 'alter', 'user')) return [];
  const { tokens } = statement;
  return readAccounts(tokens, isWord(tokens[2], 'if') ? 4 : 2);
}

/** Product and release of whoever runs a statement: its host's, or what all databases of the cluster have in common. */
export function targetOf({ databases }: Cluster, host: Host | undefined): Host['target'] {
  if (host) return host.target;
  const [first] = databases;
  const isSame = databases.every(
    ({ target }) => target.product === first?.target.product && target.series === first?.target.series,
  );
  return isSame && first ? first.target : {};
}

/** The text for a token's place, in quotes like those around it. */
export function quotedLike(token: SqlToken, written: string, text: string): string {
  const quote = /^["'`]/.exec(written)?.[0] ?? (token.kind === 'string' ? "'" : '');
  return quote + text + quote;
}
