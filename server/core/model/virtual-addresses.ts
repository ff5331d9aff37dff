import type { Span } from '../syntax/tree';
import { isAddress } from './addresses';
import type { Cluster } from './cluster';
import type { Host } from './host';
import { vrrpInstances } from './keepalived';
import { isAddressAgent } from './pacemaker/agent';
import type { PacemakerText } from './pacemaker/pacemaker';
import { pacemakerText } from './pacemaker/pacemaker';
import { pacemakerFiles } from './pacemaker/pacemaker-files';
import { rememberPer } from './reads';

/** An address that a cluster manager moves from host to host, where it is given. */
export interface VirtualAddress {
  /** Lower-cased. */
  readonly address: string;
  readonly span: Span;
  readonly manager: 'Pacemaker' | 'keepalived';
  /** The resource or the VRRP instance. */
  readonly name: string;
}

/** Every virtual address of a cluster with the lines that give it. */
export const virtualAddresses = rememberPer((cluster: Cluster): ReadonlyMap<string, readonly VirtualAddress[]> => {
  const found = new Map<string, VirtualAddress[]>();
  const all = [
    ...pacemakerFiles(cluster).flatMap((text) => addressesOfPacemaker(text)),
    ...[...new Set(cluster.hosts.flatMap((host) => host.keepalived))].flatMap((document) =>
      vrrpInstances(document).flatMap(({ name, addresses }) =>
        addresses.map(({ text, span }): VirtualAddress => ({ address: text, span, manager: 'keepalived', name })),
      ),
    ),
  ];
  for (const each of all) found.set(each.address, [...(found.get(each.address) ?? []), each]);
  return found;
});

/** The first line that gives a virtual address; undefined for any other address. */
export function virtualAddress(cluster: Cluster, address: string): VirtualAddress | undefined {
  return virtualAddresses(cluster).get(address.toLowerCase())?.[0];
}

/** The addresses that resources of one file stand for: `ip=` of IPaddr2. */
function addressesOfPacemaker(text: PacemakerText): VirtualAddress[] {
  return text.resources.filter(isAddressAgent).flatMap(({ id, parameters }) =>
    parameters
      .filter(({ name, value, isKnown }) => /^(ip|ipv6addr)$/.test(name) && isKnown && isAddress(value))
      .map(({ value, valueSpan }): VirtualAddress => ({
        address: value.toLowerCase(),
        span: valueSpan,
        manager: 'Pacemaker',
        name: id.name,
      })),
  );
}

/** The virtual addresses that one host's own files give, for telling which hosts belong together. */
export function virtualAddressesOf(host: Pick<Host, 'pacemaker' | 'keepalived'>): readonly string[] {
  const found = [
    ...host.pacemaker
      .flatMap((document) => addressesOfPacemaker(pacemakerText(document)))
      .map(({ address }) => address),
    ...host.keepalived
      .flatMap((document) => vrrpInstances(document))
      .flatMap(({ addresses }) => addresses.map(({ text }) => text)),
  ];
  return [...new Set(found)];
}
