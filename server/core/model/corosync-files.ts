import type { CorosyncLine, CorosyncPair } from '../syntax/corosync';
import type { Document } from '../syntax/tree';
import type { Cluster } from './cluster';
import { type CorosyncNode, corosyncNodes } from './cluster-text';
import { corosyncSettings } from './corosync-settings';
import type { Host } from './host';

/** A corosync.conf with the hosts whose daemon reads it; several hosts may share one file. */
export interface CorosyncFile {
  readonly document: Document<CorosyncLine>;
  readonly hosts: readonly Host[];
  /** The names of its hosts, for people. */
  readonly owner: string;
  readonly nodes: readonly CorosyncNode[];
  readonly settings: ReadonlyMap<string, CorosyncPair>;
}

/** The file a host's daemon reads. Where several lie side by side it is the one of that very name. */
export function corosyncConf(host: Host): Document<CorosyncLine> | undefined {
  return host.corosync.find((document) => /(^|\/)corosync\.conf$/.test(document.path)) ?? host.corosync[0];
}

/**
 * The corosync.conf files of a cluster, in groups that describe one corosync cluster each: files whose node lists
 * share a node belong together, and files without a node list join the only group there is.
 */
export function corosyncGroups(cluster: Cluster): readonly (readonly CorosyncFile[])[] {
  const groups: { identities: Set<string>; files: CorosyncFile[] }[] = [];
  const unlisted: CorosyncFile[] = [];
  for (const file of corosyncFiles(cluster)) {
    const identities = file.nodes.flatMap((node) => [
      ...(node.name ? [node.name.toLowerCase()] : []),
      ...node.addresses.map(({ address }) => address),
    ]);
    if (identities.length === 0) {
      unlisted.push(file);
      continue;
    }
    const [first, ...others] = groups.filter((group) => identities.some((identity) => group.identities.has(identity)));
    const group = first ?? { identities: new Set<string>(), files: [] };
    if (!first) groups.push(group);
    for (const other of others) {
      groups.splice(groups.indexOf(other), 1);
      group.files.push(...other.files);
      for (const identity of other.identities) group.identities.add(identity);
    }
    group.files.push(file);
    for (const identity of identities) group.identities.add(identity);
  }
  if (groups.length === 0) return unlisted.length > 0 ? [unlisted] : [];
  const [only] = groups;
  if (only && groups.length === 1) only.files.push(...unlisted);
  return groups.map(({ files }) => files);
}

/** The file with the highest `config_version`, which people raise with every change; undefined when all have the same. */
export function newestFile(files: readonly CorosyncFile[]): CorosyncFile | undefined {
  const versionOf = ({ settings }: CorosyncFile): bigint => {
    const written = settings.get('totem.config_version')?.value ?? '0';
    return /^\d+$/.test(written) ? BigInt(written) : 0n;
  };
  const [first, ...others] = files;
  if (!first || others.every((file) => versionOf(file) === versionOf(first))) return undefined;
  return others.reduce((best, file) => (versionOf(file) > versionOf(best) ? file : best), first);
}

function corosyncFiles(cluster: Cluster): CorosyncFile[] {
  const hosts = new Map<Document<CorosyncLine>, Host[]>();
  for (const host of cluster.hosts) {
    const document = corosyncConf(host);
    if (document) hosts.set(document, [...(hosts.get(document) ?? []), host]);
  }
  return [...hosts].map(([document, readers]) => ({
    document,
    hosts: readers,
    owner: `${readers.length > 1 ? 'hosts' : 'host'} ${readers.map((host) => host.name).join(', ')}`,
    nodes: corosyncNodes(document),
    settings: corosyncSettings(document),
  }));
}
