/** One entry of a MariaDB position: `domain-server-sequence`. */
export interface Gtid {
  readonly domain: string;
  readonly server: string;
  readonly sequence: bigint;
}

/** Reads `0-1-10,1-2-7`; what is no GTID is left out. */
export function readGtids(text: string | undefined): Gtid[] {
  return (text ?? '').split(',').flatMap((part) => {
    const match = /^\s*(\d+)-(\d+)-(\d+)\s*$/.exec(part);
    const [, domain = '', server = '', sequence = ''] = match ?? [];
    return match ? [{ domain, server, sequence: BigInt(sequence) }] : [];
  });
}

export function gtidText({ domain, server, sequence }: Gtid): string {
  return `${domain}-${server}-${sequence}`;
}

/** The highest sequence number of each domain. */
export function highest(gtids: readonly Gtid[]): Map<string, Gtid> {
  const found = new Map<string, Gtid>();
  for (const gtid of gtids) {
    const known = found.get(gtid.domain);
    if (!known || known.sequence < gtid.sequence) found.set(gtid.domain, gtid);
  }
  return found;
}

/**
 * Events in the binary log of `mine` that are not in that of `theirs`: entries of gtid_binlog_state whose sequence is
 * above the other's for the same domain and server. A demoted source is not errant, because its source has them all.
 */
export function beyond(mine: readonly Gtid[], theirs: readonly Gtid[]): Gtid[] {
  const known = new Map(theirs.map((gtid) => [`${gtid.domain}-${gtid.server}`, gtid.sequence]));
  return mine.filter((gtid) => gtid.sequence > (known.get(`${gtid.domain}-${gtid.server}`) ?? 0n));
}
