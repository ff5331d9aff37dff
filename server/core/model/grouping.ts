import type { Host } from './host';
import type { Links } from './links';

/** Hosts that belong together, databases first, and the words for why. */
export interface Group {
  readonly hosts: readonly Host[];
  readonly why: string;
}

/**
 * Sorts hosts into clusters. Comparing strangers is worse than missing a pair, so:
 * hosts of one home belong together unless their files name different clusters; hosts of different homes only when
 * one of them is a proxy or a cluster node without databases of its own whose addresses lead to exactly one place.
 */
export function groupHosts(links: readonly Links[]): Group[] {
  const groups = new Groups(links);
  for (const home of byHome(links).values()) {
    linkGalera(home, groups);
    linkMentions(home, (each) => each.corosync, groups, 'the node list names them');
    linkMentions(home, (each) => each.group, groups, 'the group seeds name them');
    linkMentions(home, (each) => each.sources, groups, 'one replicates from another');
    linkMentions(home, (each) => each.virtual, groups, 'an address moves between them');
    linkProxies(home, groups);
    linkRest(home, groups);
  }
  linkNeighbours(links, groups);
  adoptDistantDatabases(links, groups);
  return groups.list();
}

/** Union-find over hosts, with the first reason that joined each set. */
class Groups {
  private readonly parent = new Map<Links, Links>();
  private readonly reason = new Map<Links, string>();

  constructor(private readonly links: readonly Links[]) {
    for (const each of links) this.parent.set(each, each);
  }

  root(each: Links): Links {
    let root = each;
    while (this.parent.get(root) !== root) root = this.parent.get(root) as Links;
    this.parent.set(each, root);
    return root;
  }

  join(a: Links, b: Links, why: string): void {
    const [first, second] = [this.root(a), this.root(b)];
    if (first === second) return;
    this.parent.set(second, first);
    this.reason.set(first, this.reason.get(first) ?? this.reason.get(second) ?? why);
  }

  list(): Group[] {
    const sets = new Map<Links, Links[]>();
    for (const each of this.links) {
      const root = this.root(each);
      sets.set(root, [...(sets.get(root) ?? []), each]);
    }
    return [...sets].map(([root, members]) => ({
      hosts: [...members].sort((a, b) => Number(b.isDatabase) - Number(a.isDatabase)).map((member) => member.host),
      why: this.reason.get(root) ?? 'nothing ties it to another host',
    }));
  }
}

function byHome(links: readonly Links[]): Map<string, Links[]> {
  const homes = new Map<string, Links[]>();
  for (const each of links) {
    const same = homes.get(each.host.home);
    if (same) same.push(each);
    else homes.set(each.host.home, [each]);
  }
  return homes;
}

/** Galera nodes belong together when one lists the other, when their lists overlap, or by name when a list is empty. */
function linkGalera(home: readonly Links[], groups: Groups): void {
  const nodes = home.filter((each) => each.galera !== undefined);
  const listedBy = new Map<string, Links>();
  for (const node of nodes) {
    for (const address of [...(node.galera ?? []), ...node.identities]) {
      const other = listedBy.get(address);
      if (other) groups.join(other, node, 'their Galera address lists overlap');
      else listedBy.set(address, node);
    }
  }
  const byName = new Map<string, Links>();
  for (const node of [...nodes].sort((a, b) => (b.galera?.length ?? 0) - (a.galera?.length ?? 0))) {
    if (node.galeraName === undefined) continue;
    const other = byName.get(node.galeraName);
    if (!other) byName.set(node.galeraName, node);
    else if (node.galera?.length === 0)
      groups.join(other, node, `they share the Galera cluster name ${node.galeraName}`);
  }
}

/**
 * Hosts that only their folders name (`alpha/my.cnf`, `beta/my.cnf`) have a home each. They belong together where one of
 * them speaks of another that lies beside it, by a name or an address that nobody else beside it has.
 */
function linkNeighbours(links: readonly Links[], groups: Groups): void {
  const beside = new Map<string, Links[]>();
  for (const each of links) {
    const { home, placements } = each.host;
    if (!placements.every(({ source }) => source === 'place' || source === 'shared')) continue;
    const parent = home.slice(0, Math.max(0, home.lastIndexOf('/')));
    beside.set(parent, [...(beside.get(parent) ?? []), each]);
  }
  for (const neighbours of beside.values()) {
    if (neighbours.length < 2) continue;
    const byIdentity = new Map<string, Links[]>();
    for (const each of neighbours)
      for (const identity of each.identities) byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), each]);
    for (const each of neighbours) {
      for (const mention of [each.galera, each.group, each.sources].flatMap((mentions) => mentions ?? [])) {
        const [only, ...others] = byIdentity.get(mention) ?? [];
        if (only && only !== each && others.length === 0) groups.join(only, each, 'one names the other');
      }
    }
  }
}

