import type { OptionCatalog } from '../../catalog/options';
import { effectiveValue } from '../../model/defaults';
import type { Host } from '../../model/host';
import { isPlaceholder } from '../../model/placeholder';
import { memberOf } from '../../model/replication-groups';
import { decided, isSwitchedOn, numberOf } from '../../model/replication-options';
import { isOn, type Setting } from '../../model/setting';
import type { Edit, Report } from '../finding';
import { commentOut, put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a member of a group that lacks what Group Replication asks for',
  *check(host, { options }) {
    const member = memberOf(host);
    if (!member) return;
    yield* asked(host, 'gtid_mode', isModeOn, 'GTIDs are not on', options, () => [
      put(host.options.effective('gtid_mode'), 'gtid_mode', 'ON', member.name),
      isSwitchedOn(host, 'enforce_gtid_consistency', options) === true
        ? undefined
        : put(host.options.effective('enforce_gtid_consistency'), 'enforce_gtid_consistency', 'ON', member.name),
    ]);
    const updates = decided(host, 'log_slave_updates');
    if (updates && !isOn(updates))
      yield refused(host, updates, 'it does not log the changes of the others', () => [
        put(updates, 'log_replica_updates', 'ON', undefined),
      ]);
    yield* asked(host, 'binlog_format', isRow, 'its binary log does not hold rows', options, () => [
      put(host.options.effective('binlog_format'), 'binlog_format', 'ROW', member.name),
    ]);
    const log = host.options.effective('log_bin');
    if (log?.negated && !isOn(log)) yield refused(host, log, 'it has no binary log', () => [commentOut(log)]);
    const order = decided(host, 'slave_preserve_commit_order');
    if (order && !isOn(order) && (numberOf(host, 'slave_parallel_workers', options) ?? 0) > 1)
      yield refused(host, order, 'several workers apply changes, and not in the order of the source', () => [
        put(order, order.name, 'ON', undefined),
      ]);
    const { name } = member;
    if (name?.value && !isUuid(name.value) && !isPlaceholder(name.value))
      yield refused(host, name, 'a group is called by a UUID, and this is none', () => []);
    const checks = host.options.effective('group_replication_enforce_update_everywhere_checks');
    const mode = host.options.effective('group_replication_single_primary_mode');
    if (checks && isOn(checks) && (!mode || isOn(mode)))
      yield refused(host, checks, 'these checks belong to a group with several primaries, and this one has one', () => [
        put(checks, checks.name, 'OFF', undefined),
      ]);
  },
});

/** What a file gets wrong, or leaves to a default that is wrong; without a `server_id` more may be out of sight. */
function* asked(
  host: Host,
  name: string,
  isRight: (value: string) => boolean,
  fault: string,
  catalog: OptionCatalog,
  edits: () => (Edit | undefined)[],
): Generator<Report> {
  const found = effectiveValue(host, name, catalog);
  const at = found?.setting ?? host.options.effective('server_id');
  if (!found || !at || isRight(found.value) || isPlaceholder(found.value)) return;
  if (found.setting) yield refused(host, at, fault, edits);
  // Another file, or what SET PERSIST left on the host, may say so all the same.
  else yield { ...refused(host, at, `${fault} (${name} is ${found.value} by default)`, edits), severity: 'warning' };
}

function refused({ name }: Host, at: Setting, fault: string, edits: () => (Edit | undefined)[]): Report {
  return {
    span: at.valueSpan ?? at.nameSpan,
    message: `${name} cannot be a member of its group: ${fault}. START GROUP_REPLICATION is refused (error 3092)`,
    fixes: () => {
      const made = edits().filter((edit) => edit !== undefined);
      return made.length > 0 ? [{ title: 'Set what the group asks for', safe: false, edits: made }] : [];
    },
  };
}

function isModeOn(value: string): boolean {
  return /^(on|3)$/i.test(value);
}

/** The server takes an enumeration's value in any case, or as its number (MIXED, STATEMENT, ROW). */
function isRow(value: string): boolean {
  return /^(row|2)$/i.test(value);
}

function isUuid(value: string): boolean {
  return /^(\{?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}?|[\da-f]{32})$/i.test(value);
}
