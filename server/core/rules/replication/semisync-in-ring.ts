import { decided } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { topologyOf } from '../../model/topology/topology';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a member of a ring that waits for an acknowledgement of the next one',
  *check(cluster) {
    for (const ring of topologyOf(cluster).rings) {
      for (const [at, host] of ring.entries()) {
        const setting = decided(host, 'rpl_semi_sync_master_enabled');
        if (!setting || !isOn(setting)) continue;
        const next = ring[(at + 1) % ring.length];
        yield {
          span: setting.nameSpan,
          message: `Only ${next?.name} fetches from ${host.name}, as the next in the ring: while it is away each commit on ${host.name} waits out the timeout, though a ring is there to go on through bad links`,
        };
      }
    }
  },
});
