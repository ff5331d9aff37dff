import { isAddress, isWildcard } from '../../model/addresses';
import { serversIn } from '../../model/cluster-text';
import { aclsAskedBy } from '../../model/haproxy-acls';
import { haproxySection, type HaproxyLine, type HaproxyStatement, wordSpan } from '../../syntax/haproxy';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import { type Block, perBlock, type Slice } from '../../syntax/tree';
import { addressesIn, type Mention, type MentionKind, type SectionKind } from './mention';

/** What a section gives names to, and the names it uses. Words that the environment completes are left out. */
export const mentionsInHaproxy = perBlock((block: Block<HaproxyLine>): readonly Mention[] => {
  const section = haproxySection(block);
  if (!section) return [];
  const found: Mention[] = [];
  const add = (kind: MentionKind, name: string, line: number, slice: Slice, isDefinition = false, within?: string) => {
    // Only what stands there as it is read can be replaced.
    if (name === '' || block.lines[line]?.text.slice(slice.start, slice.end) !== name) return;
    found.push({
      kind,
      name,
      isDefinition,
      span: wordSpan(block, line, slice),
      ...(within !== undefined && { within }),
    });
  };
  const kind = sectionKinds[section.keyword];
  if (kind && section.name !== undefined && section.nameSpan) add(kind, section.name, 0, section.nameSpan, true);
  if (section.from !== undefined && section.fromSpan) add('defaults', section.from, 0, section.fromSpan);
  const proxy = section.name ?? '';
  for (const statement of section.statements) {
    for (const use of usesIn(statement, proxy))
      add(use.kind, use.name, statement.line, use, use.isDefinition, use.within);
    for (const word of aclsAskedBy(statement)) {
      const name = word.text.replace(/^!+/, '');
      add('acl', name, statement.line, { start: word.end - name.length, end: word.end });
    }
    for (const use of fetchesIn(statement)) add(use.kind, use.name, statement.line, use, false, use.within);
  }
  for (const { line, addressSpan } of serversIn(block)) {
    const written = (block.lines[line]?.text ?? '').slice(addressSpan.start, addressSpan.end);
    for (const { name, start, end } of addressesIn(written.replace(/^\w+@/, (prefix) => ' '.repeat(prefix.length)))) {
      add('host', name, line, { start: addressSpan.start + start, end: addressSpan.start + end });
    }
  }
  return found;
});

const sectionKinds: Readonly<Record<string, SectionKind>> = {
  backend: 'backend',
  listen: 'backend',
  frontend: 'frontend',
  defaults: 'defaults',
  resolvers: 'resolvers',
  peers: 'peers',
  userlist: 'userlist',
  mailers: 'mailers',
  cache: 'cache',
  ring: 'ring',
  'http-errors': 'http-errors',
  'fcgi-app': 'fcgi-app',
};

interface Use extends Slice {
  readonly kind: MentionKind;
  readonly name: string;
  readonly within?: string;
  readonly isDefinition?: boolean;
}

