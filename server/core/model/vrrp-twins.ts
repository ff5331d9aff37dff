import type { Cluster } from './cluster';
import type { Host } from './host';
import { vrrpInstances, type VrrpInstance } from './keepalived';

/** A VRRP instance with the host that has it. */
export interface VrrpMember {
  readonly host: Host;
  readonly instance: VrrpInstance;
}

/** The VRRP instances of a cluster's hosts; of a file that several hosts read those of the first one. */
export function vrrpMembers(cluster: Cluster): readonly VrrpMember[] {
  const seen = new Set<unknown>();
  return cluster.hosts.flatMap((host) =>
    host.keepalived.flatMap((document) => {
      if (seen.has(document)) return [];
      seen.add(document);
      return vrrpInstances(document).map((instance) => ({ host, instance }));
    }),
  );
}

/**
 * What stands for the same virtual router on other hosts: instances with one of its addresses, else with its name, one
 * for each host.
 */
export function vrrpTwins(instance: VrrpInstance, host: Host, cluster: Cluster): readonly VrrpMember[] {
  const others = vrrpMembers(cluster).filter((member) => member.host !== host);
  const addresses = new Set(instance.addresses.map(({ text }) => text));
  const alike = others.filter((member) => member.instance.addresses.some(({ text }) => addresses.has(text)));
  const named = others.filter((member) => member.instance.name === instance.name);
  const hosts = new Set<Host>();
  return (alike.length > 0 ? alike : named).filter(({ host: each }) => !hosts.has(each) && hosts.add(each));
}
