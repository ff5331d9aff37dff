import type { OptionCatalog } from '../catalog/options';
import type { Host } from './host';
import type { Setting } from './setting';

/** A value with the line that sets it; none for a default. */
export interface EffectiveValue {
  readonly value: string;
  readonly setting: Setting | undefined;
}

/**
 * What a host's server uses: the value its files decide on, or else the server's default.
 *
 * @returns undefined for a bare name, and where the releases that may read the files have different defaults
 */
export function effectiveValue(host: Host, name: string, catalog: OptionCatalog): EffectiveValue | undefined {
  const setting = host.options.effective(name);
  const value = setting ? setting.value : catalog.defaultOf(name, host.target);
  return value === undefined ? undefined : { value, setting };
}
