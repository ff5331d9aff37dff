import type { Cluster } from '../../model/cluster';
import { galeraClusters } from '../../model/galera-clusters';
import type { Host } from '../../model/host';
import { serverIdOf } from '../../model/server-ids';
import { isReplicaToo } from '../../model/writers';
import type { Span } from '../../syntax/tree';
import { type Fix, type Report, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two members of one replication graph have the same server_id',
  *check(cluster) {
    const users = usersById(cluster);
    const nextFree = countUp(users);
    const galera = galeraClusterOf(cluster);
    for (const [id, all] of users) {
      for (const sharing of byLine(all).values()) yield* sharedLine(id, sharing, galera);
      const [first, ...others] = rivals(all, galera);
      if (!first || others.length === 0) continue;
      const proven = isProven([first, ...others].map(({ host }) => host));
      const fixes = others.map((user) =>
        once(() => (galera.has(user.host) ? [] : [renumber(user, nextFree(), proven)])),
      );
      yield report(first, others, id, proven, () => fixes.flatMap((fix) => fix()));
      for (const [index, user] of others.entries())
        yield report(user, [first], id, proven, () => fixes.slice(index, index + 1).flatMap((fix) => fix()));
    }
  },
});

interface User {
  readonly host: Host;
  readonly span: Span;
  /** The file says 0, which the server takes as 1. */
  readonly isZero: boolean;
}

/** Hosts by the id their files give them. Of an id nobody wrote server-id-missing speaks. */
function usersById(cluster: Cluster): Map<bigint, User[]> {
  const users = new Map<bigint, User[]>();
  for (const host of cluster.databases) {
    const { id, setting } = serverIdOf(host) ?? {};
    if (id === undefined || !setting?.valueSpan) continue;
    users.set(id, [
      ...(users.get(id) ?? []),
      { host, span: setting.valueSpan, isZero: setting.value === '0' && id === 1n },
    ]);
  }
  return users;
}

/** Users by the line they read. Hosts that share a file have one line between them. */
function byLine(users: readonly User[]): Map<Span, User[]> {
  const lines = new Map<Span, User[]>();
  for (const user of users) lines.set(user.span, [...(lines.get(user.span) ?? []), user]);
  return lines;
}

/** The Galera cluster each node belongs to, by number. */
function galeraClusterOf(cluster: Cluster): Map<Host, number> {
  return new Map(galeraClusters(cluster).flatMap((peers, number) => peers.map(({ host }) => [host, number] as const)));
}

/**
 * Users whose equal ids hurt, one for each line. A Galera cluster counts once, because its nodes may share an id; it
 * stands first, because a replica of the cluster changes its id more easily than all nodes theirs.
 */
function rivals(users: readonly User[], galera: ReadonlyMap<Host, number>): User[] {
  const counted = [...byLine(users).values()].map(([first]) => first as User);
  const isNode = ({ host }: User): boolean => galera.has(host);
  const clusters = new Map(
    counted
      .filter(isNode)
      .reverse()
      .map((user) => [galera.get(user.host), user]),
  );
  return [...[...clusters.values()].reverse(), ...counted.filter((user) => !isNode(user))];
}

/**
 * Hosts that read one line, with nothing that overrides it. Where files merely lie side by side the hosts' own values
 * may come from elsewhere; a manifest or a compose file says for certain what each of them reads.
 */
function* sharedLine(id: bigint, users: readonly User[], galera: ReadonlyMap<Host, number>): Generator<Report> {
  const replicating = users.filter(
    ({ host, span }) => isTold(host, span.block.document.path) && replicates(host) && !galera.has(host),
  );
  const [first] = replicating;
  if (!first || replicating.length < 2) return;
  const names = replicating.map(({ host }) => host.name).join(' and ');
  yield {
    span: first.span,
    message: `${names} all read this line and have server_id ${id}: a replica refuses a source with its own id (error 1593). Each needs an id in a file, or an argument, that it alone reads`,
  };
}

function isTold(host: Host, path: string): boolean {
  return host.placements.some((placement) => placement.path === path && !placement.shared);
}

/** Servers that merely use one template, such as two releases to be tested side by side, need no ids of their own. */
function replicates(host: Host): boolean {
  const marks = ['log_bin', 'gtid_mode', 'gtid_strict_mode', 'gtid_domain_id', 'log_basename', 'report_host'];
  if (host.roles.has('source') || host.roles.has('replica')) return true;
  return isReplicaToo(host) || marks.some((name) => host.options.effective(name));
}

/**
 * Whether anything but a common place says that these hosts replicate from one another. Containers of one project with
 * names of different kinds (`orders-db`, `users-db`) may be databases of their own, whose logs somebody else reads.
 */
function isProven(hosts: readonly Host[]): boolean {
  if (hosts.some((host) => host.roles.size > 0 || isReplicaToo(host) || host.replicatesFrom.length > 0)) return true;
  const stems = new Set(hosts.map(({ name }) => name.replace(/[-_.]?(\d+|[a-e])$/i, '')));
  const areContainers = hosts.every(({ placements }) => placements.every(({ source }) => source === 'compose'));
  return !areContainers || stems.size === 1;
}

function report(user: User, others: readonly User[], id: bigint, proven: boolean, fixes: () => Fix[]): Report {
  const names = others.map(({ host }) => host.name).join(' and ');
  return {
    span: user.span,
    message: `server_id ${id}${user.isZero ? ', as MariaDB takes 0,' : ''} of host ${user.host.name} is also used by host ${names}: a replica refuses a source with its own id (error 1593), and two replicas with one id throw each other off their source`,
    ...(!proven && { severity: 'warning' as const }),
    related: others.map(({ host, span }) => ({ span, message: `also used here, by host ${host.name}` })),
    fixes,
  };
}

function renumber({ host, span }: User, id: bigint, safe: boolean): Fix {
  return {
    title: `Use the next free server_id, ${id}, for ${host.name}`,
    safe,
    edits: [replace(span, String(id))],
  };
}

/** Hands out ids above the highest one used, each once, so that several fixes never collide. */
function countUp(users: ReadonlyMap<bigint, unknown>): () => bigint {
  let highest = [...users.keys()].reduce((a, b) => (a > b ? a : b), 0n);
  return () => ++highest;
}

/** Asks once and keeps the answer, so that a fix offered twice is the same fix. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