/** Words of a statement that are names by their place. */
function usesIn({ words }: HaproxyStatement, proxy: string): Use[] {
  const [keyword, first, second] = words;
  const plain = (word: HaproxyWord | undefined, kind: MentionKind, more: Partial<Use> = {}): Use[] =>
    word && !word.dynamic && !word.quoted && !word.text.includes('%')
      ? [{ kind, name: word.text, start: word.start, end: word.end, ...more }]
      : [];
  const behind = (option: string): HaproxyWord | undefined =>
    words[words.findIndex(({ text }, index) => index > 0 && text === option) + 1 || words.length];
  switch (keyword?.text) {
    case 'option':
      return first?.text === 'mysql-check' ? plain(behind('user'), 'user') : [];
    case 'use_backend':
    case 'default_backend':
      return plain(first, 'backend');
    case 'acl':
      return plain(first, 'acl', { isDefinition: true });
    case 'use-server':
      return plain(first, 'server', { within: proxy });
    case 'use-fcgi-app':
      return plain(first, 'fcgi-app');
    case 'errorfiles':
      return plain(first, 'http-errors');
    case 'email-alert':
      return first?.text === 'mailers' ? plain(second, 'mailers') : [];
    case 'stick-table':
      return plain(behind('peers'), 'peers');
    case 'stick':
    case 'http-request':
    case 'http-response':
    case 'tcp-request':
    case 'tcp-response':
      if (second && /^cache-(use|store)$/.test(first?.text ?? '')) return plain(second, 'cache');
      return plain(behind('table'), 'backend');
    case 'server':
      return [
        ...plain(first, 'server', { within: proxy, isDefinition: true }),
        ...plain(behind('resolvers'), 'resolvers'),
        ...tracked(behind('track'), proxy),
      ];
    case 'default-server':
    case 'server-template':
      return [...plain(behind('resolvers'), 'resolvers'), ...tracked(behind('track'), proxy)];
    case 'bind':
      return listenedOn(first);
    case 'log':
      return ringOf(first);
    default:
      return [];
  }
}

/** `track backend/server`, or a server of the same proxy. */
function tracked(word: HaproxyWord | undefined, proxy: string): Use[] {
  if (!word || word.dynamic || word.quoted) return [];
  const slash = word.text.indexOf('/');
  if (slash < 0) return [{ kind: 'server', name: word.text, within: proxy, start: word.start, end: word.end }];
  return pairOf(word.text.slice(0, slash), word.text.slice(slash + 1), word.start);
}

function pairOf(backend: string, server: string, start: number): Use[] {
  const middle = start + backend.length;
  return [
    { kind: 'backend', name: backend, start, end: middle },
    { kind: 'server', name: server, within: backend, start: middle + 1, end: middle + 1 + server.length },
  ];
}

/** The addresses of a `bind` line, which are the host's own or move between hosts; names and `*` are left out. */
function listenedOn(word: HaproxyWord | undefined): Use[] {
  if (!word || word.dynamic || word.quoted) return [];
  const plain = word.text.replace(/^(ipv[46]|[a-z]+[46]?)@/, (prefix) => ' '.repeat(prefix.length));
  return addressesIn(plain).flatMap(({ name, start, end }) =>
    isAddress(name) && !isWildcard(name)
      ? [{ kind: 'host' as const, name, start: word.start + start, end: word.start + end }]
      : [],
  );
}

function ringOf(word: HaproxyWord | undefined): Use[] {
  if (!word || word.dynamic || word.quoted || !word.text.startsWith('ring@')) return [];
  return [{ kind: 'ring', name: word.text.slice(5), start: word.start + 5, end: word.end }];
}

/** Sample fetches whose argument is a backend, a frontend or a server; others take tables or numbers. */
const fetches =
  /\b(?:(nbsrv|connslots|avg_queue|queue|be_\w+)\(([\w.:-]+)\)|(fe_\w+)\(([\w.:-]+)\)|(?:srv_\w+)\(([\w.:-]+)\/([\w.:-]+)\)|http_auth(?:_group)?\(([\w.:-]+)\))/g;

function fetchesIn({ words }: HaproxyStatement): Use[] {
  const found: Use[] = [];
  for (const word of words) {
    if (word.quoted || word.dynamic || !word.text.includes('(')) continue;
    for (const match of word.text.matchAll(fetches)) {
      const start = word.start + match.index + match[0].indexOf('(') + 1;
      const [, , backend, , frontend, pool, server, users] = match;
      const use = (kind: MentionKind, name: string): Use => ({ kind, name, start, end: start + name.length });
      if (backend) found.push(use('backend', backend));
      else if (frontend) found.push(use('frontend', frontend));
      else if (pool && server) found.push(...pairOf(pool, server, start));
      else if (users) found.push(use('userlist', users));
    }
  }
  return found;
}
