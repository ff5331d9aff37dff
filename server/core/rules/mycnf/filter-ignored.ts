import type { Filter } from '../../model/filters';
import { filtersOf } from '../../model/filters';
import { commentOut } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a filter that ignores what other filters never let through',
  *check(host) {
    const filters = filtersOf(host);
    const firstOf = new Map<string, Filter>();
    for (const filter of filters) if (!firstOf.has(keyOf(filter))) firstOf.set(keyOf(filter), filter);
    for (const filter of filters) {
      const stronger = strongerThan(filter, firstOf);
      if (!stronger) continue;
      const { setting } = filter;
      const edit = commentOut(setting);
      yield {
        span: setting.valueSpan ?? setting.nameSpan,
        message: `${setting.name} is never asked: ${stronger.setting.name} stands beside it, so that only what that names gets through anyway`,
        related: [{ span: stronger.setting.valueSpan ?? stronger.setting.nameSpan, message: 'only this gets through' }],
        fixes: () => (edit ? [{ title: 'Make the line a comment', safe: true, edits: [edit] }] : []),
      };
    }
  },
});

/**
 * The filter because of which another one has no effect. The servers ask in this order: tables to do, tables to
 * ignore, patterns to do, patterns to ignore; what none of them names passes only where there is no filter to do.
 */
function strongerThan(filter: Filter, firstOf: ReadonlyMap<string, Filter>): Filter | undefined {
  const beside = (kind: string): Filter | undefined => firstOf.get(keyOf(filter, kind));
  switch (filter.kind) {
    case 'ignore_db':
      return beside('do_db');
    case 'ignore_table':
      return beside('wild_do_table') ? undefined : beside('do_table');
    case 'wild_ignore_table':
      return beside('wild_do_table') ?? beside('do_table');
    default:
      return undefined;
  }
}

function keyOf({ isBinlog, channel, kind }: Filter, ofKind = kind): string {
  return `${isBinlog} ${channel} ${ofKind}`;
}
