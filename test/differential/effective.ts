import type { OptionFact } from '../../server/core/catalog/options';
import type { Host } from '../../server/core/model/host';
import { isOn, type Setting } from '../../server/core/model/setting';
import { catalogs } from '../../server/disk/catalogs';

/** An option whose value Quorate and the daemon read differently. */
export interface Disagreement {
  readonly name: string;
  readonly written: string;
  readonly ours: string;
  readonly printed: string;
}

/** How the values compare that files set; grows over the cases of a run. */
export interface Agreement {
  agreed: number;
  /** Options the daemon does not print: they belong to plugins or have no effect. */
  notPrinted: number;
  readonly disagreed: Disagreement[];
}

const bookworm = { product: 'mariadb', series: '10.11' } as const;

/** Compares what a host's files come to with the effective values the daemon printed for the same files. */
export function compareEffective(host: Host, printed: ReadonlyMap<string, string>, agreement: Agreement): void {
  for (const name of host.options.names) {
    const setting = host.options.effective(name);
    const fact = catalogs.options.fact(name, bookworm);
    const theirs = printed.get(name);
    if (!setting || !fact || theirs === undefined) {
      agreement.notPrinted++;
      continue;
    }
    const ours = effectiveValue(setting, fact);
    if (ours === normal(theirs, fact)) agreement.agreed++;
    else
      agreement.disagreed.push({ name, written: `${setting.written}=${setting.value ?? ''}`, ours, printed: theirs });
  }
}

/** What the server makes of the deciding line, in the words it prints. */
export function effectiveValue(setting: Setting, fact: OptionFact): string {
  switch (fact.type) {
    case 'boolean':
      return isOn(setting) ? 'TRUE' : 'FALSE';
    case 'integer':
      return String(inRange(integerOf(setting, fact), fact));
    case 'double':
      return String(Number(setting.value ?? fact.default));
    case 'enum':
      return memberOf(setting, fact);
    default:
      return setting.value ?? '';
  }
}

function normal(printed: string, fact: OptionFact): string {
  if (fact.type === 'double') return String(Number(printed));
  return printed === '(No default value)' ? '' : printed;
}

const suffixes = 'KMGTPE';

function integerOf(setting: Setting, fact: OptionFact): bigint {
  if (setting.negated) return 0n;
  const match = /^\s*([-+]?\d+)([KMGTPE]?)/i.exec(setting.value ?? fact.default ?? '');
  if (!match) return 0n;
  const power = match[2] ? suffixes.indexOf(match[2].toUpperCase()) + 1 : 0;
  return BigInt(match[1] as string) * 1024n ** BigInt(power);
}

function inRange(value: bigint, { min, max, block }: OptionFact): bigint {
  const size = block === undefined || block === '0' ? 1n : BigInt(block);
  let limited = max !== undefined && value > BigInt(max) ? BigInt(max) : value;
  limited -= limited % size;
  return min !== undefined && limited < BigInt(min) ? BigInt(min) : limited;
}

/** An enumeration takes a word, a unique beginning of one, or its index. */
function memberOf(setting: Setting, { values = [] }: OptionFact): string {
  const written = (setting.value ?? '').toLowerCase();
  const exact = values.find((value) => value.toLowerCase() === written);
  const prefixed = values.filter((value) => value.toLowerCase().startsWith(written));
  return exact ?? (prefixed.length === 1 ? prefixed[0] : values[Number(written)]) ?? written;
}
