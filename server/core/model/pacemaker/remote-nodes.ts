import type { Name, Resource } from './pacemaker';

/** Nodes that resources are: `ocf:pacemaker:remote`, and guests by `remote-node`. */
export function remoteNodesOf(resources: readonly Resource[]): Name[] {
  return resources.flatMap(({ id, agent, meta }) => [
    ...(agent?.class === 'ocf' && agent.provider === 'pacemaker' && agent.type === 'remote' ? [id] : []),
    ...meta.flatMap(({ name, value, valueSpan, isKnown }): Name[] =>
      name === 'remote-node' ? [{ name: value, span: valueSpan, isKnown }] : [],
    ),
  ]);
}
