import type { OptionCatalog } from '../catalog/options';
import type { Host } from './host';
import { isOn, type Setting } from './setting';

/**
 * The line that decides an option of replication. MySQL knows many of them under an old name and, since 8.0.26, a new
 * one; the last line of both counts.
 *
 * @param name the old name: `log_slave_updates`
 */
export function decided({ options }: Host, name: string): Setting | undefined {
  const [one, other] = [options.effective(name), options.effective(newName(name))];
  if (!one || !other || one === other) return one ?? other;
  return options.stream.lastIndexOf(one) > options.stream.lastIndexOf(other) ? one : other;
}

/** `log_replica_updates` for `log_slave_updates`; the name itself where there is no other. */
function newName(name: string): string {
  return name.replace('slave', 'replica').replace('master', 'source');
}

/** Whether a boolean is on, by a line or by default; undefined where the releases that may read the files differ. */
export function isSwitchedOn(host: Host, name: string, catalog: OptionCatalog): boolean | undefined {
  const setting = decided(host, name);
  if (setting) return isOn(setting);
  const known = catalog.defaultOf(name, host.target);
  return known === undefined ? undefined : /^(on|true|1)$/i.test(known);
}

/**
 * Whether a server writes a binary log; undefined while its product is unknown and nothing is said. Any value of
 * `log_bin` is a name for its files and switches it on, even `OFF` (MariaDB 10.11 and MySQL 9.7, tried); only
 * `skip-log-bin` switches it off. It is off by default in MariaDB and in MySQL 5.7.
 */
export function writesBinaryLog({ options, target }: Host): boolean | undefined {
  const setting = options.effective('log_bin');
  if (setting) return setting.negated ? isOn(setting) : true;
  if (target.product === 'mariadb' || target.series === '5.7') return false;
  return target.product === 'mysql' && target.series !== undefined ? true : undefined;
}

/** The number an option's line gives, or its default; undefined for what is no plain number. */
export function numberOf(host: Host, name: string, catalog: OptionCatalog): number | undefined {
  const setting = decided(host, name);
  const text = setting ? setting.value : catalog.defaultOf(name, host.target);
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A line to speak about when the one that is missing is the matter: the first there is of those that make a host what it is. */
export function markOf(
  { options }: Host,
  names: readonly string[] = ['server_id', 'log_bin', 'relay_log', 'report_host'],
): Setting | undefined {
  return names.map((name) => options.effective(name)).find((setting) => setting !== undefined);
}
