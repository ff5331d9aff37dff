import type { HaproxyLine } from '../syntax/haproxy';
import type { Document } from '../syntax/tree';
import { collectedReadings, type Reading } from './haproxy-reading';
import type { Host } from './host';

/** The files HAProxy reads on a host, as far as known: haproxy.cfg first, the others in the order of their names. */
export function haproxyFiles(host: Host): readonly Document<HaproxyLine>[] {
  if (host.haproxy.length < 2) return host.haproxy;
  const isMain = ({ path }: Document<HaproxyLine>): number => (/(^|\/)haproxy\.cfg$/.test(path) ? 0 : 1);
  return [...host.haproxy].sort((a, b) => isMain(a) - isMain(b) || (a.path < b.path ? -1 : 1));
}

/** Proxies are looked at one by one; of all other sections a file has few. */
const otherSections = collectedReadings((reading) =>
  /^(frontend|backend|listen)$/.test(reading.section.keyword) ? undefined : reading,
);

/** All sections of one keyword on a host, in the order they are read: `global`, `userlist`, `peers`, but no proxies. */
export function sectionsOf(host: Host, keyword: string): readonly Reading[] {
  return haproxyFiles(host).flatMap((file) => otherSections(file).filter(({ section }) => section.keyword === keyword));
}
