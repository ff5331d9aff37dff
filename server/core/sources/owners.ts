import { corosyncNodes } from '../model/cluster-text';
import { namedNodes } from '../model/pacemaker/named-nodes';
import type { Written } from '../model/setting';
import type { CorosyncLine } from '../syntax/corosync';
import type { Document } from '../syntax/tree';
import type { Described, HostFiles } from '../model/build-host';
import { type ComposeProject, type ComposeService, serverArguments } from './compose';
import { replicationLogin, replicationRoles, replicationSources } from './compose-replication';
import type { Keyfile } from '../model/host';
import type { InventoryHost } from './inventory';
import { hostPathOf, type Manifest, type ManifestHost } from './manifest';
import { matchesPath } from './path-pattern';
import { manifestHome, type Placement } from '../model/placement';
import { type FoundFile, placeByPath, placePacemaker, placeSql } from './by-path';
import { readPersisted } from './persisted';

/** Everything that tells whose file is whose. Paths are below the workspace root. */
export interface Sources {
  readonly files: readonly FoundFile[];
  /** They say whose other files are, and belong to a host themselves only where the manifest names them. */
  readonly composeFiles: readonly FoundFile[];
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
  const isSql = ({ kind }: FoundFile): boolean => kind === 'sql';
  const isPacemaker = ({ kind }: FoundFile): boolean => kind === 'crm' || kind === 'cib';
  const byPath = placeByPath(
    rest.filter((file) => !isSql(file) && !isPacemaker(file)),
    sources.rootName,
    new Set(
      [...sources.inventories.flatMap(({ hosts: known }) => known.map(({ name }) => name)), ...nodesOf(sources)].map(
        (name) => name.toLowerCase(),
      ),
    ),
  );
  for (const placement of byPath) for (const each of byNodeList(placement, sources)) hosts.add(each, {}, undefined);
  for (const placement of pacemakerPlacements(rest.filter(isPacemaker), hosts.all, sources))
    hosts.add(placement, {}, undefined);
  for (const placement of placeSql(rest.filter(isSql), hosts.all, sources.rootName))
    hosts.add(placement, {}, undefined);
  for (const { manifest, folder } of sources.manifests) adoptHosts(manifest, folder, hosts);
  const owned = hosts.list(sources);
  return owned.map((host) => ({
    ...host,
    described: { ...withInventory(host, sources), persisted: persistedOf(host) },
  }));
}

/** Names that node lists give. */
function nodesOf({ documents }: Sources): string[] {
  return [...documents.values()].flatMap((document) =>
    document.language === 'corosync'
      ? corosyncNodes(document as unknown as Document<CorosyncLine>).flatMap(({ name }) => name ?? [])
      : [],
  );
}

/** A corosync.conf that no path gives to a host is on every node it names, because it is the same on all of them. */
function byNodeList(placement: Placement, sources: Sources): readonly Placement[] {
  const document = sources.documents.get(placement.path);
  if (placement.kind !== 'corosync' || placement.source !== 'place' || !document) return [placement];
  const nodes = corosyncNodes(document as Document<CorosyncLine>).map(
    ({ name, addresses }) => name ?? addresses[0]?.address,
  );
  const names = [...new Set(nodes)].filter((name) => name !== undefined && name !== '');
  if (names.length < 2) return [placement];
  return names.map((host) => ({
    ...placement,
    host: host as string,
    source: 'nodelist',
    why: `nothing names its host, and its node list names ${host}`,
    shared: true,
  }));
}

/** A configuration of Pacemaker without hosts beside it makes hosts of the nodes it names, or one of its folder. */
function pacemakerPlacements(
  files: readonly FoundFile[],
  known: readonly { readonly home: string; readonly host: string }[],
  sources: Sources,
): Placement[] {
  if (files.length === 0) return [];
  const namesIn = ({ path }: FoundFile): readonly string[] => {
    const document = sources.documents.get(path);
    return document ? namedNodes(document) : [];
  };
  const peers = [...sources.documents.values()].flatMap((document) => {
    if (document.language !== 'corosync') return [];
    const nodes = corosyncNodes(document as unknown as Document<CorosyncLine>);
    return [new Set(nodes.flatMap(({ name }) => name?.toLowerCase() ?? []))];
  });
  const placed = placePacemaker(files, known, sources.rootName, namesIn, peers);
  const done = new Set(placed.map(({ path }) => path));
  const alone = files.filter(({ path }) => !done.has(path));
  return [...placed, ...alone.flatMap((file) => asHosts(file, namesIn(file), known, sources.rootName))];
}

