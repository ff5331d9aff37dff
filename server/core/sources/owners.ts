import type { Document } from '../syntax/tree';
import type { Described, HostFiles } from '../model/build-host';
import { type ComposeProject, type ComposeService, serverArguments } from './compose';
import type { Keyfile } from '../model/host';
import type { InventoryHost } from './inventory';
import { hostPathOf, type Manifest, type ManifestHost } from './manifest';
import { matchesPath } from './path-pattern';
import type { Placement } from '../model/placement';
import { type FoundFile, placeByPath } from './by-path';

/** Everything that tells whose file is whose. Paths are below the workspace root. */
export interface Sources {
  readonly files: readonly FoundFile[];
  readonly documents: ReadonlyMap<string, Document>;
  readonly keyfiles: ReadonlyMap<string, Keyfile>;
  readonly manifests: readonly { readonly folder: string; readonly manifest: Manifest }[];
  readonly composes: readonly { readonly folder: string; readonly project: ComposeProject }[];
  readonly inventories: readonly { readonly folder: string; readonly hosts: readonly InventoryHost[] }[];
  /** Stands for a host or cluster where no folder names it. */
  readonly rootName: string;
}

/**
 * Gives every file its host: the manifest first, then compose services, then paths. What a stronger source has
 * placed, a weaker one leaves alone.
 */
export function findOwners(sources: Sources): HostFiles[] {
  const hosts = new Hosts();
  const placed = new Set<string>();
  for (const { manifest, folder } of sources.manifests) placeManifest(manifest, folder, sources, hosts, placed);
  for (const { project, folder } of sources.composes) placeCompose(project, folder, sources, hosts, placed);
  const rest = sources.files.filter((file) => !placed.has(file.path));
  for (const placement of placeByPath(rest, sources.rootName)) hosts.add(placement, {}, undefined);
  const owned = hosts.list(sources);
  return owned.map((host) => ({ ...host, described: withInventory(host, sources) }));
}

class Hosts {
  private readonly byKey = new Map<
    string,
    { first: Placement; placements: Placement[]; described: Described; cluster: string | undefined }
  >();

  add(placement: Placement, described: Described, cluster: string | undefined): void {
    const key = `${placement.home}/${placement.host}`;
    const known = this.byKey.get(key);
    if (known) known.placements.push(placement);
    else this.byKey.set(key, { first: placement, placements: [placement], described, cluster });
  }

  list(sources: Sources): HostFiles[] {
    return [...this.byKey].map(([key, { first, placements, described, cluster }]) => ({
      key,
      name: first.host,
      home: first.home,
      files: placements.map((placement) => ({
        placement,
        document: sources.documents.get(placement.path),
        keyfile: sources.keyfiles.get(placement.path),
      })),
      described,
      manifestCluster: cluster,
    }));
  }
}

function placeManifest(manifest: Manifest, folder: string, sources: Sources, hosts: Hosts, placed: Set<string>): void {
  for (const cluster of manifest.clusters) {
    const home = `${folder ? folder + '/' : ''}quorate.json#${cluster.name}`;
    for (const host of cluster.hosts) {
      const described = describeManifest(host);
      for (const entry of host.files) {
        for (const file of sources.files) {
          const hostPath = hostPathOf(entry, file.path);
          if (hostPath === undefined) continue;
          const why = `quorate.json gives it to host ${host.name} of cluster ${cluster.name}`;
          placed.add(file.path);
          hosts.add(
            { ...file, home, host: host.name, hostPath, source: 'manifest', why, shared: false },
            described,
            cluster.name,
          );
        }
      }
    }
  }
  for (const file of sources.files)
    if (manifest.ignore.some((pattern) => matchesPath(pattern, file.path))) placed.add(file.path);
}

function describeManifest(host: ManifestHost): Described {
  return {
    names: host.names,
    addresses: host.addresses,
    roles: host.roles,
    target: { ...(host.product && { product: host.product }), ...(host.version && { series: host.version }) },
    haproxyRelease: host.haproxy,
  };
}

function placeCompose(
  project: ComposeProject,
  folder: string,
  sources: Sources,
  hosts: Hosts,
  placed: Set<string>,
): void {
  for (const service of project.services) {
    const described: Described = {
      names: service.names,
      addresses: service.addresses,
      target: service.target,
      haproxyRelease: service.haproxyRelease,
      arguments: serverArguments(service),
    };
    for (const { file, hostPath } of mountedFiles(service, sources.files)) {
      const why = `service ${service.name} of the compose file mounts it at ${hostPath}`;
      placed.add(file.path);
      hosts.add(
        { ...file, home: folder, host: service.name, hostPath, source: 'compose', why, shared: false },
        described,
        undefined,
      );
    }
  }
}

function mountedFiles(service: ComposeService, files: readonly FoundFile[]): { file: FoundFile; hostPath: string }[] {
  return service.mounts.flatMap((mount) =>
    files.flatMap((file) => {
      if (file.path === mount.source) return [{ file, hostPath: mount.target.replace(/\/+$/, '') }];
      const folder = mount.source === '' ? '' : mount.source + '/';
      if (!file.path.startsWith(folder)) return [];
      return [{ file, hostPath: mount.target.replace(/\/+$/, '') + '/' + file.path.slice(folder.length) }];
    }),
  );
}

/** Adds what an inventory in the same folder, or one above it, says of a host with this name. */
function withInventory(host: HostFiles, sources: Sources): Described {
  const near = sources.inventories.filter(
    ({ folder }) => folder === '' || host.home === folder || (host.home + '/').startsWith(folder + '/'),
  );
  const found = near
    .flatMap(({ hosts }) => hosts)
    .find(
      (each) =>
        each.name.toLowerCase() === host.name.toLowerCase() ||
        each.name.split('.')[0]?.toLowerCase() === host.name.toLowerCase(),
    );
  if (!found) return host.described;
  return {
    ...host.described,
    addresses: [...(host.described.addresses ?? []), ...found.addresses],
    names: [...(host.described.names ?? []), found.name],
  };
}
