import { numberOf } from './networks';
import type { Cluster } from './cluster';
import { corosyncNodes } from './cluster-text';
import { databasePools } from './database-pools';
import type { Host } from './host';

/**
 * The addresses that files of others give to hosts by their names: server lines of proxies and the node lists of
 * corosync. A host's own statements are left out, so that a file which was copied whole does not speak for itself.
 *
 * @returns addresses in lower case by host names in lower case
 */
export function namedAddresses(cluster: Cluster): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const tell = (name: string, address: string): void => {
    const key = name.toLowerCase();
    found.set(key, (found.get(key) ?? new Set()).add(address));
  };
  for (const { servers } of databasePools(cluster)) for (const { server } of servers) tell(server.name, server.address);
  for (const document of new Set(cluster.hosts.flatMap(({ corosync }) => corosync))) {
    for (const { name, addresses } of corosyncNodes(document))
      if (name !== undefined) for (const { address } of addresses) tell(name, address);
  }
  return found;
}

/** A host and the one IPv4 address it has for certain. */
export interface Numbered {
  readonly host: Host;
  readonly address: string;
}

/**
 * Reads how hosts are counted, such as `db1` for 10.0.0.11 and `db2` for 10.0.0.12, off hosts whose addresses are in no
 * doubt.
 *
 * @returns the address that a host's number stands for; undefined for hosts without one, and for all when no host or
 *   two different ways of counting are seen
 */
export function addressByNumber(sure: readonly Numbered[]): (host: Host) => string | undefined {
  const bases = new Set(
    sure.map(({ host, address }) => {
      const [value, number] = [numberOf(address), numberIn(host)];
      return value === undefined || number === undefined ? undefined : value - number;
    }),
  );
  const [base] = bases;
  return (host) => {
    const number = numberIn(host);
    return bases.size !== 1 || base === undefined || number === undefined ? undefined : written(base + number);
  };
}

/** `db07` and `db7.example.com` are number 7. */
function numberIn({ name }: Host): number | undefined {
  const digits = /^[^.]*?(\d+)(\..*)?$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function written(value: number): string {
  return [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join('.');
}
