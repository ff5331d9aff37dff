import { numberOf, decided } from '../../model/replication-options';
import { readInteger } from '../../model/option-numbers';
import { pairsOf } from '../../model/replication-pairs';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica takes smaller packets than its source sends',
  *check(cluster, { options: catalog }) {
    for (const { source, replica } of pairsOf(cluster)) {
      const limit = decided(replica, 'slave_max_allowed_packet');
      if (!limit?.valueSpan || limit.value === undefined) continue;
      const sent = source.options.effective('max_allowed_packet');
      const most =
        sent?.value === undefined ? numberOf(source, 'max_allowed_packet', catalog) : readInteger(sent.value);
      const taken = readInteger(limit.value);
      if (most === undefined || taken === undefined || taken >= BigInt(most)) continue;
      const edit = put(limit, limit.name, '1G', limit);
      yield {
        span: limit.valueSpan,
        message: `${replica.name} takes changes of up to ${limit.value}, ${source.name} lets clients send ${sent?.value ?? `${Number(most) / 1024 / 1024}M`}: replication stops at the first larger row (error 1236 or 1153)`,
        ...(sent && { related: [{ span: sent.valueSpan ?? sent.nameSpan, message: `what ${source.name} takes` }] }),
        fixes: () => (edit ? [{ title: 'Take up to 1G, the default', safe: true, edits: [edit] }] : []),
      };
    }
  },
});
