import { type Host, isDatabase } from '../../model/host';
import { activeDatabases, collectedPools, isMultiWriter, poolName, poolProxies } from '../../model/pool-proxies';
import { isReadOnly } from '../../model/writers';
import { clusterRule } from '../rule';
import { insertBehind, type Related } from '../finding';

export default clusterRule({
  severity: 'warning',
  summary: 'a pool that spreads clients over the source and replicas that refuse writes',
  *check(cluster) {
    for (const { pool, closed, open } of mixedPools(cluster)) {
      const isOnly = !poolProxies(cluster).some(
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

/** Pools that are not for reads alone, with the members that refuse writes and those that take them. */
const mixedPools = collectedPools((pool) => {
  if (pool.purpose === 'reads') return undefined;
  const active = activeDatabases(pool).filter(({ host }) => !isMultiWriter(host));
  const closed = active.filter(({ host }) => isReadOnly(host));
  const open = active.filter(({ host }) => !isReadOnly(host));
  // With read_only in every file somebody else decides who is written to.
  return closed.length === 0 || open.length === 0 ? undefined : { pool, closed, open };
});

function readOnlyLine({ name, options }: Host): Related[] {
  const setting = options.effective('super_read_only') ?? options.effective('read_only');
  return setting ? [{ span: setting.valueSpan ?? setting.nameSpan, message: `read_only on ${name}` }] : [];
}
