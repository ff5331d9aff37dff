import { databaseOf, filtersOf } from '../../model/filters';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a filter that names a database which is renamed before filters are asked',
  *check(host) {
    const renamed = new Map(
      host.options.all('replicate_rewrite_db').flatMap((setting) => {
        const [, from, to] = /^\s*([^\s>-][^>]*?)\s*->\s*(\S+)\s*$/.exec(setting.value ?? '') ?? [];
        return from === undefined || to === undefined ? [] : [[from, { to, setting }] as const];
      }),
    );
    if (renamed.size === 0) return;
    const filters = filtersOf(host).filter(({ isBinlog }) => !isBinlog);
    for (const filter of filters) {
      const database = databaseOf(filter);
      const found = renamed.get(database);
      const { valueSpan } = filter.setting;
      if (!found || !valueSpan || filters.some((other) => databaseOf(other) === found.to)) continue;
      const text = spanText(valueSpan).replace(database, found.to);
      yield {
        span: valueSpan,
        message: `${database} is called ${found.to} by the time filters are asked, because replicate_rewrite_db comes first: this filter never matches`,
        related: [
          { span: found.setting.valueSpan ?? found.setting.nameSpan, message: `renames ${database} to ${found.to}` },
        ],
        fixes: () => [{ title: `Write ${text}`, safe: false, edits: [replace(valueSpan, text)] }],
      };
    }
  },
});
