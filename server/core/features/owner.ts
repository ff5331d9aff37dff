import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import type { Placement } from '../model/placement';

/** Who owns a file: its host, the host's cluster and the words for why. */
export interface Owner {
  readonly cluster: Cluster;
  readonly host: Host;
  readonly placement: Placement;
}

const known = new WeakMap<Model, ReadonlyMap<string, readonly Owner[]>>();

/** Every owner of a file; several when hosts share it, none when it is no host's. */
export function ownersOf(model: Model, path: string): readonly Owner[] {
  let owners = known.get(model);
  if (!owners) known.set(model, (owners = ownersByPath(model)));
  return owners.get(path) ?? [];
}

/** Every feature asks for the owner, and a workspace of a thousand hosts has thousands of files. */
function ownersByPath(model: Model): Map<string, Owner[]> {
  const owners = new Map<string, Owner[]>();
  for (const cluster of model.clusters) {
    for (const host of cluster.hosts) {
      for (const placement of host.placements) {
        const some = owners.get(placement.path);
        if (some) some.push({ cluster, host, placement });
        else owners.set(placement.path, [{ cluster, host, placement }]);
      }
    }
  }
  return owners;
}

/** `host db1 of cluster shop`, for the code lens on line 1; undefined for a file that belongs to nobody. */
export function ownerTitle(owners: readonly Owner[]): string | undefined {
  const [first] = owners;
  if (!first) return undefined;
  const hosts = [...new Set(owners.map(({ host }) => host.name))];
  const names = hosts.length > 3 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(', ');
  const peers = first.cluster.hosts.length;
  return `${hosts.length === 1 ? 'host' : 'hosts'} ${names} · cluster ${first.cluster.name} (${peers} ${peers === 1 ? 'host' : 'hosts'})`;
}
