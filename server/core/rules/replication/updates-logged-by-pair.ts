import { decided } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { topologyOf } from '../../model/topology/topology';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'info',
  summary: 'two co-masters that log what they get from one another, which nobody reads',
  *check(cluster) {
    const [one, other] = cluster.databases;
    if (!one || !other || cluster.databases.length > 2) return;
    const topology = topologyOf(cluster);
    const isMutual = [one, other].every(
      (host) => topology.rolesOf(host).has('co-master') || host.roles.has('co-master'),
    );
    const settings = [one, other].map((host) => decided(host, 'log_slave_updates'));
    const [first, second] = settings;
    if (!isMutual || !first || !second || !isOn(first) || !isOn(second)) return;
    yield {
      span: first.nameSpan,
      message: `${first.name} is not needed for two co-masters: each gets the other's changes at first hand and drops its own by their server_id; a third server, or a failover manager, does need it`,
      related: [{ span: second.nameSpan, message: `${other.name} has it, too` }],
    };
  },
});
