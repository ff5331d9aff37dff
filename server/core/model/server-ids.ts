import { versionNumber } from '../catalog/release';
import type { Host } from './host';
import type { Setting } from './setting';

/** The id a server runs with, and the line that gives it; none for the default. */
export interface ServerId {
  readonly id: bigint;
  readonly setting: Setting | undefined;
}

/**
 * The `server_id` a host's server runs with. MariaDB takes 0 as 1. Without a line it is 1, and 0 in MySQL before 8.0.3.
 *
 * @returns undefined for what is no number, and without a line while the product is unknown
 */
export function serverIdOf({ options, target: { product, series } }: Host): ServerId | undefined {
  const setting = options.effective('server_id');
  if (setting) {
    if (setting.value === undefined || !/^\d+$/.test(setting.value)) return undefined;
    const id = BigInt(setting.value);
    return { id: id === 0n && product === 'mariadb' ? 1n : id, setting };
  }
  if (product === undefined) return undefined;
  const isOld = product === 'mysql' && series !== undefined && versionNumber(series) < versionNumber('8.0');
  return { id: isOld ? 0n : 1n, setting: undefined };
}
