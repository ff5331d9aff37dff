import type { CorosyncCatalog, KeyFact } from '../catalog/corosync';
import { corosyncNodes } from '../model/cluster-text';
import type { Model } from '../model/model';
import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import type { Span } from '../syntax/tree';
import type { Hover } from './answers';
import { ownersOf } from './owner';
import { isAt, type Place } from './place';
import { corosyncSectionAt } from './place-corosync';

/** A key or a section of corosync.conf: what it is, and what the other hosts' files say of it. */
export function hoverCorosync(place: Place<CorosyncLine>, model: Model, catalog: CorosyncCatalog): Hover | undefined {
  const { line, block, index } = place;
  const section = corosyncSectionAt(block, index);
  if (line.kind === 'open' && isAt(line.nameSlice, place.character) && section) {
    const known = catalog.section(section.path);
    const text = known.known ? (known.note ?? '') : 'Corosync ignores a section of this name in silence.';
    return { span: section.nameSpan, markdown: `**${section.path}**\n\n${text}` };
  }
  if (line.kind !== 'pair' || !section) return undefined;
  const span: Span = { block: block, line: index, ...line.keySlice };
  if (!isAt(line.keySlice, place.character) && !isAt(line.valueSlice, place.character)) return undefined;
  const fact = catalog.key(section.path, line.key);
  const parts = [`**${section.path}.${line.key}**`];
  parts.push(...(fact ? describeKey(fact) : ['Corosync does not know this key and ignores it in silence.']));
  const others = onHosts(place, section, line.key, model);
  if (others) parts.push(others);
  if (fact?.link) parts.push(`[Manual](${fact.link})`);
  return { span, markdown: parts.join('\n\n') };
}

/** What the catalogue knows of a key, in a few short lines. */
export function describeKey(fact: KeyFact): string[] {
  const range = fact.min !== undefined || fact.max !== undefined ? `, ${fact.min ?? ''} to ${fact.max ?? ''}` : '';
  const standard =
    fact.default === undefined ? '' : fact.default === '' ? ', empty by default' : `, default \`${fact.default}\``;
  return [
    `${fact.type}${range}${standard}`,
    ...(fact.values ? [`One of ${fact.values.map((value) => `\`${value}\``).join(', ')}.`] : []),
    ...(fact.note ? [fact.note] : []),
  ];
}

/** The same key on the other hosts, for sections that stand only once in a file. */
function onHosts(place: Place<CorosyncLine>, section: CorosyncSection, key: string, model: Model): string {
  const [owner] = ownersOf(model, place.document.path);
  if (!owner || section.path === 'nodelist.node') return owner ? nodeCount(place, model) : '';
  const rows = owner.cluster.hosts.flatMap((host) =>
    host.corosync.map((document) => {
      const values = document.blocks
        .flatMap((block) => corosyncSections(block))
        .filter((each) => each.path === section.path)
        .flatMap((each) => each.pairs.filter((pair) => pair.key === key).map((pair) => pair.value));
      return `| ${host.name} | ${values.length > 0 ? `\`${values.at(-1) ?? ''}\`` : 'not set'} |`;
    }),
  );
  return rows.length < 2 ? '' : ['| host | value |', '|:---|:---|', ...rows.slice(0, 8)].join('\n');
}

function nodeCount(place: Place<CorosyncLine>, model: Model): string {
  const [owner] = ownersOf(model, place.document.path);
  const nodes = corosyncNodes(place.document).length;
  const hosts = owner?.cluster.hosts.filter((host) => host.corosync.length > 0).length ?? 0;
  return `This file lists ${nodes} ${nodes === 1 ? 'node' : 'nodes'}; ${hosts} ${hosts === 1 ? 'host has' : 'hosts have'} a corosync.conf here.`;
}