function asHosts(
  file: FoundFile,
  names: readonly string[],
  known: readonly { readonly home: string }[],
  rootName: string,
): Placement[] {
  const home = file.path.split('/').slice(0, -1).join('/');
  // Beside hosts of several clusters it stays open whose it is.
  if (known.some((host) => host.home === home)) return [];
  const why = names.length > 0 ? 'it names this node' : 'nothing names its host, so the folder does';
  const hosts = names.length > 0 ? names : [home.split('/').at(-1) || rootName];
  return hosts.map((host) => ({
    ...file,
    home,
    host,
    hostPath: undefined,
    source: names.length > 0 ? 'nodelist' : 'place',
    why,
    shared: hosts.length > 1,
  }));
}

function persistedOf(host: HostFiles): readonly Written[] {
  return host.files.flatMap(({ placement, document }) =>
    placement.kind === 'persisted' && document ? readPersisted(document) : [],
  );
}

class Hosts {
  private readonly byKey = new Map<
    string,
    { home: string; host: string; placements: Placement[]; described: Described; cluster: string | undefined }
  >();

  add(placement: Placement, described: Described, cluster: string | undefined): void {
    const key = `${placement.home}/${placement.host}`;
    const known = this.byKey.get(key);
    if (known) known.placements.push(placement);
    else
      this.byKey.set(key, { home: placement.home, host: placement.host, placements: [placement], described, cluster });
  }

  /** A host that no file of its own shows, only what is said of it. */
  describe(home: string, host: string, described: Described): void {
    const key = `${home}/${host}`;
    if (!this.byKey.has(key)) this.byKey.set(key, { home, host, placements: [], described, cluster: undefined });
  }

  /**
   * Makes the one host of a name below a folder, which other sources have found, the host of a manifest.
   * @param names lower-cased
   */
  adopt(names: ReadonlySet<string>, folder: string, home: string, name: string, described: Described, cluster: string) {
    const isBelow = (other: string): boolean => folder === '' || other === folder || other.startsWith(`${folder}/`);
    const found = [...this.byKey].filter(
      ([, each]) => each.cluster === undefined && names.has(each.host.toLowerCase()) && isBelow(each.home),
    );
    const [only] = found;
    const key = `${home}/${name}`;
    if (!only || found.length > 1 || this.byKey.has(key)) return;
    const [before, entry] = only;
    this.byKey.delete(before);
    this.byKey.set(key, {
      home,
      host: name,
      placements: entry.placements.map((placement) => ({ ...placement, home, host: name })),
      described: withManifest(entry.described, described),
      cluster,
    });
  }

  get all(): readonly { readonly home: string; readonly host: string }[] {
    return [...this.byKey.values()];
  }

