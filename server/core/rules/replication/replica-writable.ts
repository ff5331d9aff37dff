import { pureReplicas } from '../../model/replication-pairs';
import { markOf } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica that takes writes of its own',
  *check(cluster) {
    for (const host of pureReplicas(cluster)) {
      const [readOnly, strict] = ['read_only', 'super_read_only'].map((name) => host.options.effective(name));
      if ((strict && isOn(strict)) || (readOnly && isProtected(readOnly.value, isOn(readOnly)))) continue;
      // Images that set replication up write the rest into a file of their own.
      const isByImage = host.replicatesFrom.some(({ origin }) => origin === 'environment');
      const at = readOnly ?? (isByImage ? undefined : markOf(host));
      if (!at) continue;
      const isMysql = host.target.product === 'mysql';
      const name = isMysql ? 'super_read_only' : 'read_only';
      const edit = put(readOnly, readOnly ? 'read_only' : name, 'ON', markOf(host));
      yield {
        span: readOnly ? (at.valueSpan ?? at.nameSpan) : at.nameSpan,
        message: `${host.name} is a replica and takes writes: a row that somebody writes here makes it differ from its source, and replication stops with error 1062 or 1032 one day`,
        fixes: () =>
          edit
            ? [{ title: `Set ${readOnly ? 'read_only' : name} = ON on ${host.name}`, safe: false, edits: [edit] }]
            : [],
      };
    }
  },
});

/** From 12.0 on MariaDB knows degrees of it: `NO_LOCK`, `NO_LOCK_NO_ADMIN`. */
function isProtected(value: string | undefined, isSwitchedOn: boolean): boolean {
  return isSwitchedOn || /^no_lock/i.test(value ?? '');
}
