import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { virtualAddresses } from '../model/virtual-addresses';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { mentionsIn, mentionsOf, mentionsOnTwins, type Subject, subjectAt } from './mentions/mentions';
import { optionAt } from './option-at';

/**
 * Where the thing at a position gets its name: the lines in which a host names itself, the section or ACL that is
 * meant, and for an option that a later line overrules, the line that decides.
 */
export function definitionsAt(document: Document, position: Position, model: Model, all: readonly Document[]): Span[] {
  const subject = subjectAt(document, position, model);
  if (!subject) return optionAt(document, position, model)?.deciding ?? [];
  if (subject.virtual && subject.cluster)
    return (virtualAddresses(subject.cluster).get(subject.virtual.address) ?? []).map(({ span }) => span);
  if (subject.mention.kind === 'host') return subject.meant ? selfNamed(subject.meant, subject) : [];
  const found = [...mentionsOf(subject, model, all), ...mentionsOnTwins(subject)];
  const definitions = found.filter(({ isDefinition }) => isDefinition).map(({ span }) => span);
  // A twin proxy has a section of its own; one's own section is what is meant wherever there is one.
  const own = definitions.filter(({ block }) => block.document === subject.mention.span.block.document);
  return own.length > 0 ? own : definitions;
}

/** The lines by which a host names itself, those with this very name first; else its line in its own node list; else its first file. */
function selfNamed(host: Host, { mention, cluster }: Subject): Span[] {
  const files = [...host.optionFiles, ...host.corosync, ...host.keepalived, ...host.pacemaker];
  const isOwn = (name: string): boolean => cluster?.hostAt(name) === host;
  const found = files
    .flatMap((file) => file.blocks.flatMap((block) => mentionsIn(block)))
    .filter(({ kind, name }) => kind === 'host' && isOwn(name));
  const literal = found.filter(({ name }) => name.toLowerCase() === mention.name.toLowerCase());
  for (const some of [literal, found]) {
    const defining = some.filter(({ isDefinition }) => isDefinition);
    if (defining.length > 0) return defining.map(({ span }) => span);
  }
  const [node] = literal.length > 0 ? literal : found;
  const block = (files[0] ?? host.haproxy[0])?.blocks[0];
  return node ? [node.span] : block ? [{ block, line: 0, start: 0, end: 0 }] : [];
}
