import type { Host } from '../model/host';
import type { Said, Verdict } from './compare';

/** How a setting over several hosts is to be taken. */
export interface Judged {
  readonly verdict: Verdict;
  readonly why?: string;
}

/**
 * Judges a setting by what hosts say: equal, or different as names and addresses of hosts are, or just different.
 *
 * @param said of two hosts or more
 */
export function judge(said: readonly Said[]): Judged {
  if (isOneOnly(said.map(({ key }) => key))) return { verdict: 'equal' };
  if (isOneOnly(said.map(({ host, key }) => withoutItself(key, host))))
    return { verdict: 'expected', why: "only each host's own name or address differs" };
  return { verdict: 'differs' };
}

export function isOneOnly(keys: readonly string[]): boolean {
  return keys.every((key) => key === keys[0]);
}

/** A value with the host's own names and addresses taken out, such as those in the paths of its logs. */
function withoutItself(value: string, host: Host): string {
  const own = [...host.names, ...host.addresses, host.name].filter((name) => name !== '');
  const longestFirst = own
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (longestFirst.length === 0) return value;
  // A name counts as one where no letter or digit touches it: `db1` stands in `db1-bin`, not in `db10`.
  const pattern = new RegExp(`(?<![a-z0-9])(${longestFirst.join('|')})(?![a-z0-9])`, 'gi');
  return value.replace(pattern, '\0');
}
