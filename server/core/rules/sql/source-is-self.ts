import { changesOf, quotedLike } from '../../model/replication-sql';
import { topologyOf } from '../../model/topology/topology';
import { spanText } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a host is told to replicate from itself',
  *check(cluster) {
    for (const { change, host, source } of changesOf(cluster)) {
      const token = change.values.get('host')?.value;
      if (!host || host !== source || !token) continue;
      const others = cluster.databases.filter((other) => other !== host);
      const known = topologyOf(cluster).sourcesOf(host);
      const wanted = known.length === 1 ? known : others;
      yield {
        span: token.span,
        message: `${host.name} is told to replicate from itself: its IO thread stops with error 1593 (13117 in MySQL 9), because source and replica have one server_id`,
        fixes: () =>
          wanted.slice(0, 3).map((other): Fix => ({
            title: `Replicate from ${other.name}`,
            safe: false,
            edits: [replace(token.span, quotedLike(token, spanText(token.span), other.name))],
          })),
      };
    }
  },
});
