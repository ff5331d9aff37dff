import type { Cluster } from '../model/cluster';
import { corosyncNodes } from '../model/cluster-text';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { pacemakerFiles } from '../model/pacemaker/pacemaker-files';
import { virtualAddresses } from '../model/virtual-addresses';
import { haproxySection } from '../syntax/haproxy';
import type { Document, Span } from '../syntax/tree';
import { mentionsIn } from './mentions/mentions';

/** Something that can be found by its name in all files. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: 'host' | 'cluster' | 'section' | 'option';
  /** Where it belongs, for people: `host db1 of cluster shop`. */
  readonly container: string;
  readonly span: Span;
}

/** Nobody reads through more. */
const most = 200;

/** An option is found by this many letters of its name; with fewer, every host would list half of its options. */
const fewestLetters = 3;

/**
 * Hosts, clusters, resources of Pacemaker, sections of haproxy.cfg and keepalived.conf and options whose name holds the letters asked for in their order, the
 * best first.
 */
export function workspaceSymbols(query: string, model: Model): WorkspaceSymbol[] {
  const asked = query.toLowerCase().replaceAll('-', '_').trim();
  const found: { readonly rank: number; readonly symbol: WorkspaceSymbol }[] = [];
  // A thousand hosts repeat a few names.
  const ranks = new Map<string, number | undefined>();
  const mayFit = (name: string): boolean => {
    if (!ranks.has(name)) ranks.set(name, rankOf(name.toLowerCase().replaceAll('-', '_'), asked));
    return ranks.get(name) !== undefined;
  };
  const add = (symbol: WorkspaceSymbol, spoken = symbol.name): void => {
    if (mayFit(spoken)) found.push({ rank: ranks.get(spoken) ?? 0, symbol });
  };
  for (const cluster of model.clusters) {
    const [first] = cluster.hosts.flatMap((host) => startOf(host) ?? []);
    if (first) add({ name: cluster.name, kind: 'cluster', container: `${cluster.hosts.length} hosts`, span: first });
    for (const text of pacemakerFiles(cluster))
      for (const { kind, id } of text.resources)
        add(
          { name: `${kind} ${id.name}`, kind: 'section', container: `cluster ${cluster.name}`, span: id.span },
          id.name,
        );
    for (const [address, [given]] of virtualAddresses(cluster))
      if (given && asked !== '')
        add({ name: address, kind: 'host', container: `moved by ${given.manager} as ${given.name}`, span: given.span });
    for (const host of cluster.hosts) addHost(host, cluster, asked, add, mayFit);
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ symbol }) => symbol);
}

function addHost(
  host: Host,
  cluster: Cluster,
  asked: string,
  add: (symbol: WorkspaceSymbol, spoken?: string) => void,
  mayFit: (name: string) => boolean,
): void {
  const container = `host ${host.name} of cluster ${cluster.name}`;
  const span = startOf(host);
  if (span) {
    const addresses = [...host.addresses].join(', ');
    add({
      name: host.name,
      kind: 'host',
      container: `cluster ${cluster.name}${addresses ? ` · ${addresses}` : ''}`,
      span,
    });
    for (const address of host.addresses) if (asked !== '') add({ name: address, kind: 'host', container, span });
  }
  for (const document of host.haproxy) {
    for (const block of document.blocks) {
      const section = haproxySection(block);
      if (section?.name === undefined || !section.nameSpan) continue;
      add(
        { name: `${section.keyword} ${section.name}`, kind: 'section', container, span: section.nameSpan },
        section.name,
      );
    }
  }
  for (const document of host.keepalived)
    for (const block of document.blocks)
      for (const { kind, name, isDefinition, span: at } of mentionsIn(block))
        if (isDefinition && kind !== 'host')
          add({ name: `${kind} ${name}`, kind: 'section', container, span: at }, name);
  for (const document of host.corosync) {
    for (const { name, section } of corosyncNodes(document)) {
      if (name !== undefined) add({ name: `node ${name}`, kind: 'section', container, span: section.nameSpan }, name);
    }
  }
  if (asked.length < fewestLetters) return;
  for (const name of host.options.names) {
    if (!mayFit(name)) continue;
    const setting = host.options.effective(name);
    if (!setting) continue;
    const value = setting.value === undefined ? '' : ` = ${setting.value}`;
    add({ name: `${name}${value}`, kind: 'option', container, span: setting.nameSpan }, name);
  }
}

/** The top of a host's first file. */
function startOf(host: Host): Span | undefined {
  const files = [
    ...host.optionFiles,
    ...host.corosync,
    ...host.haproxy,
    ...host.keepalived,
    ...host.pacemaker,
  ] as unknown as readonly Document[];
  const block = files[0]?.blocks[0];
  return block && { block, line: 0, start: 0, end: 0 };
}

/** 0 for the whole name, 1 for its beginning, 2 for a part, 3 for letters in order; undefined for none of these. */
function rankOf(name: string, asked: string): number | undefined {
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  if (name.includes(asked)) return 2;
  let at = 0;
  for (const letter of asked) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 3;
}
