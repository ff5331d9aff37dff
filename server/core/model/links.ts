import { readEndpoint } from './addresses';
import type { HaproxyLine } from '../syntax/haproxy';
import { collected, isSameList } from '../syntax/collected';
import type { Block } from '../syntax/tree';
import { corosyncNodes, serversIn } from './cluster-text';
import { type Host, isDatabase } from './host';
import { virtualAddressesOf } from './virtual-addresses';
import { galeraNode } from './wsrep';

/**
 * What ties a host to others, and all that forming clusters looks at. Two equal `Links` mean that clusters stay as
 * they are, so an edit that touches none of it costs no regrouping.
 */
export interface Links {
  readonly host: Host;
  /** Names and addresses the host answers to. */
  readonly identities: readonly string[];
  /** Who it speaks of as its peers, technology by technology. */
  readonly galera: readonly string[] | undefined;
  readonly galeraName: string | undefined;
  readonly corosync: readonly string[] | undefined;
  readonly group: readonly string[] | undefined;
  /** Whom it replicates from. */
  readonly sources: readonly string[] | undefined;
  /** Addresses of servers, file by file and section by section; a file's list stays the same object while they do. */
  readonly proxied: readonly (readonly (readonly string[])[])[];
  /** Addresses that Pacemaker or keepalived moves between it and others. */
  readonly virtual: readonly string[];
  readonly isDatabase: boolean;
}

export function linksOf(host: Host): Links {
  const galera = galeraNode(host.options);
  const seeds = host.options.value('group_replication_group_seeds');
  const nodes = host.corosync.flatMap((document) => corosyncNodes(document));
  const sources = host.replicatesFrom.flatMap(({ address }) => address ?? []);
  return {
    host,
    identities: [...new Set([...host.addresses, ...host.names])],
    galera: galera && (galera.members ?? []).map((member) => member.address),
    galeraName: galera?.cluster?.value?.toLowerCase(),
    corosync:
      nodes.length === 0
        ? undefined
        : nodes.flatMap((node) => [
            ...(node.name ? [node.name.toLowerCase()] : []),
            ...node.addresses.map(({ address }) => address),
          ]),
    group: seeds?.split(',').flatMap((seed) => readEndpoint(seed.trim())?.address ?? []),
    sources: sources.length === 0 ? undefined : sources,
    proxied: host.haproxy.map(addressesIn),
    virtual: virtualAddressesOf(host),
    isDatabase: isDatabase(host),
  };
}

const addressesIn = collected((block: Block<HaproxyLine>): readonly string[] | undefined => {
  const servers = serversIn(block);
  return servers.length === 0 ? undefined : [...new Set(servers.map((server) => server.address))];
}, isSameList);

/** Whether two states of one host tie it to others alike. */
export function sameLinks(a: Links, b: Links): boolean {
  return (
    a.host.key === b.host.key &&
    a.galeraName === b.galeraName &&
    a.isDatabase === b.isDatabase &&
    same(a.identities, b.identities) &&
    same(a.galera, b.galera) &&
    same(a.corosync, b.corosync) &&
    same(a.group, b.group) &&
    same(a.sources, b.sources) &&
    same(a.virtual, b.virtual) &&
    a.proxied.length === b.proxied.length &&
    a.proxied.every((addresses, index) => addresses === b.proxied[index])
  );
}

function same(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isSameList(a, b));
}
