import type { Catalogs } from '../catalog/catalogs';
import type { SqlOption } from '../catalog/sql';
import { knownAddress, listening } from '../model/listening';
import { accountsOf } from '../model/replication-sql';
import { isWord, type SqlToken } from '../syntax/sql';
import type { Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { fromCatalog } from './completion-option-value';
import { shortly } from './completion-option';
import { snippetsAt } from './completion-snippets';
import { narrowed } from './narrowing';
import { optionFact } from './option-fact';
import type { SqlPlace } from './place-sql';
import { valueOf } from './signature-sql';
import { optionBefore, wordingOf } from './statement-sql';

/** Statements, the options of those that set replication up, their values, rights, accounts, channels and variables. */
export function completeSql(place: SqlPlace, catalogs: Catalogs): Completions | undefined {
  const phrase = phraseBefore(place);
  if (phrase) {
    const items = phrase.isStatement ? statements(place, catalogs) : rights(place, catalogs);
    const { span, typed } = phrase;
    return { span, ...narrowed(items, typed), isIncomplete: true };
  }
  const items = proposals(place, catalogs);
  const wording = wordingOf(place.before);
  return items.length === 0
    ? undefined
    : {
        span: place.span,
        ...narrowed(items, place.typed),
        ...(wording && { topic: { of: 'sql-option', section: wording } }),
      };
}

/** What is typed of a name of several words: the first words of a statement, a right in a `GRANT`. */
function phraseBefore({
  before,
  span,
  typed,
  quote,
}: SqlPlace): { isStatement: boolean; span: Span; typed: string } | undefined {
  const isGrant = isWord(before[0], 'grant') || isWord(before[0], 'revoke');
  const comma = before.findLastIndex(({ text }) => text === ',');
  const words = isGrant ? before.slice(Math.max(comma, 0) + 1) : before;
  if (quote !== '' || (isGrant && before.some((token) => /^(on|to|from)$/i.test(token.text)))) return undefined;
  const isPhrase = words.every((token) => token.kind === 'word' && token.span.line === span.line) && words.length < 4;
  if (!isPhrase || (!isGrant && words.length > 0 && !isBeginning(words))) return undefined;
  const start = words[0]?.span.start ?? span.start;
  const text = [...words.map((word) => word.text), typed].join(' ');
  return { isStatement: !isGrant, span: { ...span, start }, typed: text };
}

/** Whether these words are those of a statement whose next word is one of few: `CHANGE`, `RESET BINARY`. */
function isBeginning(words: readonly SqlToken[]): boolean {
  const text = words.map((word) => word.text.toLowerCase()).join(' ');
  return /^(change( replication)?|create|alter|drop|start|stop|reset( binary( logs( and)?)?)?|set)$/.test(text);
}

function proposals(place: SqlPlace, catalogs: Catalogs): readonly Completion[] {
  const { before, target } = place;
  const last = before.at(-1);
  if (before.length === 0) return [];
  if (isWord(last, 'channel')) return channels(place);
  if (isVariable(before)) return variables(place, catalogs);
  if (wordingOf(before)) {
    const option = optionBefore(before, catalogs.sql, target);
    if (option && last?.text === '=') return values(option, place);
    return last?.text === ',' || isWord(last, 'to') ? options(place, catalogs) : [];
  }
  if (last?.text === '@' && isAboutAccounts(before)) return places(place);
  if (isWord(before[0], 'grant') || isWord(before[0], 'revoke')) return partsOfGrant(place);
  return isAboutAccounts(before) && isWord(last, 'user') ? accounts(place) : [];
}

function statements({ target }: SqlPlace, { sql, snippets }: Catalogs): Completion[] {
  const known = new Map(sql.forms(target).map((form) => [form.words.join(' '), form]));
  return [
    ...[...known]
      .filter(([label]) => ![...known.keys()].some((other) => other.startsWith(`${label} `)))
      .map(([label, { note }]): Completion => ({
        label,
        kind: 'section',
        detail: note,
        insert: `${label} `,
      })),
    ...snippetsAt(snippets.sql, (product) => target.product === undefined || target.product === product),
  ];
}

/** Options that the statement does not have yet, in its own words, with quotes where a text is due. */
function options({ before, target, quote }: SqlPlace, { sql }: Catalogs): Completion[] {
  const wording = wordingOf(before);
  if (!wording || quote !== '') return [];
  const given = new Set(before.flatMap(({ text }, at) => (before[at + 1]?.text === '=' ? text.toUpperCase() : [])));
  return sql
    .options(wording, target)
    .filter(({ name }) => !given.has(name))
    .map((option) => ({
      label: option.name,
      kind: 'name',
      detail: valueOf(option),
      insert: `${option.name} = ${option.type === 'string' ? "'$0'" : option.type === 'list' ? '($0)' : ''}`,
      ...(/_(HOST|USER|PASSWORD|USE_GTID|AUTO_POSITION|SSL)$/.test(option.name) && { isFirst: true }),
    }));
}

function values(option: SqlOption, place: SqlPlace): Completion[] {
  const databases = place.cluster?.databases ?? [];
  const others = databases.filter((host) => host !== place.host);
  const own = (label: string, detail: string): Completion => quoted(label, detail, place.quote);
  if (/_HOST$/.test(option.name))
    return others.flatMap((host) => {
      const known = new Set([knownAddress(host) ?? [], host.name, ...host.addresses].flat());
      return [...known].map((label) => own(label, `host ${host.name}`));
    });
  if (/_USER$/.test(option.name)) return users(place).map((user) => own(user, 'account of this cluster'));
  if (/_PORT$/.test(option.name)) {
    const ports = new Set(others.map((host) => String(listening(host)?.ports[0] ?? 3306)));
    return [...ports].map((label) => ({ label, kind: 'reference', detail: 'port of the other hosts', isFirst: true }));
  }
  if (place.quote !== '') return [];
  const words = option.values.map((label): Completion => ({
    label,
    kind: 'value',
    ...(label === option.default && { detail: 'default' }),
  }));
  const isWritten = option.default !== undefined && /^\d+$/.test(option.default) && words.length === 0;
  return isWritten ? [{ label: option.default ?? '', kind: 'value', detail: 'default' }] : words;
}

/** What rights are about, and accounts, by the word that came last. */
function partsOfGrant(place: SqlPlace): Completion[] {
  const { before, quote } = place;
  const has = (word: string): boolean => before.some((token) => isWord(token, word));
  const last = before.at(-1);
  if (has('to') || has('from')) {
    const due = isWord(last, 'to') || isWord(last, 'from') || last?.text === ',';
    return due ? accounts(place) : [];
  }
  if (quote !== '') return [];
  if (isWord(last, 'on')) return [{ label: '*.*', kind: 'value', detail: 'the whole server', isFirst: true }];
  return [];
}

function rights({ target }: SqlPlace, { sql }: Catalogs): Completion[] {
  return sql.privileges(target).map(({ name, note }) => ({
    label: name,
    kind: 'value',
    detail: note,
    ...(name.startsWith('REPLICATION SLAVE') && { isFirst: true }),
  }));
}

/** Accounts as the cluster's other statements name them: `'repl'@'10.0.0.%'`. */
function accounts({ cluster, quote }: SqlPlace): Completion[] {
  if (!cluster) return [];
  const { created, grants } = accountsOf(cluster);
  const all = [...created, ...grants.flatMap((grant) => grant.accounts)].filter(({ user }) => user.isKnown);
  const written = new Map(all.map(({ user, host }) => [`'${user.text}'@'${host}'`, user.text]));
  const detail = 'account of this cluster';
  if (quote !== '') return [...new Set(written.values())].map((user) => quoted(user, detail, quote));
  return [...written.keys()].map((label) => ({ label, kind: 'reference', detail, isFirst: true }));
}

function users({ cluster }: SqlPlace): string[] {
  const created = cluster ? accountsOf(cluster).created : [];
  return [...new Set(created.filter(({ user }) => user.isKnown).map(({ user }) => user.text))];
}

/** Where an account may come from: hosts of the cluster, their network, everywhere. */
function places({ cluster, quote }: SqlPlace): Completion[] {
  const addresses = (cluster?.hosts ?? []).flatMap((host) => {
    const address = knownAddress(host);
    return address === undefined ? [] : [[address, `host ${host.name}`] as const];
  });
  const networks = new Set(addresses.flatMap(([address]) => /^(\d+\.\d+\.\d+\.)\d+$/.exec(address)?.[1] ?? []));
  return [
    ...[...networks].map((network) => quoted(`${network}%`, 'hosts of this network', quote)),
    ...addresses.map(([address, detail]) => quoted(address, detail, quote)),
    { ...quoted('%', 'every host', quote), isFirst: false },
  ];
}

function channels({ cluster, quote }: SqlPlace): Completion[] {
  const names = new Set(
    (cluster?.hosts ?? []).flatMap(({ replicatesFrom }) => replicatesFrom.map(({ channel }) => channel)),
  );
  return [...names].filter((name) => name !== '').map((name) => quoted(name, 'channel', quote));
}

/** Whether a variable, or a value of it, is due: `SET GLOBAL a = 1, b`. */
function isVariable(before: readonly SqlToken[]): boolean {
  return isWord(before[0], 'set') && /^(global|persist|persist_only)$/i.test(before[1]?.text ?? '');
}

function variables({ before, target, quote }: SqlPlace, { options: catalog }: Catalogs): Completion[] {
  const last = before.at(-1);
  if (last?.text === '=') {
    const { name } = catalog.resolve(before.at(-2)?.text ?? '', target);
    const known = optionFact(catalog, name, target);
    return known && quote === '' ? fromCatalog(known.fact) : [];
  }
  if ((before.length > 2 && last?.text !== ',') || quote !== '') return [];
  return catalog.names(target).flatMap((name): Completion[] => {
    const known = optionFact(catalog, name, target);
    return known?.fact.dynamic
      ? [{ label: name, kind: 'name', detail: shortly(known.fact), insert: `${name} = ` }]
      : [];
  });
}

function isAboutAccounts([first]: readonly SqlToken[]): boolean {
  return /^(create|alter|drop|grant|revoke)$/i.test(first?.text ?? '');
}

/** A text for a place that wants quotes, where the person has typed none yet. */
function quoted(text: string, detail: string, quote: string): Completion {
  return { label: text, kind: 'reference', detail, isFirst: true, ...(quote === '' && { insert: `'${text}'` }) };
}