function linkMentions(
  home: readonly Links[],
  mentions: (each: Links) => readonly string[] | undefined,
  groups: Groups,
  why: string,
): void {
  const byIdentity = new Map<string, Links>();
  for (const each of home)
    for (const identity of each.identities) if (!byIdentity.has(identity)) byIdentity.set(identity, each);
  const first = new Map<string, Links>();
  for (const each of home) {
    for (const mention of new Set(mentions(each))) {
      const host = byIdentity.get(mention) ?? first.get(mention);
      if (host && host !== each) groups.join(host, each, why);
      first.set(mention, each);
    }
  }
}

/** A proxy belongs to the hosts it lists. Two proxies that list the same strangers need have nothing in common. */
function linkProxies(home: readonly Links[], groups: Groups): void {
  const proxies = home.filter((each) => each.proxied.length > 0);
  if (proxies.length === 0) return;
  const byIdentity = new Map(
    home
      .flatMap((each) => [...each.identities, ...each.virtual].map((identity) => [identity, each] as const))
      .reverse(),
  );
  for (const proxy of proxies) {
    for (const addresses of proxy.proxied.flat()) {
      for (const address of addresses) {
        const host = byIdentity.get(address);
        if (host && host !== proxy) groups.join(host, proxy, 'the proxy lists them');
      }
    }
  }
}

/**
 * Joins what is left of a home. Sets that state a cluster of their own (a Galera list, a node list, a group) stay
 * apart from one another, and so do pairs when each database says to which one it belongs; everything else joins the
 * only such set, or forms one cluster of the folder.
 */
function linkRest(home: readonly Links[], groups: Groups): void {
  const stated = new Set(
    home.filter((each) => each.galera ?? each.group ?? each.corosync).map((each) => groups.root(each)),
  );
  const folder = home[0]?.host.home;
  const why = folder ? `their files lie together under ${folder}/` : 'their files lie together in one repository';
  const rivals = [...stated].filter((root) =>
    [...stated].some((other) => other !== root && isRival(home, groups, root, other)),
  );
  const rest = home.filter((each) => !rivals.includes(groups.root(each)));
  if (stated.size === 0 && areApart(rest, groups)) return;
  for (const each of rest) groups.join(rest[0] as Links, each, why);
}

/** Whether every database is tied to another one, and all of them together fall into several such sets. */
function areApart(home: readonly Links[], groups: Groups): boolean {
  const sizes = new Map<Links, number>();
  for (const each of home) {
    if (each.isDatabase) sizes.set(groups.root(each), (sizes.get(groups.root(each)) ?? 0) + 1);
  }
  return sizes.size > 1 && [...sizes.values()].every((size) => size > 1);
}

/** Two sets are rivals when both speak of the same kind of cluster and mean different ones. */
function isRival(home: readonly Links[], groups: Groups, a: Links, b: Links): boolean {
  const has = (root: Links, kind: 'galera' | 'corosync' | 'group') =>
    home.some((each) => groups.root(each) === root && (each[kind]?.length ?? 0) > 0);
  return (['galera', 'corosync', 'group'] as const).some((kind) => has(a, kind) && has(b, kind));
}

/** A proxy (or a cluster node) alone in its home adopts the one cluster elsewhere that its addresses lead to. */
function adoptDistantDatabases(links: readonly Links[], groups: Groups): void {
  const withDatabase = new Set(links.filter((each) => each.isDatabase).map((each) => groups.root(each)));
  const seekers = links.filter((each) => !withDatabase.has(groups.root(each)));
  if (seekers.length === 0 || withDatabase.size === 0) return;
  const owners = new Map<string, Set<Links>>();
  for (const each of links) {
    if (!withDatabase.has(groups.root(each))) continue;
    for (const identity of [...each.identities, ...each.virtual])
      owners.set(identity, (owners.get(identity) ?? new Set()).add(groups.root(each)));
  }
  for (const seeker of seekers) {
    const mentioned = [...seeker.proxied.flat(2), ...(seeker.corosync ?? [])];
    const found = new Set(
      mentioned.flatMap((address) => [...(owners.get(address) ?? [])]).map((root) => groups.root(root)),
    );
    const near = found.size > 0 ? found : nearDatabases(seeker, links, withDatabase, groups);
    if (near.size === 1)
      for (const root of near)
        groups.join(
          root,
          seeker,
          found.size > 0 ? 'the proxy lists them' : `their folders lie together under ${seeker.host.home || '.'}/`,
        );
  }
}

function nearDatabases(
  seeker: Links,
  links: readonly Links[],
  withDatabase: ReadonlySet<Links>,
  groups: Groups,
): Set<Links> {
  const home = seeker.host.home;
  const parent = home === '' ? '' : home + '/';
  const below = links.filter((each) => withDatabase.has(groups.root(each)) && each.host.home.startsWith(parent));
  return new Set(below.map((each) => groups.root(each)));
}
