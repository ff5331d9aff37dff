import { versionNumber } from '../../catalog/release';
import type { Host } from '../../model/host';
import { decided, numberOf } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a replica that commits transactions in another order than its source',
  *check(host, { options: catalog }) {
    if (host.target.product !== 'mysql') return;
    const workers = decided(host, 'slave_parallel_workers');
    const order = decided(host, 'slave_preserve_commit_order');
    const count = numberOf(host, 'slave_parallel_workers', catalog);
    const at = order ?? workers;
    // Before 8.0.27 there is one worker by default, and the order is not kept.
    const isKept = order ? isOn(order) : !isBefore8(host);
    if (isKept || !at || (workers ? (count ?? 2) < 2 : order === undefined)) return;
    const edit = put(order, 'slave_preserve_commit_order', 'ON', workers);
    yield {
      span: at.valueSpan ?? at.nameSpan,
      message:
        'Several workers commit in an order of their own: a reader of this replica sees states that the source never had, and a crash leaves gaps',
      ...(order &&
        workers && { related: [{ span: workers.valueSpan ?? workers.nameSpan, message: 'several workers' }] }),
      fixes: () => (edit ? [{ title: 'Keep the order of commits', safe: false, edits: [edit] }] : []),
    };
  },
});

function isBefore8({ target: { series } }: Host): boolean {
  return series !== undefined && versionNumber(series) < versionNumber('8.0');
}
