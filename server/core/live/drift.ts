import type { OptionCatalog, OptionFact, Product } from '../catalog/options';
import type { Host } from '../model/host';
import { readInteger } from '../model/option-numbers';
import { isOn, type Setting } from '../model/setting';
import type { Finding } from '../rules/finding';
import type { Document } from '../syntax/tree';

/** What a running server said of itself. */
export interface Running {
  readonly product: Product;
  /** `@@version`. */
  readonly version: string;
  /** SHOW GLOBAL VARIABLES, names in lower case. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Difference {
  readonly setting: Setting;
  readonly running: string;
  readonly fact: OptionFact;
}

/**
 * Lines of a host's option files that its running server does not go by. Compared are booleans, numbers and words of a
 * list, and the few texts a server keeps as they are written; of everything else nobody knows how it is shown.
 */
export function driftOf(host: Host, running: Running, catalog: OptionCatalog): Finding[] {
  const series = /^\d+\.\d+/.exec(running.version)?.[0] ?? '';
  const compared = new Map<Document, number>();
  const differences = new Map<Document, Difference[]>();
  for (const name of host.options.names) {
    const setting = host.options.effective(name);
    const shown = running.variables[name];
    const fact = catalog.fact(name, { product: running.product, series });
    if (!setting || shown === undefined || !fact || fact.noop) continue;
    const isSame = agrees(setting, shown, fact);
    if (isSame === undefined) continue;
    const { document } = setting.nameSpan.block;
    compared.set(document, (compared.get(document) ?? 0) + 1);
    if (!isSame) differences.set(document, [...(differences.get(document) ?? []), { setting, running: shown, fact }]);
  }
  return [...differences].flatMap(([document, found]) => {
    const isUnread = found.length >= fewest && found.length === compared.get(document);
    return isUnread ? [neverRead(host, document, found)] : found.map((each) => differs(host, document, each));
  });
}

/** As many lines of one file without a single one in force are no coincidence. */
const fewest = 3;

const severity = 'warning';

function neverRead(host: Host, document: Document, found: readonly Difference[]): Finding {
  const names = found.map(({ setting }) => setting.name).slice(0, 4);
  const first = found[0] as Difference;
  return {
    rule: 'running/never-read',
    severity,
    host: host.name,
    cluster: undefined,
    document,
    span: first.setting.nameSpan,
    message: `nothing of this file is in force on ${host.name} (${names.join(', ')}${found.length > 4 ? ' ...' : ''}): its server does not read it, or was not restarted since it was written`,
  };
}

function differs(host: Host, document: Document, { setting, running, fact }: Difference): Finding {
  const about = {
    severity,
    host: host.name,
    cluster: undefined,
    document,
    span: setting.valueSpan ?? setting.nameSpan,
  } as const;
  const said = `${host.name} runs with ${setting.name} = ${running === '' ? '(empty)' : running}`;
  return fact.dynamic
    ? {
        ...about,
        rule: 'running/changed-at-run-time',
        message: `${said}: it was set at run time, or this line changed since the start. The next restart brings what the line says; SET GLOBAL does so now`,
      }
    : {
        ...about,
        rule: 'running/needs-restart',
        message: `${said}: this line counts after a restart only`,
      };
}

/** Texts that servers show as they stand in the file. */
const plainTexts = new Set([
  'bind_address',
  'gtid_domain_id',
  'report_host',
  'wsrep_cluster_name',
  'wsrep_cluster_address',
  'wsrep_node_address',
  'wsrep_node_name',
  'wsrep_sst_method',
  'group_replication_group_name',
]);

/** Whether a line and a running value say the same; undefined where that cannot be told for certain. */
function agrees(setting: Setting, running: string, fact: OptionFact): boolean | undefined {
  const { value, negated, name } = setting;
  if (/^(on|off)$/i.test(running) && fact.type === 'boolean') return isOn(setting) === /^on$/i.test(running);
  if (negated || value === undefined) return undefined;
  if (fact.type === 'integer') return sameNumber(value, running, fact);
  if (fact.type === 'enum' && !/^\d+$/.test(value)) return sameWord(value, running, fact);
  return plainTexts.has(name) ? value === running : undefined;
}

function sameWord(value: string, running: string, { values = [] }: OptionFact): boolean | undefined {
  const lower = value.toLowerCase();
  const meant = values.filter((each) => each.toLowerCase() === lower);
  return meant.length === 1 ? running.toLowerCase() === lower : undefined;
}

/** Servers bring a number into its range and round it down to whole blocks; both is their good right. */
function sameNumber(value: string, running: string, { min, max, block }: OptionFact): boolean | undefined {
  let meant = readInteger(value);
  if (meant === undefined || !/^-?\d+$/.test(running)) return undefined;
  if (min !== undefined && meant < BigInt(min)) meant = BigInt(min);
  if (max !== undefined && meant > BigInt(max)) meant = BigInt(max);
  const unit = block === undefined || block === '0' ? 1n : BigInt(block);
  const shown = BigInt(running);
  if (meant / unit === shown / unit) return true;
  // Some sizes are also fitted to what the machine allows, such as max_connections to its open files.
  const isNear = (meant > shown ? meant - shown : shown - meant) * 10n < (meant > 0n ? meant : -meant);
  return isNear && meant > 1000n ? undefined : false;
}
