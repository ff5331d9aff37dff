import type { Cluster } from '../../model/cluster';
import { databaseOf, type Filter, filtersOf } from '../../model/filters';
import type { Host } from '../../model/host';
import { pairsOf } from '../../model/replication-pairs';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica waits for a database that its source does not log',
  *check(cluster) {
    for (const { source, replica } of pairs(cluster)) {
      const logged = filtersOf(source).filter(({ isBinlog }) => isBinlog);
      const kept = logged.filter(({ kind }) => kind === 'do_db');
      const dropped = logged.filter(({ kind }) => kind === 'ignore_db');
      if (logged.length === 0) continue;
      for (const filter of filtersOf(replica)) {
        const database = wantedBy(filter);
        if (database === undefined) continue;
        const drop = dropped.find(({ pattern }) => names(pattern).includes(database));
        const isKept = kept.length === 0 || kept.some(({ pattern }) => names(pattern).includes(database));
        const reason = drop ?? (isKept ? undefined : kept[0]);
        if (!reason) continue;
        yield {
          span: filter.setting.valueSpan ?? filter.setting.nameSpan,
          message: `${replica.name} wants ${database}, but ${source.name} does not write it to its binary log: nothing of it ever arrives, and nothing says so`,
          related: [{ span: reason.setting.valueSpan ?? reason.setting.nameSpan, message: `what ${source.name} logs` }],
        };
      }
    }
  },
});

/** Known pairs, or else the one host that filters its binary log with those that filter what they get. */
function pairs(cluster: Cluster): readonly { readonly source: Host; readonly replica: Host }[] {
  const known = pairsOf(cluster);
  if (known.length > 0) return known;
  const sources = cluster.databases.filter((host) => filtersOf(host).some(({ isBinlog }) => isBinlog));
  const [source] = sources;
  if (!source || sources.length > 1) return [];
  return cluster.databases.filter((host) => host !== source).map((replica) => ({ source, replica }));
}

/** The database a filter lets through; undefined for other filters and for patterns with wildcards. */
function wantedBy(filter: Filter): string | undefined {
  if (filter.isBinlog || !/do_/.test(filter.kind) || filter.pattern.includes(',')) return undefined;
  const database = databaseOf(filter);
  return /[%_\\]/.test(database) && filter.kind === 'wild_do_table' ? undefined : database;
}

function names(pattern: string): string[] {
  return pattern.split(',').map((name) => name.trim());
}
