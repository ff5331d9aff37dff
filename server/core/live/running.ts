import type { OptionCatalog, Product } from '../catalog/options';
import { seriesOf } from '../catalog/release-series';
import type { Observed } from '../model/observed';
import type { Origin } from '../ops/status/observation';

/** What a running server said of itself. */
export interface Running {
  readonly product: Product;
  /** `@@version`. */
  readonly version: string;
  /** SHOW GLOBAL VARIABLES, names in lower case. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where values came from, by variable; what is not in it has its default. Absent where the server does not tell. */
  readonly origins?: Readonly<Record<string, Origin>> | undefined;
}

/**
 * Options that a server can have without a line of its files, and that rules about several hosts go by: who it is, and
 * whether it takes writes.
 */
export const fedToRules: ReadonlySet<string> = new Set([
  'gtid_domain_id',
  'read_only',
  'server_id',
  'server_uuid',
  'super_read_only',
]);

/** What of a running server the rules about files may go by: its release, and what of `fedToRules` is no default. */
export function observedOf({ product, version, variables, origins }: Running, catalog: OptionCatalog): Observed {
  const series = seriesOf(product, version);
  const values = new Map<string, string>();
  for (const name of fedToRules) {
    const value = variables[name];
    if (value === undefined || value === '') continue;
    const usual = catalog.defaultOf(name, { product, ...(series !== undefined && { series }) });
    // What the server sets by itself it also takes back by itself, as Group Replication does with super_read_only.
    const origin = origins?.[name];
    const isDefault = origins ? origin === undefined || origin === 'automatic' : same(value, usual);
    if (!isDefault || name === 'server_uuid') values.set(name, value);
  }
  return { target: { product, ...(series !== undefined && { series }) }, values };
}

function same(value: string, usual: string | undefined): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/^(off|false)$/, '0');
  return usual !== undefined && plain(value) === plain(usual);
}
