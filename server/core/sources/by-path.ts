import { areNumberedHosts, hostInFileName, isHostName, isNeutralFolder, isSharedName } from './host-names';
import type { FileKind, Placement } from '../model/placement';

/** A file with its kind, before its owner is known. */
export interface FoundFile {
  readonly path: string;
  readonly kind: FileKind;
}

/**
 * Finds the host of files that neither a manifest nor a compose file speaks of, by their paths alone:
 * a mirrored tree (`db1/etc/mysql/my.cnf`), a folder for each host, a file for each host, or shared files.
 *
 * @param rootName stands for the host when the workspace root itself mirrors a host (`etc/mysql/my.cnf`)
 * @param known    names of hosts that inventories and node lists give, lower-cased
 */
export function placeByPath(
  files: readonly FoundFile[],
  rootName: string,
  known: ReadonlySet<string> = new Set(),
): Placement[] {
  const numbered = numberedFolders(files);
  const isHost = (folder: string, path: string): boolean =>
    isHostName(folder) || numbered.has(path) || (known.has(folder.toLowerCase()) && !isNeutralFolder(folder));
  const owned: Placement[] = [];
  const bare: FoundFile[] = [];
  for (const file of files) {
    const placement = inMirror(file, rootName) ?? inHostFolder(file, isHost) ?? inHostFile(file);
    if (placement && !isSharedName(placement.host)) owned.push(placement);
    else bare.push(file);
  }
  return [...owned, ...bare.flatMap((file) => bareFile(file, owned, rootName))];
}

/** Absolute paths under which the programs keep their files; the part before them names the host. */
const hostPaths =
  /^(etc\/(my\.cnf$|my\.cnf\.d\/|mysql\/|mariadb\/|percona[^/]*\/|corosync\/|haproxy\/|keepalived\/|orchestrator)|var\/lib\/(mysql|pacemaker)\/|usr\/(local\/)?etc\/(my\.cnf|haproxy|corosync|mysql)|opt\/[^/]+\/etc\/)/i;

function inMirror(file: FoundFile, rootName: string): Placement | undefined {
  const segments = file.path.split('/');
  for (let at = 0; at < segments.length - 1; at++) {
    const hostPath = segments.slice(at).join('/');
    if (!hostPaths.test(hostPath)) continue;
    const owner = withoutNeutral(segments.slice(0, at));
    const host = owner.at(-1) ?? rootName;
    const why = `its path mirrors /${hostPath} of host ${host}`;
    return {
      ...file,
      home: owner.slice(0, -1).join('/'),
      host,
      hostPath: '/' + hostPath,
      source: 'mirror',
      why,
      shared: false,
    };
  }
  return undefined;
}

function inHostFolder(
  file: FoundFile,
  isHost: (folder: string, path: string) => boolean = isHostName,
): Placement | undefined {
  const folders = file.path.split('/').slice(0, -1);
  for (let length = folders.length; length > 0; length--) {
    const host = folders[length - 1] as string;
    const path = folders.slice(0, length).join('/');
    if (isHost(host, path)) {
      const home = folders.slice(0, length - 1).join('/');
      return {
        ...file,
        home,
        host,
        hostPath: undefined,
        source: 'folder',
        why: `its folder is named after host ${host}`,
        shared: false,
      };
    }
    if (!isNeutralFolder(host)) return undefined;
  }
  return undefined;
}

function inHostFile(file: FoundFile): Placement | undefined {
  const segments = file.path.split('/');
  const host = hostInFileName(segments.pop() as string);
  if (!host) return undefined;
  const home = withoutNeutral(segments).join('/');
  return {
    ...file,
    home,
    host,
    hostPath: undefined,
    source: 'file',
    why: `its name speaks of host ${host}`,
    shared: false,
  };
}

/**
 * A file that names no host. Beside files of hosts it is theirs together (option files, corosync.conf); a lone
 * haproxy.cfg is a proxy of its own, because nothing says that it runs on a database host; so is a keepalived.conf.
 */
function bareFile(file: FoundFile, owned: readonly Placement[], rootName: string): Placement[] {
  // A tree of files that all hosts share, `common/etc/mysql/my.cnf`, says where they lie on each of them.
  const mirror = inMirror(file, rootName);
  const folders = mirror ? [...mirror.home.split('/').filter(Boolean), mirror.host] : file.path.split('/').slice(0, -1);
  const last = folders.at(-1);
  const isShared = last !== undefined && isSharedName(last);
  const home = withoutNeutral(isShared ? folders.slice(0, -1) : folders).join('/');
  const homes = isShared ? [home, ...collections.map((name) => (home ? `${home}/${name}` : name))] : [home];
  const isProxy = file.kind === 'haproxy' || file.kind === 'keepalived';
  if (!isProxy) {
    const peers = owned.filter((other) => homes.includes(other.home) && sharesWith(file, other));
    const hosts = new Map(peers.map((peer) => [`${peer.home}/${peer.host}`, peer]));
    if (hosts.size > 0) {
      const names = [...hosts.values()].map(({ host }) => host).join(', ');
      return [...hosts.values()].map((peer) => ({
        ...file,
        home: peer.home,
        host: peer.host,
        hostPath: mirror?.hostPath,
        source: 'shared' as const,
        why: `it lies beside the files of ${names}, which share it`,
        shared: true,
      }));
    }
  }
  if (mirror) return [mirror];
  const host = isProxy ? 'haproxy' : home.split('/').at(-1) || rootName;
  const why = isProxy
    ? 'nothing names its host, so it counts as a proxy of its own'
    : `nothing names its host, so the folder does`;
  return [{ ...file, home, host, hostPath: undefined, source: 'place', why, shared: false }];
}

