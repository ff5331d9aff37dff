import type { OptionCatalog, OptionFact } from '../catalog/options';
import { programNames, seriesOf } from '../catalog/release-series';
import type { Host } from '../model/host';
import { atRunTime, standInFor } from '../model/observed';
import { readInteger } from '../model/option-numbers';
import { isOn, type Setting } from '../model/setting';
import type { Finding } from '../rules/finding';
import type { Document } from '../syntax/tree';
import type { Origin } from '../ops/status/observation';
import { fedToRules, type Running } from './running';
import { type RunningRule, runningRules } from './running-rules';

interface Difference {
  readonly setting: Setting;
  readonly running: string;
  readonly fact: OptionFact;
  /** Undefined where the server does not tell. */
  readonly origin: Origin | 'default' | undefined;
}

/**
 * Lines of a host's option files that its running server does not go by, and what it goes by that no line says.
 * Compared are booleans, numbers and words of a list, and the few texts a server keeps as they are written; of
 * everything else nobody knows how it is shown.
 */
export function driftOf(host: Host, running: Running, catalog: OptionCatalog): Finding[] {
  const { product, variables, origins } = running;
  const series = seriesIn(running);
  const compared = new Map<Document, number>();
  const differences = new Map<Document, Difference[]>();
  const found: Finding[] = [...unlikeManifest(host, running), ...lostAtRestart(host, running, catalog)];
  for (const name of host.options.names) {
    const setting = host.options.effective(name);
    const shown = variables[name];
    const fact = catalog.fact(name, { product, series });
    if (!setting || setting.group === atRunTime || !fact || fact.noop) continue;
    if (shown === undefined) {
      if (fact.plugin !== undefined && fact.build === undefined)
        found.push(unknownToServer(host, setting, fact.plugin));
      continue;
    }
    const isSame = agrees(setting, shown, fact);
    if (isSame === undefined) continue;
    const { document } = setting.nameSpan.block;
    compared.set(document, (compared.get(document) ?? 0) + 1);
    const origin: Difference['origin'] = origins && (origins[name] ?? 'default');
    if (!isSame) {
      const difference: Difference = { setting, running: shown, fact, origin };
      differences.set(document, [...(differences.get(document) ?? []), difference]);
    }
  }
  for (const [document, all] of differences) {
    const isUnread = all.length >= fewest && all.length === compared.get(document);
    found.push(...(isUnread ? [neverRead(host, all)] : all.map((each) => differs(host, each))));
  }
  return found;
}

const seriesIn = ({ version }: Running): string => /^\d+\.\d+/.exec(version)?.[0] ?? '';

/** As many lines of one file without a single one in force are no coincidence. */
const fewest = 3;

function finding(host: Host, rule: RunningRule, span: Finding['span'], message: string): Finding {
  const { severity } = runningRules[rule];
  return { rule, severity, host: host.name, cluster: undefined, document: span.block.document, span, message };
}

function neverRead(host: Host, found: readonly Difference[]): Finding {
  const names = found.map(({ setting }) => setting.name).slice(0, 4);
  const first = found[0] as Difference;
  return finding(
    host,
    'running/never-read',
    first.setting.nameSpan,
    `nothing of this file is in force on ${host.name} (${names.join(', ')}${found.length > 4 ? ' ...' : ''}): its server does not read it, or was not restarted since it was written`,
  );
}

function unknownToServer(host: Host, setting: Setting, plugin: string): Finding {
  return finding(
    host,
    'running/never-read',
    setting.nameSpan,
    `the running server of ${host.name} has no variable ${setting.name}: the plugin ${plugin} is not loaded, so nobody reads this line`,
  );
}

/** What to say of a line, by where the server has its value from; without knowing that, by whether it can change. */
function differs(host: Host, { setting, running, fact, origin }: Difference): Finding {
  const said = `${host.name} runs with ${setting.name} = ${running === '' ? '(empty)' : running}`;
  const told = (rule: RunningRule, message: string): Finding =>
    finding(host, rule, setting.valueSpan ?? setting.nameSpan, `${said}${message}`);
  const now = fact.dynamic ? '; SET GLOBAL changes it now' : '';
  switch (origin) {
    case 'run-time':
      return told(
        'running/changed-at-run-time',
        ', which was set at run time. The next restart brings what the line says',
      );
    case 'command-line':
      return told('running/overridden', ', which its command line says. A restart changes nothing: edit the service');
    case 'persisted':
      return told(
        'running/overridden',
        `, which mysqld-auto.cnf says. A restart changes nothing: RESET PERSIST ${setting.name}`,
      );
    case 'default':
      return told(
        'running/never-read',
        `, its default: it has not read this line since it started. Restart it, and see whether it reads this file${now}`,
      );
    case 'file':
    case 'automatic':
      return told(
        'running/needs-restart',
        `: this line was changed since it started, or it has read another file later. It counts after a restart${now}`,
      );
    default:
      return fact.dynamic
        ? told(
            'running/changed-at-run-time',
            ': it was set at run time, or this line changed since the start. The next restart brings what the line says; SET GLOBAL does so now',
          )
        : told('running/needs-restart', ': this line counts after a restart only');
  }
}

/** What was set at run time and stands in no file: nobody who reads the files knows it, and a restart forgets it. */
function* lostAtRestart(host: Host, running: Running, catalog: OptionCatalog): Generator<Finding> {
  const { product, variables, origins } = running;
  const span = standInFor(host.optionFiles, host.target);
  if (!span || !origins) return;
  const series = seriesIn(running);
  const lost = Object.keys(origins).filter((name) => {
    const setting = origins[name] === 'run-time' ? host.options.effective(name) : undefined;
    const isInFile = setting !== undefined && setting.group !== atRunTime;
    const fact = catalog.fact(name, { product, series });
    const isUsual = fact?.default?.toLowerCase() === variables[name]?.toLowerCase();
    return origins[name] === 'run-time' && fact !== undefined && !isInFile && !isUsual && variables[name] !== undefined;
  });
  if (lost.length === 0) return;
  // What others rely on comes first, because a list may be long.
  const [first = '', ...more] = lost.sort(
    (a, b) => Number(fedToRules.has(b)) - Number(fedToRules.has(a)) || (a < b ? -1 : 1),
  );
  const shown = [first, ...more].slice(0, 6).map((name) => `${name} = ${variables[name]}`);
  const rest = lost.length > 6 ? ` and ${lost.length - 6} more` : '';
  const { severity } = runningRules['running/lost-at-restart'];
  yield {
    ...finding(
      host,
      'running/lost-at-restart',
      span,
      `${host.name} runs with ${shown.join(', ')}${rest}, set at run time and in no file: the next restart forgets it`,
    ),
    severity: lost.some((name) => fedToRules.has(name)) ? 'warning' : severity,
  };
}

function* unlikeManifest(host: Host, { product, version }: Running): Generator<Finding> {
  const { target } = host;
  const span = standInFor(host.optionFiles, target);
  const series = seriesOf(product, version);
  if (!span || target.isGuess || target.product === undefined) return;
  const isOtherSeries =
    target.series !== undefined && series !== undefined && seriesOf(target.product, target.series) !== series;
  if (target.product === product && !isOtherSeries) return;
  const meant = [programNames[target.product], target.series].filter(Boolean).join(' ');
  yield finding(
    host,
    'running/other-release',
    span,
    `${host.name} runs ${programNames[product]} ${/^[\d.]+/.exec(version)?.[0] ?? version}, and its description says ${meant}, which these files are judged by: mend the manifest, the compose file or the inventory`,
  );
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
