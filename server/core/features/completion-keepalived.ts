import type { Catalogs } from '../catalog/catalogs';
import type { KeepalivedCatalog, KeepalivedFact } from '../catalog/keepalived';
import { type VrrpInstance, vrrpInstances, vrrpInstancesIn, type VrrpValue } from '../model/keepalived';
import { knownAddress, listening } from '../model/listening';
import type { Model } from '../model/model';
import { virtualAddresses } from '../model/virtual-addresses';
import { type VrrpMember, vrrpMembers, vrrpTwins } from '../model/vrrp-twins';
import {
  type KeepalivedLine,
  type KeepalivedStatement,
  keepalivedStatements,
  type KeepalivedWord,
} from '../syntax/keepalived';
import type { Document, Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { vrrpBlocks } from './completion-blocks-keepalived';
import { snippetsAt } from './completion-snippets';
import { namedIn } from './mentions/in-keepalived';
import type { KeepalivedKind } from './mentions/mention';
import { mentionsIn } from './mentions/mentions';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';
import { pathOf, statementsAround } from './place-keepalived';

/** Keywords of the block, then what each takes: words, names, interfaces, addresses and numbers of the cluster. */
export function completeKeepalived(
  place: Place<KeepalivedLine>,
  model: Model,
  { keepalived: catalog, snippets }: Catalogs,
): Completions | undefined {
  const { line, index, character, block } = place;
  if (line.comment && character > line.comment.start) return undefined;
  const current = line.words.find((word) => word.start < character && character <= word.end && !isBrace(word));
  if (current?.isQuoted) return undefined;
  const before = line.words.filter((word) => word !== current && word.end <= character);
  const written = before.slice(before.findLastIndex(isBrace) + 1).map(({ text }) => text);
  // `@lb1 priority 100` counts on one host only.
  if (written[0]?.startsWith('@')) written.shift();
  const around = statementsAround(place);
  const [owner] = ownersOf(model, place.document.path);
  const at: At = { place, around, path: pathOf(around), owner, catalog };
  const span: Span = { block, line: index, start: current?.start ?? character, end: current?.end ?? character };
  const list = catalog.keyword(pathOf(around.slice(0, -1)), around.at(-1)?.keyword ?? '');
  if (list?.type === 'lines') return { span, items: ofList(list, written, at), isIncomplete: false };
  if (written.length > 0) return { span, items: ofKeyword(written, at), isIncomplete: false };
  const isAlone = !line.words.some(({ start }) => start >= span.end);
  const items = [
    ...keywordsAt(at, isAlone),
    ...(isAlone ? snippetsAt(snippets.keepalived, (within) => within === at.path) : []),
    ...(isAlone && at.path === '' ? vrrpBlocks(owner, place.document) : []),
  ];
  return { span, items, isIncomplete: false, topic: { of: 'keepalived', section: at.path } };
}

/** Where the cursor is. */
interface At {
  readonly place: Place<KeepalivedLine>;
  readonly around: readonly KeepalivedStatement[];
  readonly path: string;
  readonly owner: Owner | undefined;
  readonly catalog: KeepalivedCatalog;
}

function isBrace({ text, isQuoted }: KeepalivedWord): boolean {
  return !isQuoted && (text === '{' || text === '}');
}

/** Keywords that are not there yet; blocks and what is read from other files may stand several times. */
function keywordsAt({ place, around, path, catalog }: At, isAlone: boolean): Completion[] {
  const present = new Set(
    around.at(-1)?.children.flatMap(({ keyword, keywordSpan }) => (keywordSpan.line === place.index ? [] : [keyword])),
  );
  return catalog
    .keywords(path)
    .filter(({ name, type }) => path === '' || type === 'block' || !present.has(name))
    .map((fact) => ({
      label: fact.name,
      kind: 'name',
      detail: shortly(fact),
      ...(isAlone && { insert: written(fact) }),
      ...(fact.required && { isFirst: true }),
    }));
}

/** What is put in for a keyword: its braces, or the blank before its value. */
function written({ name, type, args }: KeepalivedFact): string {
  if (type === 'lines') return `${name} {\n\t$0\n}`;
  if (type === 'block') {
    const places = args
      .split(' ')
      .flatMap((arg, index) => (arg === '' ? [] : `\${${index + 1}:${arg.toLowerCase()}} `));
    return `${name} ${places.join('')}{\n\t$0\n}`;
  }
  return type === 'flag' || type === 'boolean' ? name : `${name} `;
}

/** Type, range and default in a few words. */
export function shortly({ type, values, min, max, unit, default: standard }: KeepalivedFact): string {
  const range = min === undefined && max === undefined ? '' : ` ${min ?? ''}–${max ?? ''}`;
  const what = type === 'enum' && values.length <= 4 ? values.join(', ') : type + range;
  return `${what}${standard === undefined ? '' : ` = ${standard}`}${unit === undefined ? '' : ` ${unit}`}`;
}

function propose(label: string, detail: string): Completion {
  return { label, kind: 'reference', detail, isFirst: true };
}

/** What a line in the braces of a list may begin with, and the words behind that. */
function ofList(list: KeepalivedFact, words: readonly string[], at: At): Completion[] {
  const { place, around } = at;
  if (words.length === 0) {
    const listed = new Set(
      around
        .at(-1)
        ?.children.flatMap(({ keyword, keywordSpan }) =>
          keywordSpan.line === place.index && keywordSpan.end >= place.character ? [] : [keyword],
        ),
    );
    return beginnings(list, at).filter(({ label }) => !listed.has(label));
  }
  if (words.at(-1) === 'dev') return interfaces(at);
  if (/^(weight|brd|label|min_ttl|max_ttl)$/.test(words.at(-1) ?? '')) return [];
  if (words.at(-1) === 'scope')
    return ['global', 'link', 'host', 'site', 'nowhere'].map((label) => ({ label, kind: 'value' }));
  const known = [...list.args.matchAll(/\[([a-z_]+)/g)].map(([, word = '']) => word);
  return known.filter((word) => !words.includes(word)).map((label) => ({ label, kind: 'name' }));
}

function beginnings(list: KeepalivedFact, at: At): Completion[] {
  const { owner, around } = at;
  const kind = namedIn(list.name);
  if (kind) return names(kind, at);
  switch (list.name) {
    case 'track_interface':
    case 'interfaces':
    case 'linkbeat_interfaces':
    case 'interface_up_down_delays':
      return interfaces(at);
    case 'unicast_peer':
      return addressesOf(at, (host) => host !== owner?.host);
    case 'virtual_ipaddress':
    case 'virtual_ipaddress_excluded':
      return twinsAt(at).flatMap(({ host, instance }) =>
        instance.section.children
          .filter(({ keyword }) => keyword === list.name)
          .flatMap(({ children }) => children.map((line) => propose(wholeOf(line), `as ${host.name} has it`))),
      );
    case 'virtual_server_group':
      return around.length === 1 ? moving(at) : [];
    default:
      return [];
  }
}

function wholeOf({ keyword, words }: KeepalivedStatement): string {
  return [keyword, ...words.map(({ text }) => text)].join(' ');
}

/** The values of a keyword: what the cluster knows, then the words it takes and its default. */
function ofKeyword([keyword = '', ...words]: readonly string[], at: At): Completion[] {
  const fact = at.catalog.keyword(at.path, keyword);
  if (!fact) return [];
  const first = words.length === 0;
  const known = fact.values.length === 0 && fact.default !== undefined ? [fact.default] : fact.values;
  const told = fromCluster(fact, words, at);
  const standard = known
    .filter((label) => !told.some((each) => each.label === label))
    .map((label): Completion => ({ label, kind: 'value', ...(label === fact.default && { detail: 'default' }) }));
  if (first) return [...told, ...standard];
  return fact.args.endsWith('[reverse]') && words.length === 1 ? [{ label: 'reverse', kind: 'value' }] : told;
}

function fromCluster(fact: KeepalivedFact, words: readonly string[], at: At): Completion[] {
  const { owner, path } = at;
  const isFirst = words.length === 0;
  switch (fact.name) {
    case 'virtual_router_id':
      return [...agreed(({ routerId }) => routerId, at), ...freeRouterId(at)];
    case 'priority':
      return priorities(at);
    case 'advert_int':
      return agreed(({ interval }) => interval, at);
    case 'auth_type':
      return agreed(({ authType }) => authType, at);
    case 'unicast_src_ip':
      return [...addressesOf(at, (host) => host === owner?.host), ...toldByPeers(at)];
    case 'mcast_src_ip':
    case 'source_ip':
    case 'bindto':
      return addressesOf(at, (host) => host === owner?.host);
    case 'neighbor_ip':
      return addressesOf(at, (host) => host !== owner?.host);
    case 'real_server':
    case 'sorry_server':
      return isFirst ? addressesOf(at, (host) => host !== owner?.host) : words.length === 1 ? portOf(words[0], at) : [];
    case 'virtual_server':
      if (isFirst) return [...moving(at), { label: 'group', kind: 'name' }, { label: 'fwmark', kind: 'name' }];
      return words[0] === 'group' ? names('virtual_server_group', at) : [];
    case 'lvs_sync_daemon':
      return isFirst ? interfaces(at) : words.length === 1 ? names('vrrp_instance', at) : [];
    case 'name':
      return path.endsWith('BFD_CHECK') ? names('bfd_instance', at) : [];
    case 'track_file':
      return path.endsWith('FILE_CHECK') ? names('track_file', at) : [];
    case 'vrrp_instance':
      return isFirst && owner ? missingInstances(owner) : [];
    default:
      return fact.type === 'interface' && isFirst ? interfaces(at) : [];
  }
}

/** The instance around the cursor, as its other hosts have it. */
function twinsAt({ place, around, owner }: At): readonly VrrpMember[] {
  const own = vrrpInstancesIn(place.block).find(({ section }) => section === around[0]);
  return own && owner ? vrrpTwins(own, owner.host, owner.cluster) : [];
}

/** What all hosts of an instance must have in common. */
function agreed(of: (instance: VrrpInstance) => VrrpValue | undefined, at: At): Completion[] {
  const [twin] = twinsAt(at).filter(({ instance }) => of(instance) !== undefined);
  const value = twin && of(twin.instance);
  return value ? [propose(value.text, `as ${twin.host.name} has it`)] : [];
}

/** The first number from 51 on, where people begin, that no instance of the cluster has; then those below. */
function freeRouterId(at: At): Completion[] {
  const used = new Set(
    filesOf(at)
      .flatMap((document) => vrrpInstances(document))
      .filter(({ section }) => section !== at.around[0])
      .map(({ routerId }) => Number(routerId?.text)),
  );
  const all = Array.from({ length: 255 }, (_, index) => ((index + 50) % 255) + 1);
  const free = all.find((number) => !used.has(number));
  return free === undefined ? [] : [propose(String(free), 'next free number')];
}

function priorities(at: At): Completion[] {
  const set = twinsAt(at).flatMap(({ host, instance }) => {
    const priority = Number(instance.priority?.text ?? '100');
    return Number.isInteger(priority) ? [{ host, priority }] : [];
  });
  set.sort((a, b) => a.priority - b.priority);
  const [lowest, highest] = [set[0], set.at(-1)];
  return [
    ...(lowest && lowest.priority > 1
      ? [propose(String(lowest.priority - 1), `below ${lowest.host.name} (${lowest.priority})`)]
      : []),
    ...(highest && highest.priority < 254
      ? [propose(String(highest.priority + 1), `above ${highest.host.name} (${highest.priority})`)]
      : []),
  ];
}

/** Interfaces that any keepalived.conf of the cluster names. */
function interfaces(at: At): Completion[] {
  const found = new Set<string>();
  const visit = ({ keyword, words, children }: KeepalivedStatement, inside: string): void => {
    const dev = words.findIndex(({ text }) => text === 'dev');
    const named = [
      ...(/^(interface|default_interface)$/.test(keyword) ? [words[0]?.text] : []),
      ...(dev >= 0 ? [words[dev + 1]?.text] : []),
      ...(/^(track_interface|interfaces)$/.test(inside) ? [keyword] : []),
    ];
    for (const name of named) if (name !== undefined && /^[\w.:-]+$/.test(name)) found.add(name);
    for (const child of children) visit(child, keyword);
  };
  for (const document of filesOf(at)) for (const each of keepalivedStatements(document)) visit(each, '');
  return [...found].map((name) => propose(name, 'interface'));
}

function filesOf({ owner, place }: At): readonly Document<KeepalivedLine>[] {
  return owner ? [...new Set(owner.cluster.hosts.flatMap((host) => host.keepalived))] : [place.document];
}

/** Names that the host's own files define. */
function names(kind: KeepalivedKind, { owner, place }: At): Completion[] {
  const documents = owner?.host.keepalived ?? [place.document];
  const found = documents.flatMap((document) =>
    document.blocks.flatMap((block) =>
      mentionsIn(block as never).filter((each) => each.kind === kind && each.isDefinition),
    ),
  );
  return [...new Set(found.map(({ name }) => name))].map((name) => propose(name, kind));
}

function addressesOf({ owner }: At, isWanted: (host: Owner['host']) => boolean): Completion[] {
  return (owner?.cluster.hosts ?? []).filter(isWanted).flatMap((host) => {
    const address = knownAddress(host);
    return address === undefined ? [] : [propose(address, `host ${host.name}`)];
  });
}

/** Of the addresses that peers send to, those that no host is known by: this one's may be among them. */
function toldByPeers(at: At): Completion[] {
  return twinsAt(at).flatMap(({ host, instance }) =>
    instance.peers
      .filter(({ text }) => !at.owner?.cluster.hostAt(text))
      .map(({ text }) => propose(text, `peer of ${host.name}`)),
  );
}

function portOf(address: string | undefined, { owner }: At): Completion[] {
  const host = address === undefined ? undefined : owner?.cluster.hostAt(address);
  const port = host && host.optionFiles.length > 0 ? listening(host)?.ports[0] : undefined;
  return host && port !== undefined ? [propose(String(port), `database of ${host.name}`)] : [];
}

/** The addresses that move. */
function moving({ owner }: At): Completion[] {
  const found = owner ? [...virtualAddresses(owner.cluster)] : [];
  return found.map(([address, [given]]) => propose(address, given ? `moved as ${given.name}` : 'moves'));
}

/** Instances of the other hosts that this one has not. */
function missingInstances({ host, cluster }: Owner): Completion[] {
  const own = new Set(host.keepalived.flatMap((document) => vrrpInstances(document)).map(({ name }) => name));
  const missing = vrrpMembers(cluster).filter(({ instance }) => !own.has(instance.name));
  return missing.map(({ host: other, instance }) => propose(instance.name, `as ${other.name} has it`));
}
