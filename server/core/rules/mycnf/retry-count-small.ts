import { commandLine } from '../../model/setting';
import { deleteLine } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'info',
  summary: 'a replica that gives up its source for good after a while',
  *check({ resolution, value, valueSpan, nameSpan, group }) {
    if (resolution.name !== 'master_retry_count' || !valueSpan || !/^\d+$/.test(value ?? '')) return;
    const count = Number(value);
    if (count === 0 || count >= 1000) return;
    yield {
      span: valueSpan,
      message: `master_retry_count = ${count}: after ${count} attempts, one a minute unless SQL says otherwise, the replica gives up and stays stopped when the source is back`,
      fixes: () =>
        group === commandLine
          ? []
          : [{ title: 'Delete the line, for the default', safe: false, edits: [deleteLine(nameSpan)] }],
    };
  },
});
