import { isGalera, type ObservedCluster } from '../cluster';
import type { HostObservation, Transfer } from '../observation';
import type { Evidence, Verdict } from '../verdict';

/** How far a state transfer is. */
export interface Progress {
  /** From 0 to 1. */
  readonly share: number;
  /** `about 46 % of the data`, `17 of 40 missed writes` */
  readonly words: string;
}

/** The node that gives a joiner its data; undefined where nobody says it. */
export function donorOf(cluster: ObservedCluster, host: string): string | undefined {
  const named = cluster.observation(host)?.transfer?.donor;
  const donors = cluster.servers.filter(
    (server) => server.database.status['wsrep_local_state_comment'] === 'Donor/Desynced',
  );
  const byName = cluster.servers.find(
    (server) => isGalera(server) && server.database.variables['wsrep_node_name'] === named,
  );
  return byName?.name ?? (donors.length === 1 ? donors[0]?.name : undefined);
}

/** How far the transfer to a host is. Of a copy nobody counts, but what lies on both disks tells about how much is there. */
export function progressOf(cluster: ObservedCluster, host: string): Progress | undefined {
  const transfer = cluster.observation(host)?.transfer;
  if (!transfer?.phase) return undefined;
  const { events, phase } = transfer;
  if (events && events.total > 0) {
    const things = phase === 'queue' ? 'queued writes' : 'missed writes';
    return { share: events.done / events.total, words: `${events.done} of ${events.total} ${things}` };
  }
  const donor = donorOf(cluster, host);
  const whole = donor === undefined ? undefined : cluster.observation(donor)?.transfer?.kibibytes;
  if (phase !== 'copy' || transfer.kibibytes === undefined || !whole) return undefined;
  // A joiner keeps old files until they are overwritten, and a donor writes on: it is done when it says so.
  const share = Math.min(0.99, transfer.kibibytes / whole);
  return { share, words: `about ${Math.round(share * 100)} % of the data of ${donor}` };
}

/** Whether a server that takes no connections does so because it is being given its data. */
export function isBeingCopied({ database, transfer }: HostObservation): boolean {
  return database?.answered === false && transfer?.phase !== undefined;
}

/** Nodes that cannot be asked, because they are being given their data. */
export function* galeraTransfers(cluster: ObservedCluster): Generator<Verdict> {
  for (const seen of cluster.hosts) {
    if (!isBeingCopied(seen)) continue;
    const { host } = seen;
    const progress = progressOf(cluster, host);
    const donor = donorOf(cluster, host);
    yield {
      id: 'galera/joining',
      level: 'degraded',
      program: 'database',
      hosts: [host],
      summary: `${host} is receiving a state transfer${donor === undefined ? '' : ` from ${donor}`}${progress ? `: ${progress.words}` : ''}`,
      progress: progress?.share,
      evidence: transferEvidence(cluster, host),
      means: 'The node takes no clients until it has a copy of the data; its donor may be slow meanwhile.',
      next: 'Wait, and do not restart it: the copy would begin anew. When the figure stands still look at the error logs of both.',
    };
  }
}

/** The sizes and counts that tell how far a transfer is. */
export function transferEvidence(cluster: ObservedCluster, host: string): Evidence[] {
  const said = (name: string, { kibibytes, events, phase }: Transfer): Evidence[] => [
    ...(kibibytes === undefined
      ? []
      : [{ host: name, field: 'size of the data directory', value: `${kibibytes} KiB` }]),
    ...(phase && events ? [{ host: name, field: phase, value: `${events.done} of ${events.total}` }] : []),
  ];
  const donor = donorOf(cluster, host);
  return [host, donor].flatMap((name) => {
    const transfer = name === undefined ? undefined : cluster.observation(name)?.transfer;
    return name === undefined || !transfer ? [] : said(name, transfer);
  });
}