/**
 * Gives SQL and shell scripts to hosts that are there already; they never make a host. A file whose path names no
 * host is shared by all hosts beside it, or by those below its folder where they have one home.
 */
export function placeSql(
  files: readonly FoundFile[],
  hosts: readonly { readonly home: string; readonly host: string }[],
  rootName: string,
): Placement[] {
  const known = new Set(hosts.map(({ home, host }) => `${home}/${host}`));
  const homes = [...new Set(hosts.map(({ home }) => home))];
  return files.flatMap((file): Placement[] => {
    const own = inMirror(file, rootName) ?? inHostFolder(file) ?? inHostFile(file) ?? inKnown(file, known);
    if (own && known.has(`${own.home}/${own.host}`)) return [own];
    const folder = withoutNeutral(file.path.split('/').slice(0, -1)).join('/');
    const below = homes.filter((home) => home === folder || folder === '' || home.startsWith(folder + '/'));
    const home = below.includes(folder) ? folder : below.length === 1 ? below[0] : undefined;
    const why = 'it lies beside their files';
    return hosts
      .filter((host) => host.home === home)
      .map((host) => ({ ...file, ...host, hostPath: undefined, source: 'shared', why, shared: true }));
  });
}

/**
 * Gives configuration of Pacemaker, which is told to a whole cluster, to hosts that are there already: to the one its
 * path names, else to the hosts it speaks of and their peers, else to all beside it.
 *
 * @param namesIn the nodes a file names, lower-cased
 * @param peers   sets of names and addresses that a node list each holds
 * @returns nothing for a file beside several clusters that names a host of none
 */
export function placePacemaker(
  files: readonly FoundFile[],
  hosts: readonly { readonly home: string; readonly host: string }[],
  rootName: string,
  namesIn: (file: FoundFile) => readonly string[],
  peers: readonly ReadonlySet<string>[],
): Placement[] {
  const known = new Set(hosts.map(({ home, host }) => `${home}/${host}`));
  return files.flatMap((file): Placement[] => {
    const own = inMirror(file, rootName) ?? inHostFolder(file) ?? inKnown(file, known);
    if (own && (own.source === 'mirror' || known.has(`${own.home}/${own.host}`))) return [own];
    const folder = withoutNeutral(file.path.split('/').slice(0, -1)).join('/');
    const near = hosts.filter(({ home }) => home === folder || folder === '' || home.startsWith(folder + '/'));
    const names = new Set(namesIn(file));
    const lists = peers.filter((list) => [...names].some((name) => list.has(name)));
    const meant = near.filter(({ host }) => {
      const name = host.toLowerCase();
      return names.has(name) || lists.some((list) => list.has(name));
    });
    if (meant.length > 0 && new Set(meant.map(({ home }) => home)).size === 1) {
      const why = `it names ${meant.map(({ host }) => host).join(', ')} or their peers`;
      return meant.map((host) => ({ ...file, ...host, hostPath: undefined, source: 'nodelist', why, shared: true }));
    }
    const homes = new Set(near.map(({ home }) => home));
    const home = homes.has(folder) ? folder : homes.size === 1 ? [...homes][0] : undefined;
    const beside = near.filter((host) => host.home === home);
    const told = peers.filter((list) => beside.some(({ host }) => list.has(host.toLowerCase())));
    const isOne = told.every((list) => [...list].some((name) => told[0]?.has(name)));
    const why = 'it lies beside their files';
    return isOne
      ? beside.map((host) => ({ ...file, ...host, hostPath: undefined, source: 'shared', why, shared: true }))
      : [];
  });
}

/** A folder that carries the name of a host, whatever names that host otherwise. */
function inKnown(file: FoundFile, known: ReadonlySet<string>): Placement | undefined {
  const folders = file.path.split('/').slice(0, -1);
  const host = folders.pop();
  const home = folders.join('/');
  if (host === undefined || !known.has(`${home}/${host}`)) return undefined;
  const why = `its folder is named after host ${host}`;
  return { ...file, home, host, hostPath: undefined, source: 'folder', why, shared: false };
}

/** Folders that hold the folders of hosts; what they share often lies beside such a folder. */
const collections = ['hosts', 'nodes', 'servers'];

function sharesWith(file: FoundFile, other: Placement): boolean {
  return file.kind === 'mycnf' ? other.kind === 'mycnf' : other.kind === 'mycnf' || other.kind === file.kind;
}

function withoutNeutral(folders: readonly string[]): string[] {
  let length = folders.length;
  while (length > 0 && isNeutralFolder(folders[length - 1] as string)) length--;
  return folders.slice(0, length);
}

/** Folders that, side by side, are numbered hosts of one kind and hold files of ours. */
function numberedFolders(files: readonly FoundFile[]): Set<string> {
  const children = new Map<string, Set<string>>();
  for (const file of files) {
    const folders = withoutNeutral(file.path.split('/').slice(0, -1));
    const name = folders.pop();
    if (!name) continue;
    const parent = folders.join('/');
    children.set(parent, (children.get(parent) ?? new Set()).add(name));
  }
  const found = new Set<string>();
  for (const [parent, names] of children) {
    if (!areNumberedHosts([...names])) continue;
    for (const name of names) found.add(parent ? `${parent}/${name}` : name);
  }
  return found;
}
