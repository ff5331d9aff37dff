import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import type { Host } from '../../model/host';
import type { Written } from '../../model/setting';
import type { Span } from '../../syntax/tree';
import { sharing } from '../combinators/sharing';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'two nodes of one Galera cluster have the same wsrep_node_name',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const named = namedNodes(peers);
      const taken = new Set(named.map(({ name }) => name));
      for (const [name, nodes] of sharing(named, (node) => node.name)) {
        // A donor list that speaks of the name may mean any of them.
        const isSafe = !isDonor(peers, name);
        for (const { host, setting, span } of nodes) {
          const others = nodes.filter((other) => other.host !== host);
          const edit = taken.has(host.name) ? undefined : setValue(setting, host.name);
          yield {
            span,
            message: `wsrep_node_name ${name} of ${host.name} is also that of ${others.map((other) => other.host.name).join(' and ')}: logs, status and wsrep_sst_donor cannot tell them apart`,
            related: others.map((other) => ({ span: other.span, message: `name of ${other.host.name}` })),
            fixes: () => (edit ? [{ title: `Call the node ${host.name}`, safe: isSafe, edits: [edit] }] : []),
          };
        }
      }
    }
  },
});

interface NamedNode {
  readonly host: Host;
  readonly setting: Written;
  readonly name: string;
  readonly span: Span;
}

/** The nodes with a name of their own; of nodes that read one line only the first, as each may have its own elsewhere. */
function namedNodes(peers: readonly GaleraPeer[]): NamedNode[] {
  const byLine = new Map<Span, NamedNode>();
  for (const { host } of peers) {
    const setting = host.options.effective('wsrep_node_name');
    const span = setting?.valueSpan;
    if (span && setting.value && !byLine.has(span)) byLine.set(span, { host, setting, name: setting.value, span });
  }
  return [...byLine.values()];
}

function isDonor(peers: readonly GaleraPeer[], name: string): boolean {
  return peers.some(({ host }) =>
    (host.options.value('wsrep_sst_donor') ?? '').split(',').some((donor) => donor.trim() === name),
  );
}
