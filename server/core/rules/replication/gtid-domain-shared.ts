import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import { isReadOnly, simultaneousWriters } from '../../model/writers';
import { isSwitchedOn, markOf } from '../../model/replication-options';
import { topologyOf } from '../../model/topology/topology';
import { sharing } from '../combinators/sharing';
import type { Fix } from '../finding';
import { onePerPlace, put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'servers that are written to independently of one another share a GTID domain',
  *check(cluster, { options: catalog }) {
    for (const { hosts, outcome, isOutright } of independent(cluster)) {
      const isSure =
        isOutright || hosts.every((host) => isStrict(host) && isSwitchedOn(host, 'log_slave_updates', catalog));
      for (const [domain, together] of sharing(hosts, domainOf)) {
        const [first, ...others] = together;
        for (const host of together) {
          const at = host.options.effective('gtid_domain_id') ?? markOf(host);
          const other = host === first ? others[0] : first;
          const elsewhere = other && (other.options.effective('gtid_domain_id') ?? markOf(other));
          if (!at || !other) continue;
          yield {
            span: at.name === 'gtid_domain_id' ? (at.valueSpan ?? at.nameSpan) : at.nameSpan,
            severity: isSure ? 'error' : 'warning',
            message: `${host.name} and ${other.name} both write in GTID domain ${domain}${at.name === 'gtid_domain_id' ? '' : ', the default'}: ${outcome}`,
            ...(elsewhere && {
              related: [{ span: elsewhere.valueSpan ?? elsewhere.nameSpan, message: `of ${other.name}` }],
            }),
            fixes: () => renumber(cluster, hosts),
          };
        }
      }
    }
  },
});

interface Independent {
  readonly hosts: readonly Host[];
  readonly outcome: string;
  /** Whether rows are lost whatever else is set. */
  readonly isOutright: boolean;
}

/** Servers of MariaDB whose transactions must be told apart. With a cluster manager one of a pair writes at a time. */
function* independent(cluster: Cluster): Generator<Independent> {
  const isMariadb = ({ target }: Host): boolean => target.product === 'mariadb';
  const topology = topologyOf(cluster);
  for (const replica of cluster.databases) {
    const sources = topology.sourcesOf(replica).filter((host) => isMariadb(host) && !isReadOnly(host));
    const isMultiSource = topology.rolesOf(replica).has('multi-source-replica');
    // Sources that follow one another write the same transactions.
    const follows = sources.some((source) => topology.sourcesOf(source).some((other) => sources.includes(other)));
    if (!isMultiSource || follows || sources.length < 2) continue;
    yield {
      hosts: sources,
      outcome: `${replica.name} keeps one position for both, skips rows of one of them without a word, and gets error 1236 later`,
      isOutright: true,
    };
    return;
  }
  const writers = simultaneousWriters(cluster);
  const hosts = writers?.hosts.filter(isMariadb) ?? [];
  if (!writers?.isCertain || cluster.kinds.has('corosync') || hosts.length < 2) return;
  yield {
    hosts,
    outcome:
      'their transactions get mixed up in one sequence, and with gtid_strict_mode replication stops with error 1950 on both sides',
    isOutright: false,
  };
}

function domainOf({ options }: Host): string | undefined {
  const setting = options.effective('gtid_domain_id');
  if (!setting) return '0';
  return setting.value !== undefined && /^\d+$/.test(setting.value) ? String(BigInt(setting.value)) : undefined;
}

function isStrict({ options }: Host): boolean {
  return /^(on|true|1)$/i.test(options.value('gtid_strict_mode') ?? 'off');
}

/** Domains that are each one's own stay; the others get the next free numbers. */
function renumber(cluster: Cluster, hosts: readonly Host[]): Fix[] {
  const taken = new Set(cluster.databases.map(domainOf));
  const kept = new Set<string>();
  let next = 1;
  const edits = hosts.map((host) => {
    const domain = domainOf(host) ?? '0';
    if (domain !== '0' && !kept.has(domain)) {
      kept.add(domain);
      return undefined;
    }
    while (taken.has(String(next))) next++;
    taken.add(String(next));
    return put(host.options.effective('gtid_domain_id'), 'gtid_domain_id', String(next), markOf(host));
  });
  const title = `Give ${hosts.map(({ name }) => name).join(', ')} GTID domains of their own`;
  return [{ title, safe: false, edits: onePerPlace(edits) }];
}
