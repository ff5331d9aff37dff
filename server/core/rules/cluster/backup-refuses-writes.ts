import { isDatabase } from '../../model/host';
import { healthCheck } from '../../model/proxy-options';
import { activeDatabases, isMultiWriter, poolName } from '../../model/pool-proxies';
import { isReadOnly } from '../../model/writers';
import { poolRule } from '../pool-rule';

export default poolRule({
  severity: 'warning',
  summary: 'a backup that stays read_only when it has to take over',
  concerns: ({ kinds }) => !kinds.has('corosync'),
  *check(pool) {
    if (pool.purpose === 'reads') return;
    const check = healthCheck(pool.proxy);
    // These can ask for the role; then a program that promotes is at work.
    if (check === 'unknown' || /^(httpchk|tcp-check|external-check)$/.test(check?.kind ?? '')) return;
    const writers = activeDatabases(pool).filter(({ host }) => !isMultiWriter(host) && !isReadOnly(host));
    if (writers.length === 0) return;
    for (const { line, host } of pool.members) {
      const { options, certain, nameSpan, name } = line;
      if (!certain || !options.has('backup') || options.has('agent-check')) continue;
      if (!host || !isDatabase(host) || !isReadOnly(host)) continue;
      const setting = host.options.effective('super_read_only') ?? host.options.effective('read_only');
      yield {
        span: nameSpan,
        message: `When ${writers[0]?.host.name} goes down ${poolName(pool)} sends its clients to ${name}, but ${host.name} is read_only and nothing here promotes it: they connect, and every write fails with error 1290`,
        related: setting ? [{ span: setting.valueSpan ?? setting.nameSpan, message: `read_only on ${host.name}` }] : [],
      };
    }
  },
});
