import { jsonText } from '../text/json-text';
import type { Cluster } from '../model/cluster';
import type { Host, Role } from '../model/host';
import type { Model } from '../model/model';
import type { FileKind, Placement } from '../model/placement';

/**
 * The text of a quorate.json that says what was found: read back, it gives the same hosts and clusters. What a compose
 * file says is left to the compose file, because a manifest cannot give a container its arguments.
 */
export function manifestText(model: Model): string {
  const told = model.clusters.filter((cluster) => !isComposed(cluster));
  const names = unique(told.map(({ name }) => name));
  const placements = model.hosts.flatMap((host) => host.placements);
  const clusters = told.map((cluster, index) => ({
    name: names[index],
    hosts: hostsOf(cluster, placements),
  }));
  const text = jsonText({ clusters });
  // A guess is marked inside of its string first, as JSON has no other place for it.
  return text.replace(/\\u0000"(,?)$/gm, '"$1 // Where is it on the host? This is a guess.');
}

const guessed = '\0';

/** What the files alone do not show; all other roles are seen in them. */
const toldRoles: readonly Role[] = ['source', 'replica', 'co-master'];

function isComposed({ hosts }: Cluster): boolean {
  return hosts.some(
    (host) => host.placements.some(({ source }) => source === 'compose') || host.placements.length === 0,
  );
}

function hostsOf(cluster: Cluster, all: readonly Placement[]): object[] {
  const names = unique(cluster.hosts.map(({ name }) => name.replace(/[\s/:]+/g, '-')));
  // An address two hosts claim is a mistake of one of them, not to be written down as a fact.
  const isContested = (address: string): boolean =>
    cluster.hosts.filter((host) => host.addresses.has(address)).length > 1;
  return cluster.hosts.map((host, index) => {
    const name = names[index] as string;
    const addresses = [...host.addresses].filter((address) => !/[\s/]/.test(address) && !isContested(address));
    const others = [...host.names].filter((each) => each !== name.toLowerCase() && !/[\s/:]/.test(each));
    const roles = toldRoles.filter((role) => host.roles.has(role));
    const { product, series } = host.target;
    return {
      name,
      ...(addresses.length > 0 && { addresses }),
      ...(others.length > 0 && { names: others }),
      ...(roles.length > 0 && { roles }),
      ...(product !== undefined && { product }),
      ...(series !== undefined && { version: series }),
      ...(host.haproxyRelease !== undefined && { haproxy: host.haproxyRelease }),
      ...(host.corosyncRelease !== undefined && { corosync: host.corosyncRelease }),
      files: treeOf(host, all) ?? Object.fromEntries(placesOf(host)),
    };
  });
}

/** One line for a whole folder that holds the host's files as they lie on the host, and nobody else's. */
function treeOf(host: Host, all: readonly Placement[]): Record<string, string> | undefined {
  const own = host.placements.filter(({ kind }) => isTold(kind));
  const tops = own.map(({ path, hostPath }) => {
    if (hostPath === undefined || !path.endsWith(hostPath)) return undefined;
    const top = /^\/[^/]+/.exec(hostPath)?.[0] ?? '';
    return `${path.slice(0, -hostPath.length)}${top}/`;
  });
  const [folder] = tops;
  if (folder === undefined || tops.some((each) => each !== folder)) return undefined;
  const isForeign = (placement: Placement): boolean =>
    placement.path.startsWith(folder) && !host.placements.some((each) => each.path === placement.path);
  return all.some(isForeign) ? undefined : { [folder]: folder.slice(folder.slice(0, -1).lastIndexOf('/'), -1) };
}

/** Each file with its place on the host; option files in the order they are read in. */
function placesOf(host: Host): (readonly [path: string, hostPath: string])[] {
  const order = host.optionFiles.map(({ path }) => path);
  const own = host.placements
    .filter(({ kind }) => isTold(kind))
    .sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
  const isAlone = own.filter(({ kind }) => kind === 'mycnf').length === 1;
  const taken = new Set(own.map(({ hostPath }) => hostPath));
  return own.map(({ path, kind, hostPath }, index) => {
    if (hostPath !== undefined) return [path, hostPath];
    const file = path.slice(path.lastIndexOf('/') + 1);
    const usual = isAlone && kind === 'mycnf' ? '/etc/mysql/my.cnf' : usualPlaces[kind];
    const number = String(index + 1).padStart(2, '0');
    const place = usual !== undefined && !taken.has(usual) ? usual : `/etc/mysql/conf.d/${number}-${cnf(file)}`;
    taken.add(place);
    return [path, place + guessed];
  });
}

const usualPlaces: Partial<Record<FileKind, string>> = {
  corosync: '/etc/corosync/corosync.conf',
  haproxy: '/etc/haproxy/haproxy.cfg',
  keyfile: '/etc/corosync/authkey',
};

/** Programs' own files; scripts are found by what they name. */
function isTold(kind: FileKind): boolean {
  return kind === 'mycnf' || kind === 'corosync' || kind === 'haproxy' || kind === 'keyfile' || kind === 'persisted';
}

/** Servers read of a folder only what ends so. */
function cnf(file: string): string {
  return file.endsWith('.cnf') ? file : `${file}.cnf`;
}

/** The names with numbers behind those that are there already, whatever their case. */
function unique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; seen.has(free.toLowerCase()); number++) free = `${name}-${number}`;
    seen.add(free.toLowerCase());
    return free;
  });
}
