import type { Cluster } from '../model/cluster';
import { corosyncConf } from '../model/corosync-files';
import { corosyncNodes } from '../model/cluster-text';
import { corosyncSettings, sectionAt } from '../model/corosync-settings';
import { haproxyFiles } from '../model/haproxy-files';
import { type Host, isDatabase } from '../model/host';
import { closingSetting, defaultPort, listening } from '../model/listening';
import { manifestHome } from '../model/placement';
import { topologyOf } from '../model/topology/topology';
import { isReadOnly, simultaneousWriters } from '../model/writers';
import { accessByHost } from '../desired';
import type { Access } from '../ops/access';
import type { ClusterTarget, HostTarget } from '../ops/status/target';
import type { Workspace } from '../workspace';
import { haproxySection } from '../syntax/haproxy';

/** Whom to ask for the status of each cluster, and what its files let expect. */
export function statusTargets(workspace: Workspace): ClusterTarget[] {
  const access = accessByHost(workspace);
  return workspace.model.clusters.map((cluster) => ({
    name: cluster.name,
    hosts: [
      ...cluster.hosts.map((host) => hostTarget(host, cluster, access.get(host.key) ?? { name: host.name })),
      ...arbitersWithoutFiles(workspace, cluster),
    ],
    writers: writersOf(cluster),
    planned: topologyOf(cluster).edges.flatMap(({ source, replica, channel }) =>
      source ? [{ source: source.name, replica: replica.name, channel }] : [],
    ),
  }));
}

function hostTarget(host: Host, cluster: Cluster, access: Access): HostTarget {
  const haproxy = host.haproxy.length > 0 ? haproxyPlaces(host) : undefined;
  return {
    key: host.key,
    name: host.name,
    names: [...new Set([...host.names, host.name.toLowerCase()])],
    addresses: [...host.addresses],
    access,
    database: isDatabase(host) ? databaseOf(host) : undefined,
    corosync: host.corosync.length > 0 ? corosyncOf(host) : undefined,
    arbiter: [...arbitersOf(cluster)].some((place) => host.names.has(place) || host.addresses.has(place)),
    pacemaker: host.corosync.length > 0,
    haproxy,
    orchestrator: undefined,
  };
}

function databaseOf(host: Host): NonNullable<HostTarget['database']> {
  const where = listening(host);
  return {
    port: where?.ports[0] ?? defaultPort,
    socket: absolute(host.options.value('socket')),
    localOnly: where === undefined || closingSetting(host) !== undefined,
    galera: host.roles.has('galera-node'),
    group: host.roles.has('group-member'),
    replica: host.roles.has('replica'),
    errorLog: absolute(host.options.value('log_error')),
    dataFolder: absolute(host.options.value('datadir')),
  };
}

function corosyncOf(host: Host): NonNullable<HostTarget['corosync']> {
  const document = corosyncConf(host);
  if (!document) return { logFile: undefined, links: 1 };
  const nodes = corosyncNodes(document);
  return {
    logFile: absolute(sectionAt(document, 'logging')?.pairs.findLast(({ key }) => key === 'logfile')?.value),
    links: Math.max(1, ...nodes.map((node) => node.addresses.length)),
  };
}

/** Names and addresses of the arbiters that quorum devices of a cluster have. */
function arbitersOf(cluster: Cluster): Set<string> {
  return new Set(
    cluster.hosts.flatMap((node) => {
      const document = corosyncConf(node);
      return (document && corosyncSettings(document).get('quorum.device.net.host')?.value.toLowerCase()) ?? [];
    }),
  );
}

/** Arbiters that only a manifest knows, because nothing of theirs is configured by files. */
function arbitersWithoutFiles({ manifests }: Workspace, cluster: Cluster): HostTarget[] {
  const places = arbitersOf(cluster);
  const homes = new Set(cluster.hosts.map(({ home }) => home));
  return manifests.flatMap(({ folder, manifest }) =>
    manifest.clusters
      .map((each) => ({ hosts: each.hosts, home: manifestHome(folder, each.name) }))
      .filter(({ home }) => homes.has(home))
      .flatMap(({ hosts, home }) =>
        hosts
          .filter(
            ({ name, addresses }) =>
              !cluster.hosts.some(({ key }) => key === `${home}/${name}`) &&
              [name, ...addresses].some((each) => places.has(each)),
          )
          .map(({ name, names, addresses, ssh }) => ({
            key: `${home}/${name}`,
            name,
            names: [name, ...names].map((each) => each.toLowerCase()),
            addresses: [...addresses],
            access: { name, ...ssh },
            database: undefined,
            corosync: undefined,
            arbiter: true,
            pacemaker: false,
            haproxy: undefined,
            orchestrator: undefined,
          })),
      ),
  );
}

/** `stats socket` of the global section, and the first section that serves a statistics page over TCP. */
function haproxyPlaces(host: Host): NonNullable<HostTarget['haproxy']> {
  let socket: string | undefined;
  let url: string | undefined;
  for (const document of haproxyFiles(host)) {
    for (const block of document.blocks) {
      const section = haproxySection(block);
      if (!section) continue;
      const said = section.statements.map(({ words }) => words.map((word) => word.text));
      if (section.keyword === 'global') {
        const place = said.find(([first, second]) => first === 'stats' && second === 'socket')?.[2];
        socket ??= absolute(place?.replace(/^unix@/, ''));
        continue;
      }
      const isServed = said.some(([first, second]) => first === 'stats' && ['enable', 'uri'].includes(second ?? ''));
      const bind = said.find(([first]) => first === 'bind')?.[1];
      const port = /:(\d+)$/.exec(bind ?? '')?.[1];
      if (url !== undefined || !isServed || port === undefined) continue;
      const uri = said.find(([first, second]) => first === 'stats' && second === 'uri')?.[2] ?? '/haproxy?stats';
      url = `http://${[...host.addresses][0] ?? host.name}:${port}${uri}`;
    }
  }
  return { socket, url };
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}

/** How many writers the files mean. Silence is better than a wrong alarm, so nothing is said where nothing proves it. */
function writersOf(cluster: Cluster): ClusterTarget['writers'] {
  const numbersItself = cluster.hosts.some(({ roles }) => roles.has('galera-node') || roles.has('group-member'));
  if (numbersItself || simultaneousWriters(cluster)?.isCertain) return 'several';
  const databases = cluster.databases;
  const isPassive = (host: Host): boolean => isReadOnly(host) || host.roles.has('replica');
  return databases.length > 1 && databases.some(isPassive) ? 'one' : undefined;
}
