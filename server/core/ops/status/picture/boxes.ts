import { isCorosyncQuorate, type ObservedCluster } from '../cluster';
import type { Verdict } from '../verdict';
import { worst } from '../verdict';
import type { TopologyEdge, TopologyNode } from './topology';

/** What belongs to the cluster and not to one host, with lines to the hosts it is on at this moment. */
export interface Boxes {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

/** More resources than this would hide the hosts; those with a verdict come first. */
const most = 6;

/** A box for each resource of Pacemaker, virtual addresses first, and one for the quorum. */
export function boxesOf(cluster: ObservedCluster, verdicts: readonly Verdict[]): Boxes {
  const all = [...resources(cluster, verdicts), ...quorum(cluster, verdicts)];
  return { nodes: all.map(({ node }) => node), edges: all.flatMap(({ edges }) => edges) };
}

interface Box {
  readonly node: TopologyNode;
  readonly edges: readonly TopologyEdge[];
}

function resources(cluster: ObservedCluster, verdicts: readonly Verdict[]): Box[] {
  const seen = cluster.hosts.flatMap(({ pacemaker }) => (pacemaker?.answered ? [pacemaker.value] : []))[0];
  const names = new Set(cluster.target.hosts.map(({ name }) => name));
  const boxes = (seen?.resources ?? [])
    .filter((row) => !(row['resource_agent'] ?? '').startsWith('stonith:'))
    .map((row): Box & { readonly isAddress: boolean } => {
      const id = row['id'] ?? '';
      const isAddress = /:IPaddr/.test(row['resource_agent'] ?? '');
      const name = `${isAddress ? 'address' : 'resource'} ${id}`;
      const on = (row['nodes'] ?? '').split(',').filter((node) => names.has(node));
      const role = (row['role'] ?? '').toLowerCase();
      const own = verdicts.filter(({ program, subject }) => program === 'pacemaker' && subject === id);
      const level = worst(own);
      const to = (host: string): TopologyEdge => ({ from: name, to: host, label: role, level, kind: 'resource' });
      return {
        isAddress,
        node: { kind: 'resource', name, level, roles: [row['resource_agent'] ?? ''], details: [role], row: 0 },
        edges: on.map(to),
      };
    });
  const weight = ({ isAddress, node }: (typeof boxes)[number]): number =>
    (isAddress ? 0 : 1) + (node.level === 'healthy' ? 2 : 0);
  return boxes.sort((a, b) => weight(a) - weight(b)).slice(0, most);
}

function quorum(cluster: ObservedCluster, verdicts: readonly Verdict[]): Box[] {
  const nodes = cluster.hosts.flatMap(({ host, corosync }) =>
    corosync?.answered ? [{ host, corosync: corosync.value }] : [],
  );
  const best = nodes.find(({ corosync }) => isCorosyncQuorate(corosync)) ?? nodes[0];
  if (!best) return [];
  const { quorum: fields, device } = best.corosync;
  const isQuorate = isCorosyncQuorate(best.corosync);
  const name = 'quorum';
  return [
    {
      node: {
        kind: 'quorum',
        name,
        level: worst(verdicts.filter(({ id }) => /^corosync\/(no-quorum|partition|split-brain|q\w+-\w+)$/.test(id))),
        roles: [isQuorate ? 'quorate' : 'not quorate'],
        details: [
          `${fields['Total votes']} of ${fields['Expected votes']} votes, ${fields['Quorum']} needed`,
          ...(device
            ? [`device ${device.fields['QNetd host'] ?? ''}: ${device.fields['State'] ?? 'not running'}`]
            : []),
        ],
        row: 0,
      },
      edges: nodes.map(({ host, corosync }) => ({
        from: name,
        to: host,
        label: isCorosyncQuorate(corosync) ? 'votes' : 'no quorum',
        level: isCorosyncQuorate(corosync) ? 'healthy' : 'critical',
        kind: 'vote',
      })),
    },
  ];
}
