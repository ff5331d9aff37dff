import { isLoopback, isWildcard } from '../../model/addresses';
import { writtenIn } from '../../model/setting';
import type { MyCnfLine } from '../../syntax/mycnf';
import { type Block, perBlock, spanText } from '../../syntax/tree';
import { addressesIn, type Mention } from './mention';

/** Options by which a host names itself. */
const ownNames =
  /^(wsrep_node_name|wsrep_node_address|wsrep_node_incoming_address|wsrep_sst_receive_address|report_host|bind_address|group_replication_local_address|admin_address)$/;

/** Options that name other hosts. */
const otherNames =
  /^(wsrep_cluster_address|group_replication_group_seeds|group_replication_ip_allowlist|wsrep_sst_donor)$/;

/** Hosts and clusters that the options of a block name. */
export const mentionsInOptions = perBlock((block: Block<MyCnfLine>): readonly Mention[] =>
  writtenIn(block).flatMap(({ written, value, valueSpan }): Mention[] => {
    if (!valueSpan || !value) return [];
    const option = written
      .toLowerCase()
      .replaceAll('-', '_')
      .replace(/^(loose_)+/, '');
    const text = spanText(valueSpan);
    if (option === 'wsrep_cluster_name') {
      const at = text.indexOf(value);
      if (at < 0) return [];
      const span = { ...valueSpan, start: valueSpan.start + at, end: valueSpan.start + at + value.length };
      return [{ kind: 'galera-cluster', name: value, isDefinition: true, span }];
    }
    const isDefinition = ownNames.test(option);
    if (!isDefinition && !otherNames.test(option)) return [];
    return addressesIn(text).flatMap(({ name, start, end }): Mention[] => {
      if (isLoopback(name) || isWildcard(name)) return [];
      const span = { ...valueSpan, start: valueSpan.start + start, end: valueSpan.start + end };
      return [{ kind: 'host', name, isDefinition, span }];
    });
  }),
);
