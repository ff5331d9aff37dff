import type { OptionCatalog } from '../catalog/options';
import { buildHost, type HostFiles } from './build-host';
import { Cluster, type ClusterKind } from './cluster';
import { type Group, groupHosts } from './grouping';
import { type Host, isDatabase } from './host';
import { type Links, linksOf, sameLinks } from './links';
import { galeraNode } from './wsrep';

/**
 * Hosts and clusters of a workspace at one moment. A new model takes over every host and cluster that an edit left
 * as it was, by identity, so that results kept under them stay valid.
 */
export class Model {
  private constructor(
    readonly hosts: readonly Host[],
    readonly clusters: readonly Cluster[],
    private readonly states: ReadonlyMap<string, HostState>,
    /** Stays the same object as long as hosts, clusters and the owners of files do, whatever the files say. */
    readonly layout: object,
  ) {}

  static readonly empty = new Model([], [], new Map(), {});

  /** The model after a change. `owners` may be the same array as before when no file came or went. */
  next(owners: readonly HostFiles[], catalog: OptionCatalog, rootName: string): Model {
    const states = new Map<string, HostState>();
    let changed = false;
    let regroup = owners.length !== this.states.size;
    for (const owner of owners) {
      const known = this.states.get(owner.key);
      const state = known && isCurrent(known, owner) ? known : stateOf(owner, catalog);
      states.set(owner.key, state);
      changed ||= state !== known;
      regroup ||= !known || known.owner !== owner || !sameLinks(known.links, state.links);
    }
    if (!changed && !regroup) return this;
    const hosts = [...states.values()].map((state) => state.host);
    const clusters = regroup
      ? formClusters([...states.values()], rootName)
      : this.clusters.map((cluster) => renewed(cluster, states));
    return new Model(hosts, clusters, states, regroup ? {} : this.layout);
  }
}

interface HostState {
  readonly owner: HostFiles;
  readonly versions: readonly number[];
  readonly host: Host;
  readonly links: Links;
}

function stateOf(owner: HostFiles, catalog: OptionCatalog): HostState {
  const host = buildHost(owner, catalog);
  return { owner, versions: versionsOf(owner), host, links: linksOf(host) };
}

function versionsOf(owner: HostFiles): number[] {
  return owner.files.map((file) => file.document?.version ?? 0);
}

function isCurrent(state: HostState, owner: HostFiles): boolean {
  return (
    state.owner === owner && owner.files.every((file, index) => (file.document?.version ?? 0) === state.versions[index])
  );
}

/** The same cluster with the hosts that changed put in, or the very same when none did. */
function renewed(cluster: Cluster, states: ReadonlyMap<string, HostState>): Cluster {
  const hosts = cluster.hosts.map((host) => states.get(host.key)?.host ?? host);
  if (hosts.every((host, index) => host === cluster.hosts[index])) return cluster;
  return new Cluster(cluster.name, kindsOf(hosts), hosts, cluster.why);
}

function formClusters(states: readonly HostState[], rootName: string): Cluster[] {
  const told = states.filter((state) => state.owner.manifestCluster !== undefined);
  const byManifest = new Map<string, { name: string; hosts: Host[] }>();
  for (const { owner, host } of told) {
    const name = owner.manifestCluster as string;
    const known = byManifest.get(owner.home) ?? { name, hosts: [] };
    known.hosts.push(host);
    byManifest.set(owner.home, known);
  }
  const found = groupHosts(
    states.filter((state) => state.owner.manifestCluster === undefined).map((state) => state.links),
  );
  const names = nameGroups(found, rootName);
  return [
    ...[...byManifest.values()].map(
      ({ name, hosts }) => new Cluster(name, kindsOf(hosts), hosts, 'quorate.json says so'),
    ),
    ...found.map((group, index) => new Cluster(names[index] as string, kindsOf(group.hosts), group.hosts, group.why)),
  ];
}

/** A cluster is called after its folder; where one folder holds several, after what its files call it. */
function nameGroups(groups: readonly Group[], rootName: string): string[] {
  const folder = (group: Group): string => group.hosts[0]?.home || rootName;
  const folders = groups.map(folder);
  return groups.map((group, index) => {
    const home = folders[index] as string;
    const alone = folders.filter((other) => other === home).length === 1;
    const last = home.split('/').at(-1) as string;
    const unique = folders.filter((other) => other.split('/').at(-1) === last).every((other) => other === home);
    const base = unique ? last : home;
    return alone ? base : `${base}: ${ownName(group)}`;
  });
}

function ownName(group: Group): string {
  for (const host of group.hosts) {
    const name = galeraNode(host.options)?.cluster?.value;
    if (name) return name;
  }
  return group.hosts.map((host) => host.name).join(', ');
}

function kindsOf(hosts: readonly Host[]): Set<ClusterKind> {
  const kinds = new Set<ClusterKind>();
  for (const host of hosts) {
    if (host.roles.has('galera-node')) kinds.add('galera');
    if (host.roles.has('group-member')) kinds.add('group-replication');
    if (host.corosync.length > 0) kinds.add('corosync');
    if (host.haproxy.length > 0) kinds.add('haproxy');
  }
  const databases = hosts.filter(isDatabase);
  const replicates = (host: Host): boolean =>
    ['server_id', 'log_bin', 'relay_log', 'gtid_mode'].some((name) => host.options.effective(name));
  if (databases.length > 1 && databases.some(replicates)) kinds.add('replication');
  return kinds;
}
