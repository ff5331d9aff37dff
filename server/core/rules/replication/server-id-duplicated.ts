import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import type { Setting } from '../../model/setting';
import { galeraNode } from '../../model/wsrep';
import type { Span } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two members of one replication graph have the same server_id',
  *check(cluster) {
    const users = usersById(cluster);
    const nextFree = countUp(users);
    for (const [id, all] of users) {
      const [first, ...others] = rivals(all);
      if (!first || others.length === 0) continue;
      const fixes = others.map((user) => once(() => renumber(user, nextFree())));
      yield report(first, others, id, () => fixes.map((fix) => fix()));
      for (const [index, user] of others.entries()) yield report(user, [first], id, () => fixes.slice(index, index + 1).map((fix) => fix()));
    }
  },
});

interface User {
  readonly host: Host;
  readonly setting: Setting;
  readonly span: Span;
}

/** Hosts by the id their files give them. An id nobody wrote is the server's default, which says nothing of intent. */
function usersById(cluster: Cluster): Map<bigint, User[]> {
  const users = new Map<bigint, User[]>();
  for (const host of cluster.databases) {
    const setting = host.options.effective('server_id');
    if (!setting?.valueSpan || setting.value === undefined || !/^\d+$/.test(setting.value)) continue;
    const id = BigInt(setting.value);
    users.set(id, [...(users.get(id) ?? []), { host, setting, span: setting.valueSpan }]);
  }
  return users;
}

/**
 * Users whose equal ids hurt. Nodes of Galera clusters count once, because write sets carry the cluster's own
 * numbering; a line that several hosts share counts once, because each may get its id from elsewhere.
 */
function rivals(users: readonly User[]): User[] {
  const counted = users.filter((user, index) => users.findIndex((other) => other.setting === user.setting) === index);
  const galera = counted.filter(({ host }) => galeraNode(host.options) !== undefined);
  return counted.filter((user) => user === galera[0] || !galera.includes(user));
}

function report(user: User, others: readonly User[], id: bigint, fixes: () => Fix[]) {
  const names = others.map(({ host }) => host.name).join(' and ');
  return {
    span: user.span,
    message: `server_id ${id} of host ${user.host.name} is also used by host ${names}: a replica refuses a source with its own id (error 1593), and two replicas with one id throw each other off their source`,
    related: others.map(({ host, span }) => ({ span, message: `also used here, by host ${host.name}` })),
    fixes,
  };
}

function renumber({ host, span }: User, id: bigint): Fix {
  return { title: `Use the next free server_id, ${id}, for ${host.name}`, safe: true, edits: [replace(span, String(id))] };
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
