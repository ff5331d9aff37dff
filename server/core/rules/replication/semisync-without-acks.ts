import type { Host } from '../../model/host';
import { decided, numberOf } from '../../model/replication-options';
import { isOn, type Setting } from '../../model/setting';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a source that waits for more acknowledgements than there are replicas to give them',
  *check(cluster, { options: catalog }) {
    if (cluster.databases.length < 2) return;
    for (const host of cluster.databases) {
      const setting = enabled(host, 'rpl_semi_sync_master_enabled');
      if (!setting) continue;
      const others = cluster.databases.filter((other) => other !== host);
      const giving = others.filter((other) => enabled(other, 'rpl_semi_sync_slave_enabled'));
      const wanted = decided(host, 'rpl_semi_sync_master_wait_for_slave_count');
      const count = wanted ? (numberOf(host, 'rpl_semi_sync_master_wait_for_slave_count', catalog) ?? 1) : 1;
      if (giving.length >= count) continue;
      const names = others.map(({ name }) => name).join(', ');
      const edit = giving.length > 0 && wanted ? put(wanted, wanted.name, String(giving.length), wanted) : undefined;
      const at = giving.length > 0 && wanted ? wanted : setting;
      yield {
        span: at === setting ? at.nameSpan : (at.valueSpan ?? at.nameSpan),
        message:
          giving.length === 0
            ? `${host.name} waits for a replica to acknowledge each commit, but none of ${names} does (rpl_semi_sync_${isNew(setting) ? 'replica' : 'slave'}_enabled): the first commit waits out the timeout, and then replication is asynchronous without a word`
            : `${host.name} waits for ${count} acknowledgements and only ${giving.length === 1 ? 'one server gives' : `${giving.length} servers give`} them (${giving.map(({ name }) => name).join(', ')}): commits wait out the timeout, and then replication is asynchronous`,
        fixes: () => (edit ? [{ title: `Wait for ${giving.length}`, safe: false, edits: [edit] }] : []),
      };
    }
  },
});

/** The line that switches a side on, under its old or its new name. */
function enabled(host: Host, name: string): Setting | undefined {
  const setting = decided(host, name);
  return setting && isOn(setting) ? setting : undefined;
}

function isNew({ name }: Setting): boolean {
  return name.includes('source');
}
