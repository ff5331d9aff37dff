import { understoodSeries } from '../catalog/release-series';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { manifestClusters } from '../sources/manifest-clusters';
import { readManifest } from '../sources/manifest';
import { manifestPlaceAt, type ManifestPlace } from '../sources/manifest-place';
import { folderOf } from '../sources/workspace-path';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Completion, Completions } from './answers';
import { narrowed } from './narrowing';

/** What only the files below a manifest tell: hosts, their addresses, their files. The rest is in its schema. */
export function completeManifest(
  document: Document,
  position: Position,
  model: Model,
  all: readonly Document[],
): Completions | undefined {
  if (!/(^|\/)quorate\.json$/.test(document.path)) return undefined;
  const place = manifestPlaceAt(document, position);
  if (!place) return undefined;
  const items = proposals(place, document, model, all).map((item) =>
    place.isQuoted ? item : { ...item, insert: `"${item.label}"${place.isKey ? ': ' : ''}` },
  );
  return items.length === 0 ? undefined : { span: place.span, ...narrowed(items, place.typed) };
}

function proposals(
  { path, isKey, span }: ManifestPlace,
  document: Document,
  model: Model,
  all: readonly Document[],
): Completion[] {
  const [root, , hosts, , key] = path;
  if (root !== 'clusters') return [];
  const propose = (label: string, detail: string): Completion => ({ label, kind: 'reference', detail, isFirst: true });
  if (hosts === 'version' || key === 'version')
    return [...understoodSeries('mariadb'), ...understoodSeries('mysql')].map((label) =>
      propose(label, 'release series'),
    );
  if (hosts !== 'hosts') return [];
  if (key === 'haproxy') return understoodSeries('haproxy').map((label) => propose(label, 'branch of HAProxy'));
  const below = folderOf(document.path);
  const near = model.clusters.filter(({ hosts: some }) =>
    some.some(({ placements }) => placements.some((placement) => isBelow(placement.path, below))),
  );
  const found = near.flatMap((cluster) => cluster.hosts.map((host) => ({ host, cluster })));
  const self = readManifest(document).clusters[Number(path[1])]?.hosts[Number(path[3])]?.name;
  const own = ownCluster(span.line, document, near);
  switch (key) {
    case 'name':
      return found
        .filter(({ host }) => !document.text.includes(`"${host.name}"`))
        .map(({ host, cluster }) => propose(host.name, `host of ${cluster.name}`));
    case 'addresses':
      return found.flatMap(({ host }) =>
        [...host.addresses]
          .filter((address) => !document.text.includes(`"${address}"`))
          .map((address) => propose(address, `host ${host.name}`)),
      );
    case 'names':
      return found.flatMap(({ host }) =>
        [...host.names].filter((name) => name !== host.name).map((name) => propose(name, `host ${host.name}`)),
      );
    case 'replicatesFrom':
      return (own?.hosts ?? []).filter(({ name }) => name !== self).map((host) => propose(host.name, rolesOf(host)));
    case 'files':
      return isKey ? files(document, below, all, model) : [];
  }
  return [];
}

function rolesOf(host: Host): string {
  return host.roles.size > 0 ? [...host.roles].join(', ') : 'host of this cluster';
}

function ownCluster(line: number, document: Document, clusters: readonly Cluster[]): Cluster | undefined {
  const told = document.blocks.flatMap((block) => manifestClusters(block));
  const lines = told.find(({ first, last }) => first <= line && line <= last);
  return clusters.find(({ name }) => name === lines?.name);
}

/** Files of hosts below the manifest that it does not name yet, with whose they seem to be. */
function files(document: Document, below: string, all: readonly Document[], model: Model): Completion[] {
  const owners = new Map(
    model.hosts.flatMap((host) => host.placements.map((placement) => [placement.path, host.name] as const)),
  );
  return all.flatMap(({ path, language }): Completion[] => {
    if (language === 'plain' || !isBelow(path, below)) return [];
    const label = below === '' ? path : path.slice(below.length + 1);
    if (document.text.includes(`"${label}"`)) return [];
    const owner = owners.get(path);
    return [
      { label, kind: 'reference', detail: owner === undefined ? 'of no host yet' : `host ${owner}`, isFirst: true },
    ];
  });
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
