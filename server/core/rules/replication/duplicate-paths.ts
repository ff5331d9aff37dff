import { isSwitchedOn, markOf } from '../../model/replication-options';
import { topologyOf } from '../../model/topology/topology';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica that gets the same changes from two sources',
  *check(cluster, { options: catalog }) {
    const topology = topologyOf(cluster);
    for (const host of cluster.databases) {
      if (host.target.product !== 'mariadb' || !topology.rolesOf(host).has('multi-source-replica')) continue;
      const sources = topology.sourcesOf(host);
      const relay = sources.find((source) => topology.sourcesOf(source).some((other) => sources.includes(other)));
      const origin = relay && topology.sourcesOf(relay).find((other) => sources.includes(other));
      if (!relay || !origin || isSwitchedOn(host, 'gtid_ignore_duplicates', catalog) !== false) continue;
      // Only what the relay logs comes a second time.
      if (isSwitchedOn(relay, 'log_slave_updates', catalog) !== true) continue;
      const setting = host.options.effective('gtid_ignore_duplicates');
      const at = setting ?? markOf(host);
      if (!at) continue;
      const edit = put(setting, 'gtid_ignore_duplicates', 'ON', at);
      yield {
        span: setting?.valueSpan ?? at.nameSpan,
        message: `${host.name} gets the changes of ${origin.name} from it and again through ${relay.name}: without gtid_ignore_duplicates they are applied twice, and replication stops with error 1062`,
        fixes: () =>
          edit ? [{ title: `Set gtid_ignore_duplicates = ON on ${host.name}`, safe: false, edits: [edit] }] : [],
      };
    }
  },
});
