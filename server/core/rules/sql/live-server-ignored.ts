import type { Host } from '../../model/host';
import { changesOf } from '../../model/replication-sql';
import { type Topology, topologyOf } from '../../model/topology/topology';
import { isWord, type SqlToken } from '../../syntax/sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'IGNORE_SERVER_IDS with the id of a server whose changes are to arrive',
  *check(cluster) {
    const byId = new Map(cluster.databases.map((host) => [host.options.value('server_id'), host]));
    const topology = topologyOf(cluster);
    for (const { change, host } of changesOf(cluster)) {
      if (!host) continue;
      const ignored = ignoredIds(change.statement.tokens);
      if (ignored.length === 0) continue;
      const upstream = sourcesBehind(topology, host);
      for (const id of ignored) {
        const other = byId.get(id.text);
        if (!other || other === host || !upstream.has(other)) continue;
        const line = other.options.effective('server_id');
        yield {
          span: id.span,
          message: `${id.text} is the server_id of ${other.name}, from which ${host.name} replicates: everything written on ${other.name} is dropped here, and no status shows an error`,
          ...(line && { related: [{ span: line.valueSpan ?? line.nameSpan, message: `the id of ${other.name}` }] }),
        };
      }
    }
  },
});

/** The numbers of `IGNORE_SERVER_IDS = (1, 2)`. */
function ignoredIds(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const start = tokens.findIndex((token) => isWord(token, 'ignore_server_ids'));
  if (start < 0) return [];
  const end = tokens.findIndex((token, at) => at > start && token.kind === 'sign' && token.text === ')');
  return tokens.slice(start, end < 0 ? undefined : end).filter(({ kind }) => kind === 'number');
}

/** Every server whose changes reach a host, directly or over others. */
function sourcesBehind(topology: Topology, host: Host): ReadonlySet<Host> {
  const found = new Set<Host>();
  const open = [host];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const source of topology.sourcesOf(next)) {
      if (source !== host && !found.has(source)) {
        found.add(source);
        open.push(source);
      }
    }
  }
  return found;
}
