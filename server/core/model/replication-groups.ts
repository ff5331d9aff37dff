import { type Endpoint, isLoopback, readEndpoint } from './addresses';
import { type Cluster, perCluster } from './cluster';
import type { Host } from './host';
import { isPlaceholder } from './placeholder';
import type { Setting } from './setting';

/** What a server's files say of the group of MySQL's Group Replication it belongs to. */
export interface GroupMember {
  readonly host: Host;
  readonly name: Setting | undefined;
  /** `group_replication_local_address`: where the other members find this one. */
  readonly local: Setting | undefined;
  /** Address and port of it; undefined where a tool fills it in later, or one of the two is missing. */
  readonly own: Required<Endpoint> | undefined;
  readonly seeds: Setting | undefined;
  /** The seeds that can be read; undefined without a list. */
  readonly listed: readonly Endpoint[] | undefined;
}

/**
 * The groups among the hosts of a cluster; two may replicate from one another. Members belong together when seeds or own
 * addresses of theirs are the same, and without a list by the group's name.
 */
export const replicationGroups: (cluster: Cluster) => readonly (readonly GroupMember[])[] = perCluster((cluster) => {
  const groups = new Map<string, GroupMember[]>();
  for (const member of cluster.databases.flatMap((host) => memberOf(host) ?? [])) {
    const marks = marksOf(member);
    const met = new Set(marks.flatMap((mark) => groups.get(mark) ?? []));
    const joined = [...met, member];
    for (const mark of [...marks, ...[...met].flatMap(marksOf)]) groups.set(mark, joined);
  }
  const hosts = cluster.databases;
  return [...new Set(groups.values())].map((group) =>
    [...group].sort((a, b) => hosts.indexOf(a.host) - hosts.indexOf(b.host)),
  );
});

/** What a host's files say of its group; undefined for a server that is in none. */
export function memberOf(host: Host): GroupMember | undefined {
  const { options, target } = host;
  const [name, local, seeds] = ['group_name', 'local_address', 'group_seeds'].map((option) =>
    options.effective(`group_replication_${option}`),
  );
  if (target.product === 'mariadb' || !(name ?? (local && seeds))) return undefined;
  return { host, name, local, own: endpointOf(local?.value), seeds, listed: listOf(seeds?.value) };
}

function listOf(value: string | undefined): readonly Endpoint[] | undefined {
  if (!value || isPlaceholder(value)) return undefined;
  return value.split(',').flatMap((seed) => readEndpoint(seed.trim()) ?? []);
}

function endpointOf(value: string | undefined): Required<Endpoint> | undefined {
  const endpoint = value === undefined || isPlaceholder(value) ? undefined : readEndpoint(value.trim());
  return endpoint?.port === undefined ? undefined : endpoint;
}

/** What ties a member to others. Its own machine's loopback address ties nobody. An address and a name never look alike. */
function marksOf({ host, name, own, listed }: GroupMember): string[] {
  const addresses = [...(listed ?? []), ...(own ? [own] : [])].filter(({ address }) => !isLoopback(address));
  const called = listed === undefined && name?.value ? [`name: ${name.value.toLowerCase()}`] : [];
  return [`host: ${host.key}`, ...addresses.map(writeEndpoint), ...called];
}

/** An address as a list of seeds has it; IPv6 needs brackets, because a port follows it. */
export function writeEndpoint({ address, port }: Endpoint): string {
  const written = address.includes(':') ? `[${address}]` : address;
  return port === undefined ? written : `${written}:${port}`;
}

/** Whether members speak to one another through the servers' own connections (since MySQL 8.0.27), not through XCom's. */
export function speaksThroughServer({ options }: Host): boolean {
  return /^(mysql|1)$/i.test(options.value('group_replication_communication_stack') ?? '');
}

/** The hosts of each group, for rules that compare their options. */
export function groupHostsOf(cluster: Cluster): readonly (readonly Host[])[] {
  return replicationGroups(cluster).map((group) => group.map(({ host }) => host));
}
