import type { Access } from './access';
import { isMasked, withoutSecrets } from './secrets';

/** A host with the files it has. */
export interface HostTree {
  readonly name: string;
  /** As it is reached, where its name alone does not do. */
  readonly access: Omit<Access, 'name'>;
  readonly addresses: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** A file of the repository that an import makes. */
export interface ImportedFile {
  /** Below the repository: the host's name, then the path on the host. */
  readonly path: string;
  readonly text: string;
  /** Lines whose secret stays on the host. */
  readonly masked: number;
}

/** `NAME` or `NAME=USER@ADDRESS:PORT`, of which only the name and the address are needed; undefined when it is neither. */
export function hostArgument(written: string): Access | undefined {
  const [, name = '', user, bracketed, plain, port] =
    /^([^=@/\s]+)(?:=(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:\s]+))(?::(\d+))?)?$/.exec(written) ?? [];
  const host = bracketed ?? plain;
  // The name becomes a folder.
  if (!/^[\w-][\w.-]*$/.test(name)) return undefined;
  return {
    name,
    ...(host !== undefined && { host }),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

/** The mirrored trees of hosts, with the secrets of all files taken out. A deploy puts the host's own back. */
export function mirroredTree(hosts: readonly HostTree[]): ImportedFile[] {
  return hosts.flatMap(({ name, files }) =>
    files.map(({ path, text }) => {
      const lines = text.split('\n').map(withoutSecrets);
      return { path: `${name}${path}`, text: lines.join('\n'), masked: lines.filter(isMasked).length };
    }),
  );
}

/** Without those that several hosts have, as the bridges of containers are, or that only count on one link. */
function withOwnAddresses(trees: readonly HostTree[]): HostTree[] {
  const all = trees.flatMap(({ addresses }) => addresses);
  const isOwn = (address: string): boolean =>
    all.filter((each) => each === address).length === 1 && !/^(127\.|169\.254\.|172\.17\.0\.1$|fe80:)/.test(address);
  return trees.map((tree) => ({ ...tree, addresses: tree.addresses.filter(isOwn) }));
}

/** What `quorate.json` is made of, as far as an import writes it. */
interface Manifest {
  readonly clusters?: readonly ManifestCluster[];
}
interface ManifestCluster {
  readonly name?: unknown;
  readonly hosts?: readonly { readonly name?: unknown }[];
}

/**
 * A manifest with these hosts in a cluster.
 * @param existing its text, where there is one already
 * @returns its new text, or undefined when the existing one cannot be written anew without losing something of it
 */
export function manifestWith(
  hosts: readonly HostTree[],
  cluster: string,
  existing: string | undefined,
): string | undefined {
  const manifest = existing === undefined ? {} : plainJson(existing);
  if (!manifest) return undefined;
  const clusters = [...(manifest.clusters ?? [])];
  const known = clusters.findIndex(({ name }) => name === cluster);
  const before = clusters[known] ?? { name: cluster, hosts: [] };
  // A host that is in a cluster already stays in that one.
  const present = new Set(clusters.flatMap((each) => (each.hosts ?? []).map(({ name }) => name)));
  if (known < 0 && hosts.every(({ name }) => present.has(name))) return existing;
  const after = {
    ...before,
    hosts: [
      ...(before.hosts ?? []),
      ...withOwnAddresses(hosts)
        .filter(({ name }) => !present.has(name))
        .map(entry),
    ],
  };
  if (known < 0) clusters.push(after);
  else clusters[known] = after;
  return `${JSON.stringify({ ...manifest, clusters }, undefined, 2)}\n`;
}

function entry({ name, access, addresses, files }: HostTree): object {
  const tops = [...new Set(files.map(({ path }) => path.split('/')[1] ?? ''))];
  return {
    name,
    ...(addresses.length > 0 && { addresses }),
    files: Object.fromEntries(tops.map((top) => [`${name}/${top}/**`, `/${top}`])),
    ...(Object.keys(access).length > 0 && { ssh: access }),
  };
}

function plainJson(text: string): Manifest | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
