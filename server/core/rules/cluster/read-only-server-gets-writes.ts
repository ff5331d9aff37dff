import { type Host, isDatabase } from '../../model/host';
import { activeDatabases, isMultiWriter, poolName, poolProxies } from '../../model/pool-proxies';
import { isReadOnly } from '../../model/writers';
import { clusterRule } from '../rule';
import { insertBehind, type Related } from '../finding';

export default clusterRule({
  severity: 'warning',
  summary: 'a pool that spreads clients over the source and replicas that refuse writes',
  *check(cluster) {
    const pools = poolProxies(cluster);
    for (const pool of pools) {
      if (pool.purpose === 'reads') continue;
      const active = activeDatabases(pool).filter(({ host }) => !isMultiWriter(host));
      const closed = active.filter(({ host }) => isReadOnly(host));
      const open = active.filter(({ host }) => !isReadOnly(host));
      // With read_only in every file somebody else decides who is written to.
      if (closed.length === 0 || open.length === 0) continue;
      const isOnly = !pools.some(
        (other) => other !== pool && other.members.some(({ host }) => host && isDatabase(host) && !isMultiWriter(host)),
      );
      if (pool.purpose === undefined && !isOnly) continue;
      const certain = pool.purpose === 'writes';
      for (const { line, host } of closed) {
        yield {
          span: line.nameSpan,
          severity: certain ? 'error' : 'warning',
          message: `${poolName(pool)} sends clients to ${host.name} as well as to ${open.map((each) => each.host.name).join(', ')}, but ${host.name} is read_only: whoever lands there fails to write, with error 1290`,
          related: readOnlyLine(host),
          fixes: () => [
            {
              title: `Make ${closed.map(({ line: { name } }) => name).join(', ')} backup`,
              safe: false,
              edits: closed.map(({ server }) => insertBehind(server.addressSpan, ' backup')),
            },
          ],
        };
      }
    }
  },
});

function readOnlyLine({ name, options }: Host): Related[] {
  const setting = options.effective('super_read_only') ?? options.effective('read_only');
  return setting ? [{ span: setting.valueSpan ?? setting.nameSpan, message: `read_only on ${name}` }] : [];
}
