import { type Endpoint, isAddress, readEndpoint } from './addresses';
import { type Cluster, perCluster } from './cluster';
import type { Host } from './host';
import type { Setting } from './setting';
import { type GaleraNode, galeraNodes } from './wsrep';

/** A node with the host whose files make it one. */
export interface GaleraPeer extends GaleraNode {
  readonly host: Host;
}

/**
 * The Galera clusters among the hosts of a cluster; a manifest may put two that replicate from one another into one.
 * Nodes belong together when an address list or an own address of theirs overlaps, or when they carry one name.
 */
export const galeraClusters: (cluster: Cluster) => readonly (readonly GaleraPeer[])[] = perCluster((cluster) => {
  const sets = new Map<GaleraPeer, Set<GaleraPeer>>();
  const firstWith = new Map<string, GaleraPeer>();
  for (const peer of galeraNodes(cluster.hosts)) {
    sets.set(peer, new Set([peer]));
    for (const mark of marksOf(peer)) {
      const other = firstWith.get(mark);
      if (other) join(sets, other, peer);
      else firstWith.set(mark, peer);
    }
  }
  return [...new Set(sets.values())].map((set) => [...set]);
});

/** What ties a node to others. An address and a name never look alike. */
function marksOf(peer: GaleraPeer): string[] {
  const listed = peer.members?.map(({ address }) => address) ?? [];
  const name = peer.cluster?.value;
  return [...listed, ...peer.host.addresses, ...peer.host.names, ...(name === undefined ? [] : [`name: ${name}`])];
}

function join(sets: Map<GaleraPeer, Set<GaleraPeer>>, a: GaleraPeer, b: GaleraPeer): void {
  const [into, from] = [sets.get(a), sets.get(b)];
  if (!into || !from || into === from) return;
  for (const peer of from) sets.set(peer, into.add(peer));
}

/** One address in a node's list. */
export interface ListedMember {
  /** The host it belongs to, or else the address with its port: equal keys mean one member. */
  readonly key: string;
  /** As a list may write it. */
  readonly text: string;
  /** The node it is, or undefined for a stranger: an arbitrator, a second network, a name only the DNS knows. */
  readonly peer: GaleraPeer | undefined;
  /** A name that no node is known by. What it stands for cannot be told, so it must not be compared with addresses. */
  readonly isAlias: boolean;
}

/** A node's `wsrep_cluster_address` with its members; none for `gcomm://`. */
export interface AddressList {
  readonly peer: GaleraPeer;
  readonly setting: Setting;
  readonly members: readonly ListedMember[];
  /** The key under which other lists speak of this node; undefined while nothing tells its address. */
  readonly ownKey: string | undefined;
}

/** The port nodes talk to one another on, unless an address says otherwise. */
export const groupPort = 4567;

/** The address lists of one Galera cluster's nodes, without those that cannot be read. */
export function addressLists(peers: readonly GaleraPeer[]): readonly AddressList[] {
  const owners = ownersOf(peers);
  return peers.flatMap((peer): AddressList[] => {
    const { address, members } = peer;
    if (!address || !members) return [];
    const listed = members.map((member): ListedMember => {
      const owner = ownerOf(member.address, owners);
      const text = writeEndpoint(member);
      return { key: owner ? keyOf(owner) : text, text, peer: owner, isAlias: !owner && !isAddress(member.address) };
    });
    return [{ peer, setting: address, members: distinct(listed), ownKey: ownKeyOf(peer, owners) }];
  });
}

/** Whether a node could find nobody to join, were it to start with this list. */
export function listsOnlyItself({ members, ownKey }: AddressList): boolean {
  return members.length > 0 && members.every(({ key }) => key === ownKey);
}

/** How others may list a node: by its own statement, else by an address its host is known to have. */
export function listedAs(peer: GaleraPeer): string | undefined {
  const endpoint = ownEndpoint(peer);
  return endpoint && writeEndpoint(endpoint);
}

/** `gcomm://` lists with more members at their end; a query such as `?pc.wait_prim=no` keeps its place. */
export function withMembers(value: string, added: readonly string[]): string {
  const query = value.indexOf('?');
  const [list, rest] = query < 0 ? [value, ''] : [value.slice(0, query), value.slice(query)];
  const joint = list.endsWith('/') || list.endsWith(',') ? '' : ',';
  return added.length === 0 ? value : list + joint + added.join(',') + rest;
}

/** Nodes by every address and name that is theirs alone; an address two nodes claim tells nothing. */
function ownersOf(peers: readonly GaleraPeer[]): Map<string, GaleraPeer> {
  const owners = new Map<string, GaleraPeer>();
  const disputed = new Set<string>();
  for (const peer of peers) {
    for (const identity of new Set([...peer.host.addresses, ...peer.host.names])) {
      if (owners.has(identity)) disputed.add(identity);
      else owners.set(identity, peer);
    }
  }
  for (const identity of disputed) owners.delete(identity);
  return owners;
}

/** A full domain name stands for the host that its first label names. */
function ownerOf(address: string, owners: ReadonlyMap<string, GaleraPeer>): GaleraPeer | undefined {
  return owners.get(address) ?? (isAddress(address) ? undefined : owners.get(address.split('.')[0] as string));
}

function ownKeyOf(peer: GaleraPeer, owners: ReadonlyMap<string, GaleraPeer>): string | undefined {
  const endpoint = ownEndpoint(peer);
  if (!endpoint) return undefined;
  const owner = ownerOf(endpoint.address, owners);
  return owner ? keyOf(owner) : writeEndpoint(endpoint);
}

function ownEndpoint(peer: GaleraPeer): Endpoint | undefined {
  const stated = peer.nodeAddress?.value ? readEndpoint(peer.nodeAddress.value) : undefined;
  const known = [...peer.host.addresses][0];
  return stated ?? (known === undefined ? undefined : { address: known, port: undefined });
}

function keyOf(peer: GaleraPeer): string {
  return `host ${peer.host.key}`;
}

/** An IPv6 address needs brackets, because a port may follow it. */
function writeEndpoint({ address, port = groupPort }: Endpoint): string {
  const written = address.includes(':') ? `[${address}]` : address;
  return port === groupPort ? written : `${written}:${port}`;
}

function distinct(members: readonly ListedMember[]): ListedMember[] {
  return [...new Map(members.map((member) => [member.key, member])).values()];
}
