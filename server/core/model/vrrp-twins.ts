import type { Cluster } from './cluster';
import type { Host } from './host';
import { vrrpInstances, type VrrpInstance } from './keepalived';
import { rememberPer } from './reads';
import { type KeepalivedLine, keepalivedStatements } from '../syntax/keepalived';
import type { Document } from '../syntax/tree';

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

/**
 * The virtual routers that several hosts have: their instances with an address in common, one for each host. Instances of
 * which some lines count on some hosts only are left out.
 */
export const vrrpRouters = rememberPer((cluster: Cluster): readonly (readonly VrrpMember[])[] => {
  const byAddress = new Map<string, VrrpMember[]>();
  for (const member of vrrpMembers(cluster)) {
    const { addresses, isConditional } = member.instance;
    if (isConditional) continue;
    const members = addresses.map(({ text }) => byAddress.get(text)).find((each) => each) ?? [];
    if (!members.some(({ host }) => host === member.host)) members.push(member);
    for (const { text } of addresses) if (!byAddress.has(text)) byAddress.set(text, members);
  }
  return [...new Set(byAddress.values())].filter(({ length }) => length > 1);
});

/** The first address that two instances give. */
export function sharedAddress(one: VrrpInstance, other: VrrpInstance): string | undefined {
  return one.addresses.find(({ text }) => other.addresses.some((each) => each.text === text))?.text;
}

/**
 * Whether an instance speaks version 3 of VRRP, which knows no passwords and takes over the pace of the host that has
 * the addresses.
 */
export function isVersion3({ section }: VrrpInstance): boolean {
  const globals = keepalivedStatements(section.keywordSpan.block.document as Document<KeepalivedLine>)
    .filter(({ keyword }) => keyword === 'global_defs')
    .flatMap(({ children }) => children);
  const stated =
    section.children.find(({ keyword }) => keyword === 'version') ??
    globals.find(({ keyword }) => keyword === 'vrrp_version');
  return stated !== undefined && stated.words[0]?.text !== '2';
}
