import type { OptionFact, Release } from '../../server/core/catalog/options';
import type { Host } from '../../server/core/model/host';
import { isDecimal, readInteger } from '../../server/core/model/option-numbers';
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
  /** Options the daemon prints no value of that comes from the file: see `isCompared`. */
  notCompared: number;
  readonly disagreed: Disagreement[];
}

/**
 * Compares the lines that decide, by Quorate's account, with the effective values the daemon printed for the same
 * files. What is compared is which line wins and how its text is read; ranges and words come from the catalogue.
 */
export function compareEffective(
  host: Host,
  release: Release,
  printed: ReadonlyMap<string, string>,
  agreement: Agreement,
): void {
  for (const name of host.options.names) {
    const setting = host.options.effective(name);
    const fact = catalogs.options.fact(name, release);
    const theirs = printed.get(name);
    if (!setting || !fact || theirs === undefined || !isCompared(setting, fact, host, theirs)) agreement.notCompared++;
    else if (agrees(setting, fact, theirs)) agreement.agreed++;
    else {
      const written = `${setting.written}=${setting.value ?? ''}`;
      agreement.disagreed.push({ name, written, ours: effectiveValue(setting, fact), printed: theirs });
    }
  }
}

/**
 * Whether the printed value shows what the file says. It does not where the server makes up a value for a bare name,
 * where it drops what it cannot read and goes on, and where one option sets several.
 */
function isCompared(setting: Setting, fact: OptionFact, { options }: Host, printed: string): boolean {
  const { name, value, negated } = setting;
  if (fact.type === 'string' && (value === undefined || value === '' || negated)) return false;
  if (fact.type === 'integer' && value !== undefined && readInteger(value) === undefined) return false;
  if (fact.type === 'double' && value !== undefined && !isDecimal(value)) return false;
  if (isMasked.test(name) || (printed === '(No default value)' && value)) return false;
  const setsOthers = Object.entries(others).find(([, names]) => names.includes(name))?.[0];
  return setsOthers === undefined || options.effective(setsOthers) === undefined;
}

/** A check of options logs to the terminal and loads no provider, and the servers print no password. */
const isMasked = /^(log_error|wsrep_provider|wsrep_sst_auth|open_files_limit)$/;

/** Options that set others, when they stand behind them. */
const others: Readonly<Record<string, readonly string[]>> = {
  log_basename: ['log_error', 'log_bin', 'pid_file', 'general_log_file', 'log_slow_query_file', 'slow_query_log_file'],
  expire_logs_days: ['binlog_expire_logs_seconds'],
  binlog_expire_logs_seconds: ['expire_logs_days'],
};

function agrees(setting: Setting, fact: OptionFact, printed: string): boolean {
  const ours = effectiveValue(setting, fact);
  switch (fact.type) {
    case 'double':
      return Number(ours) === Number(printed);
    case 'set':
    case 'flagset': {
      // The server prints every flag, and the members that a member stands for.
      const members = printed.toLowerCase().split(',');
      return ours
        .toLowerCase()
        .split(',')
        .every((member) => member === '' || members.includes(member));
    }
    case 'string':
      // Folders get a slash, file names a folder, and the name of a log loses its suffix.
      return [ours, `${ours}/`, ours.replace(/\.[^./]*$/, '')].some(
        (each) => printed === each || printed.endsWith(`/${each}`),
      );
    default:
      return ours === printed;
  }
}

/** What the server makes of the deciding line, in the words it prints. */
export function effectiveValue(setting: Setting, fact: OptionFact): string {
  const { value, negated } = setting;
  switch (fact.type) {
    case 'boolean':
      return isOn(setting) ? 'TRUE' : 'FALSE';
    case 'integer': {
      const number = negated ? 0n : (readInteger(value ?? fact.default ?? '0') ?? 0n);
      return String(inRange(number, fact));
    }
    case 'enum':
      return memberOf(setting, fact);
    default:
      return value ?? '';
  }
}

/** A number too large or too small becomes the nearest one; one between two blocks the lower one. */
function inRange(value: bigint, { min, max, block }: OptionFact): bigint {
  const size = block === undefined || block === '0' ? 1n : BigInt(block);
  const limited = max !== undefined && value > BigInt(max) ? BigInt(max) : value;
  const rounded = limited - (limited % size);
  return min !== undefined && rounded < BigInt(min) ? BigInt(min) : rounded;
}

/** An enumeration takes a word, a unique beginning of one, or its index. */
function memberOf({ value = '' }: Setting, { values = [] }: OptionFact): string {
  const written = value.toLowerCase();
  const exact = values.find((each) => each.toLowerCase() === written);
  const begun = values.filter((each) => each.toLowerCase().startsWith(written));
  return exact ?? (begun.length === 1 ? begun[0] : values[Number(written)]) ?? written;
}
