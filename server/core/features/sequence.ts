import type { OptionCatalog } from '../catalog/options';
import { effectiveValue } from '../model/defaults';
import type { Host } from '../model/host';

/**
 * The ids a host hands out, `1, 6, 11 …`; undefined where a value is no number, and for an offset larger than the
 * increment, which the servers ignore.
 */
export function sequenceOf(host: Host, catalog: OptionCatalog): string | undefined {
  const increment = numberOf(host, 'auto_increment_increment', catalog);
  const offset = numberOf(host, 'auto_increment_offset', catalog);
  if (increment === undefined || offset === undefined || offset > increment) return undefined;
  return `${offset}, ${offset + increment}, ${offset + 2 * increment} …`;
}

function numberOf(host: Host, name: string, catalog: OptionCatalog): number | undefined {
  const value = effectiveValue(host, name, catalog)?.value;
  return value !== undefined && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : undefined;
}
