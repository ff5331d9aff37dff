import { type Endpoint, readEndpoint, readGcomm } from './addresses';
import type { Host } from './host';
import type { Options } from './options';
import { rememberPer } from './reads';
import { isOn, type Setting } from './setting';

/** What a node's files say of its Galera cluster. */
export interface GaleraNode {
  readonly cluster: Setting | undefined;
  readonly address: Setting | undefined;
  /** Members of the address list; empty for `gcomm://`, undefined where the list cannot be read. */
  readonly members: readonly Endpoint[] | undefined;
  readonly nodeAddress: Setting | undefined;
  /** The node's own address without its port. */
  readonly own: string | undefined;
}

/**
 * Reads a node's Galera options, or undefined when its files make it no Galera node: without
 * `wsrep_cluster_address`, or with `wsrep_on` off (which is MariaDB's default, but packages often set it elsewhere).
 */
export const galeraNode = rememberPer((options: Options): GaleraNode | undefined => {
  const switched = options.effective('wsrep_on');
  if ((switched && !isOn(switched)) || isNoProvider(options.effective('wsrep_provider'))) return undefined;
  return galeraOptions(options);
});

/** The same for a server that may be switched off; undefined when its files tell it of no Galera cluster. */
export function galeraOptions(options: Options): GaleraNode | undefined {
  const address = options.effective('wsrep_cluster_address');
  const cluster = options.effective('wsrep_cluster_name');
  if (!address && !(cluster && options.value('wsrep_provider') !== undefined)) return undefined;
  const nodeAddress = options.effective('wsrep_node_address');
  return {
    cluster,
    address,
    members: address?.value === undefined ? undefined : readGcomm(address.value)?.members,
    nodeAddress,
    own: nodeAddress?.value ? readEndpoint(nodeAddress.value)?.address : undefined,
  };
}

/** Whether a provider is given and is none: the server then starts as a lone one. */
export function isNoProvider(provider: Setting | undefined): boolean {
  return provider?.value !== undefined && /^none$/i.test(provider.value);
}

/** The library a server replicates with, where its files say that it does: MariaDB wants `wsrep_on` and the provider. */
export function replicatesWith({ options }: Host): Setting | undefined {
  const [on, provider] = [options.effective('wsrep_on'), options.effective('wsrep_provider')];
  return on && isOn(on) && provider?.value && !isNoProvider(provider) ? provider : undefined;
}

/** The Galera nodes of a cluster with what their files say. */
export function galeraNodes(hosts: readonly Host[]): readonly (GaleraNode & { readonly host: Host })[] {
  return hosts.flatMap((host) => {
    const node = galeraNode(host.options);
    return node ? [{ ...node, host }] : [];
  });
}
