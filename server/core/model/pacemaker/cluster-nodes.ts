import type { Cluster } from '../cluster';
import { corosyncGroups } from '../corosync-files';
import { rememberPer } from '../reads';
import type { CorosyncNode } from '../cluster-text';
import { pacemakerFiles } from './pacemaker-files';

/** The nodes of a cluster as Pacemaker calls them. */
export interface ClusterNodes {
  /** Names by their lower-cased form; Pacemaker does not tell cases apart. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether these are all there are, so that another name is nobody's. */
  readonly areAll: boolean;
  /** Those with a name in a node list; undefined where a node has none there. */
  readonly listed: ReadonlyMap<string, CorosyncNode> | undefined;
}

/**
 * Nodes take their names from corosync's node list; where a node has none there, from the host's own name
 * (`uname -n`). Hosts of several corosync clusters count as one that nobody knows the names of.
 */
export const clusterNodes = rememberPer((cluster: Cluster): ClusterNodes => {
  const texts = pacemakerFiles(cluster);
  const names = new Map<string, string>();
  const add = (name: string): void => {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  };
  const groups = corosyncGroups(cluster);
  const nodes = groups.flatMap((group) => group.flatMap((file) => file.nodes));
  const listed = new Map<string, CorosyncNode>();
  for (const node of nodes) {
    if (node.name === undefined) continue;
    add(node.name);
    if (!listed.has(node.name.toLowerCase())) listed.set(node.name.toLowerCase(), node);
  }
  const haveNames = nodes.length > 0 && groups.length === 1 && nodes.every(({ name }) => name !== undefined);
  const declared = texts.flatMap((text) => [...text.nodes, ...text.remoteNodes]);
  for (const { name, isKnown } of declared) if (isKnown) add(name);
  const isDeclared = texts.some(({ nodes: some, isWhole }) => some.length > 0 && (isWhole || some.length > 1));
  if (!haveNames) for (const host of cluster.hosts) for (const name of host.names) add(name);
  const allKnown = declared.every(({ isKnown }) => isKnown);
  return {
    names,
    areAll: allKnown && groups.length < 2 && (haveNames || isDeclared),
    listed: haveNames ? listed : undefined,
  };
});
