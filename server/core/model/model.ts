import type { OptionCatalog } from '../catalog/options';
import type { HaproxyLine } from '../syntax/haproxy';
import { tellRelease } from '../syntax/haproxy-conditions';
import type { Document } from '../syntax/tree';
import { buildHost, type HostFiles } from './build-host';
import { Cluster, type ClusterKind } from './cluster';
import { type Group, groupHosts } from './grouping';
import { type Host, isDatabase } from './host';
import { changedOptions } from './host-change';
import { type Links, linksOf, sameLinks } from './links';
import type { Observed } from './observed';
import { galeraNode } from './wsrep';

/**
 * Hosts and clusters of a workspace at one moment. A new model takes over every host and cluster that an edit left
 * as it was, by identity, so that results kept under them stay valid.
 */
export class Model {
  private constructor(
    readonly hosts: readonly Host[],
    readonly clusters: readonly Cluster[],
    /** What each of `owners` was made of, in the same order. */
    private readonly states: readonly HostState[],
    private readonly owners: readonly HostFiles[],
    /**
     * Stays the same object as long as hosts, clusters and the owners of files do, whatever the files say. Clusters of
     * two models with one layout stand at the same places, and so do the hosts of each.
     */
    readonly layout: object,
    /** Hosts that differ from their predecessors by the values of these options and by nothing else. */
    readonly changedOptions: ReadonlyMap<Host, ReadonlySet<string>>,
  ) {}

  static readonly empty = new Model([], [], [], [], {}, new Map());

  /**
   * The model after a change.
   *
   * @param owners may be the same array as before when no file came or went
   * @param observed what running servers said, by host; the same object as before where they said the same
   */
  next(
    owners: readonly HostFiles[],
    catalog: OptionCatalog,
    rootName: string,
    observed: ReadonlyMap<string, Observed> = new Map(),
  ): Model {
    if (owners === this.owners) return this.edited(catalog, rootName, observed);
    tellReleases(owners);
    const states = owners.map((owner) => stateOf(owner, catalog, observed));
    return new Model(hostsOf(states), formClusters(states, rootName), states, owners, {}, new Map());
  }

  private edited(catalog: OptionCatalog, rootName: string, observed: ReadonlyMap<string, Observed>): Model {
    const states = [...this.states];
    const renewed = new Map<Host, Host>();
    const changes = new Map<Host, ReadonlySet<string>>();
    let regroup = false;
    this.states.forEach((known, index) => {
      const isSeenAnew = known.observed !== observed.get(known.owner.key);
      if (!isSeenAnew && isCurrent(known)) return;
      const state = stateOf(known.owner, catalog, observed);
      states[index] = state;
      renewed.set(known.host, state.host);
      const kinds = changedKinds(known);
      const isSimple = kinds.every((kind) => kind === 'mycnf' || kind === 'haproxy');
      const changed = isSimple && changedOptions(known.host, state.host, kinds.includes('haproxy'));
      if (changed) changes.set(state.host, changed);
      regroup ||= !sameLinks(known.links, state.links);
    });
    if (renewed.size === 0) return this;
    const hosts = hostsOf(states);
    const anew = regroup ? formClusters(states, rootName) : undefined;
    if (anew && !isSameLayout(anew, this.clusters)) return new Model(hosts, anew, states, this.owners, {}, new Map());
    const clusters = this.clusters.map((cluster) => withHosts(cluster, renewed));
    return new Model(hosts, clusters, states, this.owners, this.layout, changes);
  }
}

/** Branches by version are decided where all hosts that read a haproxy.cfg run one known release. */
function tellReleases(owners: readonly HostFiles[]): void {
  const releases = new Map<Document<HaproxyLine>, Set<string | undefined>>();
  for (const { files, described } of owners) {
    for (const { document } of files) {
      if (document?.language !== 'haproxy') continue;
      const known = releases.get(document as Document<HaproxyLine>) ?? new Set();
      releases.set(document as Document<HaproxyLine>, known.add(described.haproxyRelease));
    }
  }
  for (const [document, told] of releases) tellRelease(document, told.size === 1 ? [...told][0] : undefined);
}

interface HostState {
  readonly owner: HostFiles;
  readonly versions: readonly number[];
  readonly observed: Observed | undefined;
  readonly host: Host;
  readonly links: Links;
}

function stateOf(owner: HostFiles, catalog: OptionCatalog, all: ReadonlyMap<string, Observed>): HostState {
  const observed = all.get(owner.key);
  const host = buildHost(owner, catalog, observed);
  return { owner, versions: versionsOf(owner), observed, host, links: linksOf(host) };
}

function hostsOf(states: readonly HostState[]): Host[] {
  return states.map((state) => state.host);
}

function versionsOf(owner: HostFiles): number[] {
  return owner.files.map((file) => file.document?.version ?? 0);
}

function isCurrent({ owner, versions }: HostState): boolean {
  return owner.files.every((file, index) => (file.document?.version ?? 0) === versions[index]);
}

/** What kinds of files of a host have another text than when its state was made. */
function changedKinds({ owner, versions }: HostState): string[] {
  return owner.files.flatMap(({ document, placement }, index) =>
    (document?.version ?? 0) === versions[index] ? [] : [placement.kind],
  );
}

/** Whether clusters were formed of the same hosts for the same reasons. */
function isSameLayout(clusters: readonly Cluster[], before: readonly Cluster[]): boolean {
  return (
    clusters.length === before.length &&
    clusters.every(({ name, why, hosts }, index) => {
      const other = before[index];
      if (name !== other?.name || why !== other.why || hosts.length !== other.hosts.length) return false;
      return hosts.every(({ key }, place) => key === other.hosts[place]?.key);
    })
  );
}

/** The same cluster with the hosts that changed put in, or the very same when none did. */
function withHosts(cluster: Cluster, renewed: ReadonlyMap<Host, Host>): Cluster {
  if (!cluster.hosts.some((host) => renewed.has(host))) return cluster;
  const hosts = cluster.hosts.map((host) => renewed.get(host) ?? host);
  return new Cluster(cluster.name, kindsOf(hosts), hosts, cluster.why, cluster);
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
