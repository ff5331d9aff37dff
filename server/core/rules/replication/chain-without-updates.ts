import { decided, isSwitchedOn, markOf, writesBinaryLog } from '../../model/replication-options';
import { topologyOf } from '../../model/topology/topology';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a link of a chain or a ring that does not pass on what it gets',
  *check(cluster, { options: catalog }) {
    const topology = topologyOf(cluster);
    for (const host of cluster.databases) {
      const roles = topology.rolesOf(host);
      if (!roles.has('intermediate') && !roles.has('ring-member')) continue;
      if (host.roles.has('galera-node') || host.roles.has('group-member')) continue;
      // Without a binary log at all it is no source, of which another rule speaks.
      if (isSwitchedOn(host, 'log_slave_updates', catalog) !== false || writesBinaryLog(host) === false) continue;
      const setting = decided(host, 'log_slave_updates');
      const at = setting ?? markOf(host);
      if (!at) continue;
      const names = topology
        .replicasOf(host)
        .map(({ name }) => name)
        .join(', ');
      const from = topology
        .sourcesOf(host)
        .map(({ name }) => name)
        .join(', ');
      const edit = put(setting, 'log_slave_updates', 'ON', host.options.effective('log_bin') ?? at);
      yield {
        span: setting ? (at.valueSpan ?? at.nameSpan) : at.nameSpan,
        message: `${host.name} does not pass on what it gets from ${from}: ${names} miss${names.includes(',') ? '' : 'es'} those changes while replication says Yes and no lag`,
        fixes: () =>
          edit ? [{ title: `Set log_slave_updates = ON on ${host.name}`, safe: false, edits: [edit] }] : [],
      };
    }
  },
});
