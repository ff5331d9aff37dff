import { effectiveValue } from '../../model/defaults';
import { type Host, isDatabase } from '../../model/host';
import { collectedPools } from '../../model/pool-proxies';
import type { Span } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'proxies that together open more connections than a database takes',
  *check(cluster, { options }) {
    for (const [host, limits] of limitsByHost(limitsOfPools(cluster).flat())) {
      const taken = effectiveValue(host, 'max_connections', options);
      if (!taken || !/^\d+$/.test(taken.value)) continue;
      const most = Number(taken.value);
      const sum = limits.reduce((total, { maxconn }) => total + maxconn, 0);
      if (sum <= most || most === 0) continue;
      const share = Math.floor((most - reserve) / limits.length);
      const { setting } = taken;
      const together =
        limits.length === 1
          ? `maxconn ${sum}`
          : `${limits.length} server lines for ${host.name} with maxconn ${sum} together`;
      for (const { span } of limits) {
        yield {
          span,
          message: `${together}, but ${host.name} takes ${most} connections (max_connections${setting ? '' : ', the default'}): under load clients get "Too many connections", error 1040, instead of waiting in HAProxy's queue`,
          related: [
            ...(setting?.valueSpan ? [{ span: setting.valueSpan, message: `max_connections of ${host.name}` }] : []),
            ...limits.flatMap((other) =>
              other.span === span ? [] : [{ span: other.span, message: `${other.maxconn} more` }],
            ),
          ],
          fixes: () =>
            share > 0
              ? [
                  {
                    title: `Share ${most - reserve} connections of ${host.name}: maxconn ${share}`,
                    safe: false,
                    edits: limits.map((limit) => replace(limit.span, String(share))),
                  },
                ]
              : [],
        };
      }
    }
  },
});

/** Connections left for replicas, administrators and monitoring. */
const reserve = 10;

interface Limit {
  readonly host: Host;
  readonly span: Span;
  readonly maxconn: number;
}

/** What the server lines of each pool send a database at most. */
const limitsOfPools = collectedPools(({ members }) => {
  const limits = members.flatMap(({ host, line }): Limit[] => {
    const { value, valueSpan } = line.options.get('maxconn') ?? {};
    if (!host || !isDatabase(host) || !line.certain || !valueSpan || !/^\d+$/.test(value ?? '')) return [];
    return [{ host, span: valueSpan, maxconn: Number(value) }];
  });
  return limits.length > 0 ? limits : undefined;
});

/**
 * What each database is sent at most: lines in one pool or in several, on one proxy or on several. A default-server
 * line, or a file that two proxies share, is one place that counts several times.
 */
function limitsByHost(all: readonly Limit[]): Map<Host, Limit[]> {
  const found = new Map<Host, Limit[]>();
  for (const limit of all) {
    const limits = found.get(limit.host) ?? [];
    found.set(limit.host, limits);
    limits.push(limit);
  }
  return found;
}
