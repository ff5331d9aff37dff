import { type Filter, filtersOf } from '../../model/filters';
import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import { siblings } from '../../model/replication-pairs';
import { markOf } from '../../model/replication-options';
import { commandLine } from '../../model/setting';
import { simultaneousWriters } from '../../model/writers';
import { differing } from '../combinators/differing';
import { type Edit, type Fix, insertAfter } from '../finding';
import { onePerPlace } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'servers that may take one another’s place replicate different tables',
  *check(cluster) {
    for (const { hosts, why } of exchangeable(cluster)) {
      const found = differing(hosts, (host) => [...namesOf(host)].sort().join('\n'));
      if (!found) continue;
      const [right] = found.agreeing;
      for (const wrong of found.deviating) {
        const [own, others] = [namesOf(wrong), namesOf(right)];
        const more = filtersIn(wrong).find((filter) => nameOf(filter).some((name) => !others.has(name)));
        const missing = [...others].find((name) => !own.has(name));
        const at = more?.setting ?? filtersIn(wrong)[0]?.setting ?? markOf(wrong);
        if (!at) continue;
        const there = filtersIn(right).find((filter) => nameOf(filter).some((name) => !own.has(name)));
        yield {
          span: more ? (at.valueSpan ?? at.nameSpan) : at.nameSpan,
          message: more
            ? `${wrong.name} has this filter and ${right.name} has not, although ${why}: the two hold different rows, and a failover shows it`
            : `${wrong.name} lacks the filter "${missing ?? ''}" of ${right.name}, although ${why}: the two hold different rows, and a failover shows it`,
          ...(there && {
            related: [
              { span: there.setting.valueSpan ?? there.setting.nameSpan, message: `a filter of ${right.name} alone` },
            ],
          }),
          fixes: () => unite(hosts),
        };
      }
    }
  },
});

/** Groups of hosts of which one may do what another did: co-masters, and replicas of one source. */
function* exchangeable(cluster: Cluster): Generator<{ readonly hosts: readonly Host[]; readonly why: string }> {
  const writers = simultaneousWriters(cluster);
  if (writers?.isCertain) yield { hosts: writers.hosts, why: 'both are written to' };
  for (const hosts of siblings(cluster)) yield { hosts, why: 'both replicate from one source' };
}

function filtersIn(host: Host): readonly Filter[] {
  return filtersOf(host).filter(({ isBinlog }) => !isBinlog);
}

/** The filters of a line as a person means them: a list with commas, which the servers misread, names several. */
function nameOf({ kind, channel, pattern }: Filter): string[] {
  return pattern.split(',').map((each) => `${channel === '' ? '' : channel + ': '}${kind} = ${each.trim()}`);
}

function namesOf(host: Host): ReadonlySet<string> {
  return new Set(filtersIn(host).flatMap((filter) => nameOf(filter)));
}

/** Not safe: every host gets the filters of all, below its own. */
function unite(hosts: readonly Host[]): Fix[] {
  const all = new Map(
    hosts.flatMap((host) => filtersIn(host).flatMap((filter) => nameOf(filter).map((name) => [name, filter] as const))),
  );
  const edits = hosts.map((host): Edit | undefined => {
    const own = namesOf(host);
    const last = filtersIn(host).findLast(({ setting }) => setting.group !== commandLine)?.setting ?? markOf(host);
    const lines = [...all].flatMap(([name, { setting }]) =>
      own.has(name) ? [] : [`${setting.written} = ${name.slice(name.indexOf('= ') + 2)}`],
    );
    return last && last.group !== commandLine && lines.length > 0
      ? insertAfter(last.nameSpan, lines.join('\n'))
      : undefined;
  });
  const made = onePerPlace(edits);
  const title = `Give ${hosts.map(({ name }) => name).join(', ')} the filters of all of them`;
  return made.length === 0 ? [] : [{ title, safe: false, edits: made }];
}
