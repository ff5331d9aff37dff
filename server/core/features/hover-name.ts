import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import type { VirtualAddress } from '../model/virtual-addresses';
import { mentionsOf, mentionsOfHost, type Subject, subjectAt } from './mentions/mentions';
import { targetName } from './option-fact';
import type { Mention } from './mentions/mention';
import { placeName } from './place-name';

/** What a name or an address at a position means: the host with its roles, the line that defines it, and who uses it. */
export function hoverName(
  document: Document,
  position: Position,
  model: Model,
  all: readonly Document[],
): Hover | undefined {
  const subject = subjectAt(document, position, model);
  if (!subject) return undefined;
  const { mention, cluster, meant, virtual } = subject;
  if (mention.kind !== 'host') return { span: mention.span, markdown: about(subject, model, all) };
  if (meant && cluster) return { span: mention.span, markdown: aboutHost(meant, cluster, model, all) };
  if (!cluster) return undefined;
  if (virtual) return { span: mention.span, markdown: aboutVirtual(virtual, subject, model, all) };
  const said = `No host of cluster ${cluster.name} is known by the address ${mention.name}.`;
  return { span: mention.span, markdown: said };
}

function aboutHost(host: Host, cluster: Cluster, model: Model, all: readonly Document[]): string {
  const references = mentionsOfHost(host, cluster, model, all).filter(({ isDefinition }) => !isDefinition);
  const files = new Set(references.map(({ span }) => span.block.document.path));
  const traits = [...host.roles, ...(host.target.product ? [targetName(host.target)] : [])];
  return [
    `Host **${host.name}** of cluster ${cluster.name}.`,
    ...(traits.length > 0 ? [traits.join(', ')] : []),
    ...(host.addresses.size > 0 ? [`Addresses: ${[...host.addresses].join(', ')}`] : []),
    references.length === 0
      ? 'No line points to it.'
      : `${count(references.length, 'line')} in ${count(files.size, 'file')} ${references.length === 1 ? 'points' : 'point'} to it.`,
  ].join('\n\n');
}

function aboutVirtual(virtual: VirtualAddress, subject: Subject, model: Model, all: readonly Document[]): string {
  const uses = mentionsOf(subject, model, all).filter(({ isDefinition }) => !isDefinition);
  const what = virtual.manager === 'Pacemaker' ? 'resource' : 'VRRP instance';
  return [
    `Virtual address of ${what} **${virtual.name}**, which ${virtual.manager} moves between the hosts of cluster ${subject.cluster?.name}.`,
    `Given in ${placeName(virtual.span, subject.mention.span.block.document)}; ${uses.length === 0 ? 'nothing else uses it' : `${count(uses.length, 'line')} ${uses.length === 1 ? 'uses' : 'use'} it`}.`,
  ].join('\n\n');
}

function about(subject: Subject, model: Model, all: readonly Document[]): string {
  const { mention } = subject;
  const found = mentionsOf(subject, model, all);
  const definitions = found.filter(({ isDefinition }) => isDefinition);
  const uses = found.length - definitions.length;
  const parts = [`**${mention.name}** (${mention.kind}${mention.within ? ` of ${mention.within}` : ''})`];
  if (mention.kind === 'galera-cluster' || mention.kind === 'corosync-cluster') {
    return [
      ...parts,
      `${count(found.length, 'file')} of this cluster ${found.length === 1 ? 'has' : 'have'} this name.`,
    ].join('\n\n');
  }
  const lines = definitions.slice(0, 6).map(({ span }) => span.block.lines[span.line]?.text.trim() ?? '');
  if (lines.length > 0) parts.push('```' + fenceOf(mention) + '\n' + lines.join('\n') + '\n```');
  const [first] = definitions;
  parts.push(
    first
      ? `Defined in ${placeName(first.span, mention.span.block.document)}; used ${uses === 1 ? 'once' : `${uses} times`}.`
      : 'Nothing here defines it.',
  );
  return parts.join('\n\n');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function fenceOf({ kind, span }: Mention): string {
  if (span.block.document.language === 'keepalived') return 'keepalived';
  if (kind === 'resource') return 'text';
  return kind === 'user' || kind === 'channel' ? 'sql' : 'haproxy';
}
