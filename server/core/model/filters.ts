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

const names = ['replicate_', 'binlog_'].flatMap((side) =>
  ['do_db', 'ignore_db', 'do_table', 'ignore_table', 'wild_do_table', 'wild_ignore_table'].map((kind) => [side, kind]),
) as readonly (readonly [side: string, kind: string])[];

/** The filters of a host, kind by kind. Lists with commas are one name to the servers, which another rule says. */
export function filtersOf({ options, target }: Host): readonly Filter[] {
  return names.flatMap(([side, kind]) =>
    options.all(side + kind).flatMap((setting): Filter[] => {
      if (!setting.value) return [];
      const match = target.product === 'mariadb' ? undefined : /^([\w-]+):(.+)$/.exec(setting.value);
      const connection = /^([^.]+)\.replicate/i.exec(setting.written)?.[1];
      return [
        {
          setting,
          kind,
          isBinlog: side === 'binlog_',
          channel: (connection ?? match?.[1] ?? '').toLowerCase(),
          pattern: match?.[2] ?? setting.value,
        },
      ];
    }),
  );
}

/** The database a filter speaks of. */
export function databaseOf({ pattern }: Filter): string {
  return pattern.split('.')[0] as string;
}
