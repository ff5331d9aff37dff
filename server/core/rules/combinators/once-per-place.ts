import { rememberPer } from '../../model/reads';
import type { Report } from '../finding';

/** All reports of a list; undefined for none. */
export function anyReports(reports: Iterable<Report>): readonly Report[] | undefined {
  const all = [...reports];
  return all.length > 0 ? all : undefined;
}

/**
 * What is said of many subjects. Of several reports about one place, such as a line that many proxies inherit, the
 * first is kept.
 */
export const oncePerPlace = rememberPer((lists: readonly (readonly Report[])[]): readonly Report[] => {
  const places = new Map<Report['span']['block'], Set<string>>();
  return lists.flat().filter(({ span: { block, line, start } }) => {
    const taken = places.get(block) ?? new Set();
    places.set(block, taken);
    const place = `${line}:${start}`;
    return !taken.has(place) && taken.add(place);
  });
});
