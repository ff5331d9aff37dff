import type { Cluster } from '../../model/cluster';
import { effectiveValue } from '../../model/defaults';
import { filtersOf } from '../../model/filters';
import type { Host } from '../../model/host';
import type { OptionCatalog } from '../../catalog/options';
import { spanText } from '../../syntax/tree';
import { commandLine } from '../../model/setting';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a filter by database where statements are logged',
  *check(cluster, { options: catalog }) {
    const format = statementLogger(cluster, catalog);
    if (!format) return;
    for (const host of cluster.databases) {
      for (const { kind, isBinlog, setting, pattern } of filtersOf(host)) {
        if (!kind.endsWith('_db') || !setting.valueSpan || pattern.includes(',')) continue;
        if (isBinlog && !logsStatements(host, catalog)) continue;
        const { nameSpan, valueSpan, written, group } = setting;
        const wild = `replicate_wild_${kind.slice(0, -3)}_table`;
        const name = written.includes('-') ? wild.replaceAll('_', '-') : wild;
        const equals = spanText({ ...nameSpan, start: nameSpan.end, end: valueSpan.start });
        yield {
          span: nameSpan,
          message: `${setting.name} looks at the default database of the session and not at the table's, wherever statements are logged (${format.name} logs ${format.value}): UPDATE ${pattern}.t after USE other is ${kind === 'do_db' ? 'lost' : 'replicated all the same'}`,
          fixes: () =>
            isBinlog || group === commandLine || written.includes('.')
              ? []
              : [
                  {
                    title: `Use ${name}`,
                    safe: false,
                    edits: [replace({ ...nameSpan, end: valueSpan.end }, name + equals + escaped(pattern) + '.%')],
                  },
                ],
        };
      }
    }
  },
});

/** A server whose binary log holds statements, with the format it has. */
function statementLogger(cluster: Cluster, catalog: OptionCatalog): { name: string; value: string } | undefined {
  for (const host of cluster.databases) {
    const value = logsStatements(host, catalog);
    if (value !== undefined) return { name: host.name, value };
  }
  return undefined;
}

function logsStatements(host: Host, catalog: OptionCatalog): string | undefined {
  const value = effectiveValue(host, 'binlog_format', catalog)?.value;
  return value !== undefined && /^(s|m|0$|1$)/i.test(value) ? value.toUpperCase() : undefined;
}

/** In patterns an underscore stands for any character. */
function escaped(database: string): string {
  return database.replaceAll('_', '\\_');
}
