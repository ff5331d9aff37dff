import type { Host } from './host';
import type { Setting } from './setting';

/** One line that chooses what is replicated, or what goes into the binary log. */
export interface Filter {
  readonly setting: Setting;
  /** The option without `replicate_` and `binlog_`: `do_db`, `ignore_table`, `wild_do_table`. */
  readonly kind: string;
  /** Whether the source drops changes from its binary log, rather than a replica from what it gets. */
  readonly isBinlog: boolean;
  /** The connection (MariaDB: `name.` before the option) or channel (MySQL: `name:` before the value); `` for all. */
  readonly channel: string;
  /** A database, or a database and a table with a dot between them. */
  readonly pattern: string;
}

const filterName = /^(replicate|binlog)_((?:do|ignore)_(?:db|table)|wild_(?:do|ignore)_table)$/;

/** The filters of a host in reading order. Lists with commas are one name to the servers, which another rule says. */
export function filtersOf({ options, target }: Host): readonly Filter[] {
  const found: Filter[] = [];
  for (const setting of options.stream) {
    const [, side, kind] = filterName.exec(setting.name) ?? [];
    if (kind === undefined || !setting.value) continue;
    const [, channel, pattern] = (target.product !== 'mariadb' && /^([\w-]+):(.+)$/.exec(setting.value)) || [
      undefined,
      undefined,
      setting.value,
    ];
    const connection = /^([^.]+)\.replicate/i.exec(setting.written)?.[1];
    found.push({
      setting,
      kind,
      isBinlog: side === 'binlog',
      channel: (connection ?? channel ?? '').toLowerCase(),
      pattern: pattern,
    });
  }
  return found;
}

/** The database a filter speaks of. */
export function databaseOf({ pattern }: Filter): string {
  return pattern.split('.')[0] as string;
}
