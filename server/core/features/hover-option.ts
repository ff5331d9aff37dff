import type { OptionCatalog, OptionFact, Target } from '../catalog/options';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { commandLine, type Setting } from '../model/setting';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Block } from '../syntax/tree';
import type { Hover } from './answers';
import { optionFact, targetName } from './option-fact';
import { ownersOf } from './owner';
import { isAt, type Place } from './place';
import { placeName } from './place-name';
import { sequenceOf } from './sequence';

/** An option: what it is, what it comes to on this host, and what the other hosts have. */
export function hoverOption(place: Place<MyCnfLine>, model: Model, catalog: OptionCatalog): Hover | undefined {
  const { line } = place;
  if (line.kind !== 'setting') return undefined;
  if (!isAt(line.nameSlice, place.character) && !isAt(line.valueSlice, place.character)) return undefined;
  const [owner] = ownersOf(model, place.document.path);
  const target = owner?.host.target ?? {};
  const { name } = catalog.resolve(line.name, target);
  const known = optionFact(catalog, name, target);
  const span = { block: place.block as Block, line: place.index, ...line.nameSlice };
  const parts = [
    `**${name}** (${targetName(target)})`,
    ...(known ? describe(known.fact) : ['No supported release knows this option.']),
    ...(owner ? [onHosts(name, owner.host, owner.cluster, catalog)] : []),
    ...(known?.fact.link ? [`[Manual](${known.fact.link})`] : []),
  ];
  return { span, markdown: parts.filter((part) => part !== '').join('\n\n') };
}

/** What the catalogue knows, in a few short lines. */
export function describe(fact: OptionFact): string[] {
  const range = fact.min !== undefined || fact.max !== undefined ? `, ${fact.min ?? ''} to ${fact.max ?? ''}` : '';
  const unit = fact.unit ? ` (${fact.unit})` : '';
  const lines = [
    `${fact.type}${unit}${range}${fact.default === undefined ? '' : fact.default === '' ? ', empty by default' : `, default \`${fact.default}\``}`,
  ];
  if (fact.values && fact.values.length <= 24)
    lines.push(`One of ${fact.values.map((value) => `\`${value}\``).join(', ')}.`);
  if (fact.dynamic !== undefined)
    lines.push(fact.dynamic ? 'Can be changed at run time.' : 'Takes effect at the next start.');
  if (fact.noop) lines.push('Accepted, but without effect.');
  if (fact.deprecated)
    lines.push(
      `Deprecated${fact.deprecated.since ? ` since ${fact.deprecated.since}` : ''}${fact.deprecated.replacement ? `; use \`${fact.deprecated.replacement}\`` : ''}.`,
    );
  return [lines.join('  \n'), fact.note ?? ''];
}

/** The option on every database host of the cluster as a table, this host first, and what loses on this host. */
export function onHosts(name: string, host: Host, cluster: Cluster, catalog: OptionCatalog): string {
  const hosts = [host, ...cluster.databases.filter((other) => other !== host)];
  const counts = /^auto_increment_(increment|offset)$/.test(name);
  const rows = hosts.slice(0, mostRows).map((each) => {
    const ids = counts ? ` ${sequenceOf(each, catalog) ?? ''} |` : '';
    return `| ${each.name} | ${effective(each, name, catalog)} |${ids}`;
  });
  const more = hosts.length > mostRows ? [`| and ${hosts.length - mostRows} more | |`] : [];
  const head = counts
    ? ['| host | effective value | generates |', '|:---|:---|:---|']
    : ['| host | effective value |', '|:---|:---|'];
  return [[...head, ...rows, ...more].join('\n'), ...overruled(name, host)].join('\n\n');
}

const mostRows = 8;

function effective(host: Host, name: string, catalog: OptionCatalog): string {
  const setting = host.options.effective(name);
  if (!setting) return defaultOf(name, host.target, catalog);
  return `\`${written(setting)}\` (${placeOf(setting)})`;
}

/** The lines of this host that a later one overrules, the last of them first. */
function overruled(name: string, host: Host): string[] {
  const all = host.options.all(name);
  if (all.length < 2) return [];
  const losing = [...new Set(all.slice(0, -1))].reverse().slice(0, 4);
  return [`Overruled on ${host.name}: ${losing.map((each) => `\`${written(each)}\` in ${placeOf(each)}`).join(', ')}`];
}

function written({ value, negated }: Setting): string {
  return value ?? (negated ? 'OFF' : 'ON');
}

function placeOf({ nameSpan, group }: Setting): string {
  return group === commandLine ? 'command line' : placeName(nameSpan);
}

function defaultOf(name: string, target: Target, catalog: OptionCatalog): string {
  const value = optionFact(catalog, name, target)?.fact.default;
  return value === undefined ? 'not set' : `\`${value}\` (default)`;
}
