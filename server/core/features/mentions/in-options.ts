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

/** Hosts, clusters, accounts and channels that the options of a block name; MariaDB takes `channel.replicate_do_db`. */
export const mentionsInOptions = perBlock((block: Block<MyCnfLine>): readonly Mention[] =>
  writtenIn(block).flatMap(({ written, value, nameSpan, valueSpan }): Mention[] => {
    const channel = /^(?:loose[-_])?([^.]+)\.(?=replicate|rpl|relay)/i.exec(written)?.[1];
    if (channel !== undefined) {
      const start = nameSpan.start + written.indexOf(channel);
      const span = { ...nameSpan, start, end: start + channel.length };
      return [{ kind: 'channel', name: channel, isDefinition: false, span }];
    }
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
    if (option === 'wsrep_sst_auth') {
      const name = /^[^\s:"']+/.exec(value)?.[0] ?? '';
      const start = valueSpan.start + text.indexOf(name);
      const span = { ...valueSpan, start, end: start + name.length };
      return name === '' ? [] : [{ kind: 'user', name, isDefinition: false, span }];
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