  list(sources: Sources): HostFiles[] {
    return [...this.byKey].map(([key, { home, host, placements, described, cluster }]) => ({
      key,
      name: host,
      home,
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
    const home = manifestHome(folder, cluster.name);
    for (const host of cluster.hosts) {
      const described = describeManifest(host);
      for (const entry of host.files) {
        // A compose file lies on the machine too, where the entry is for it alone.
        for (const file of entry.pattern ? sources.files : [...sources.files, ...sources.composeFiles]) {
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

/** A manifest may leave the files of a host out: they are those that are found under its name. */
function adoptHosts(manifest: Manifest, folder: string, hosts: Hosts): void {
  for (const cluster of manifest.clusters) {
    const home = manifestHome(folder, cluster.name);
    for (const host of cluster.hosts.filter(({ files }) => files.length === 0)) {
      const names = new Set([host.name, ...host.names].map((name) => name.toLowerCase()));
      hosts.adopt(names, folder, home, host.name, describeManifest(host), cluster.name);
    }
  }
}

/** What a manifest says goes before what a compose file says; lists come together. */
function withManifest(found: Described, said: Described): Described {
  return {
    ...found,
    ...said,
    names: [...(said.names ?? []), ...(found.names ?? [])],
    addresses: [...(said.addresses ?? []), ...(found.addresses ?? [])],
    roles: [...(said.roles ?? []), ...(found.roles ?? [])],
    sources: [...(said.sources ?? []), ...(found.sources ?? [])],
    target: { ...found.target, ...said.target },
    haproxyRelease: said.haproxyRelease ?? found.haproxyRelease,
    corosyncRelease: said.corosyncRelease ?? found.corosyncRelease,
  };
}

function describeManifest(host: ManifestHost): Described {
  return {
    names: host.names,
    addresses: host.addresses,
    roles: host.roles,
    sources: host.replicatesFrom.map(({ text, span }, index, all) => ({
      origin: 'manifest',
      // Several sources need a channel each; which names they have makes no difference here.
      channel: all.length > 1 ? `${index}` : '',
      address: text.toLowerCase(),
      port: undefined,
      span,
    })),
    target: { ...(host.product && { product: host.product }), ...(host.version && { series: host.version }) },
    haproxyRelease: host.haproxy,
    corosyncRelease: host.corosync,
  };
}

function placeCompose(
  project: ComposeProject,
  folder: string,
  sources: Sources,
  hosts: Hosts,
  placed: Set<string>,
): void {
  const wanted = new Set(
    project.services.flatMap((service) => replicationSources(service).map((each) => each.address)),
  );
  for (const service of project.services) {
    const sourcesOfIt = replicationSources(service);
    const serverOptions = serverArguments(service);
    const described: Described = {
      names: service.names,
      addresses: service.addresses,
      roles: replicationRoles(service),
      target: service.target,
      haproxyRelease: service.haproxyRelease,
      arguments: serverOptions,
      sources: sourcesOfIt,
      replicationLogin: replicationLogin(service),
      runsDatabase: service.target.product !== undefined,
    };
    for (const { file, hostPath } of mountedFiles(service, sources.files)) {
      if (file.kind === 'sql' && !runsAtFirstStart(hostPath)) continue;
      const why = `service ${service.name} of the compose file mounts it at ${hostPath}`;
      placed.add(file.path);
      hosts.add(
        { ...file, home: folder, host: service.name, hostPath, source: 'compose', why, shared: false },
        described,
        undefined,
      );
    }
    const isPartner = service.names.some((name) => wanted.has(name.toLowerCase()));
    const isSource = replicationRoles(service).includes('source');
    if (serverOptions.length > 0 || sourcesOfIt.length > 0 || isPartner || isSource)
      hosts.describe(folder, service.name, described);
  }
}

/** The images' start scripts run what lies there against the new server. */
function runsAtFirstStart(hostPath: string): boolean {
  return /^\/docker-entrypoint-(initdb|startdb)(\.d)?\//.test(hostPath);
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
  const near = sources.inventories.filter(({ folder }) => `${host.home}/`.startsWith(reachOf(folder)));
  const all = near.flatMap(({ hosts }) =>
    hosts.filter(
      (each) =>
        each.name.toLowerCase() === host.name.toLowerCase() ||
        each.name.split('.')[0]?.toLowerCase() === host.name.toLowerCase(),
    ),
  );
  const [found] = all;
  // Inventories of production and staging may give one name two addresses; then it is open which of them is meant.
  if (!found || all.some((each) => each.addresses.join() !== found.addresses.join())) return host.described;
  return {
    ...host.described,
    addresses: [...(host.described.addresses ?? []), ...found.addresses],
    names: [...(host.described.names ?? []), found.name],
  };
}

/** The folder, with a slash at its end, whose hosts an inventory speaks of: the one around `inventory/`. */
function reachOf(folder: string): string {
  const around = folder.replace(/(^|\/)(inventory|inventories)(\/.*)?$/i, '');
  return around === '' ? '' : `${around}/`;
}
