import type { Cluster } from './cluster';
import type { Host } from './host';
import { vrrpInstances, type VrrpInstance } from './keepalived';
import { rememberPer } from './reads';

/** A VRRP instance with the host that has it. */
export interface VrrpMember {
  readonly host: Host;
  readonly instance: VrrpInstance;
}

/** The VRRP instances of a cluster's hosts; of a file that several hosts read those of the first one. */
export const vrrpMembers = rememberPer((cluster: Cluster): readonly VrrpMember[] => {
  const seen = new Set<unknown>();
  return cluster.hosts.flatMap((host) =>
    host.keepalived.flatMap((document) => {
      if (seen.has(document)) return [];
      seen.add(document);
      return vrrpInstances(document).map((instance) => ({ host, instance }));
    }),
  );
});

/** The same by each of their addresses, and by their names behind a blank, which no address begins with. */
const membersBy = rememberPer((cluster: Cluster): ReadonlyMap<string, readonly VrrpMember[]> => {
  const found = new Map<string, VrrpMember[]>();
  for (const member of vrrpMembers(cluster)) {
    const { name, addresses } = member.instance;
    for (const key of [` ${name}`, ...addresses.map(({ text }) => text)]) {
      const some = found.get(key);
      if (some) some.push(member);
      else found.set(key, [member]);
    }
  }
  return found;
});

/**
 * What stands for the same virtual router on other hosts: instances with one of its addresses, else with its name, one
 * for each host.
 */
export function vrrpTwins(instance: VrrpInstance, host: Host, cluster: Cluster): readonly VrrpMember[] {
  const others = (key: string): readonly VrrpMember[] =>
    (membersBy(cluster).get(key) ?? []).filter((member) => member.host !== host);
  const alike = instance.addresses.flatMap(({ text }) => others(text));
  const hosts = new Set<Host>();
  return (alike.length > 0 ? alike : others(` ${instance.name}`)).filter(
    ({ host: each }) => !hosts.has(each) && hosts.add(each),
  );
}
