import type { Cluster } from '../../model/cluster';
import { corosyncNodes } from '../../model/cluster-text';
import { vrrpInstances } from '../../model/keepalived';
import { virtualAddresses } from '../../model/virtual-addresses';
import type { Span } from '../../syntax/tree';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'an address that moves between hosts is also the fixed address of one',
  *check(cluster) {
    const moving = virtualAddresses(cluster);
    if (moving.size === 0) return;
    const judged = new Set<string>();
    for (const { address, span, what } of fixedAddresses(cluster)) {
      const [given] = moving.get(address) ?? [];
      if (!given || judged.has(address)) continue;
      judged.add(address);
      yield {
        span,
        message: `${address} is ${what} and also the address that ${given.manager} moves as ${given.name}: the host loses it with the first failover, or two hosts have it at once`,
        related: [{ span: given.span, message: `moved as ${given.name}` }],
      };
    }
    for (const [address, given] of moving) {
      const [first] = given;
      // The hosts of one VRRP instance each have a file of it, and a CIB is what text of the crm shell becomes.
      const other = given.find(
        (each) =>
          each.manager !== first?.manager ||
          (each.manager === 'Pacemaker' &&
            each.span.block.document === first.span.block.document &&
            each.name !== first.name),
      );
      if (!first || !other) continue;
      yield {
        span: other.span,
        message: `${address} is moved as ${other.name} by ${other.manager} and as ${first.name} by ${first.manager}: two hosts may have it at once`,
        related: [{ span: first.span, message: `moved as ${first.name}` }],
      };
    }
  },
});

interface Fixed {
  readonly address: string;
  readonly span: Span;
  readonly what: string;
}

/** Addresses that surely stay where they are. A server may listen on a virtual address, so `bind_address` tells nothing. */
function* fixedAddresses(cluster: Cluster): Generator<Fixed> {
  for (const host of cluster.hosts) {
    for (const document of host.corosync) {
      for (const { name, addresses } of corosyncNodes(document))
        for (const { address, span, link } of addresses)
          yield { address, span, what: `${link} of node ${name ?? address}` };
    }
    for (const option of ['wsrep_node_address', 'group_replication_local_address']) {
      const setting = host.options.effective(option);
      const address = setting?.value?.replace(/:\d+$/, '').toLowerCase();
      if (setting?.valueSpan && address) yield { address, span: setting.valueSpan, what: `${option} of ${host.name}` };
    }
    for (const document of host.keepalived) {
      for (const { source } of vrrpInstances(document))
        if (source)
          yield { address: source.text.toLowerCase(), span: source.span, what: `the own address of ${host.name}` };
    }
  }
}
