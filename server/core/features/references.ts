import type { Model } from '../model/model';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { mentionsOf, mentionsOfHost, subjectAt } from './mentions/mentions';
import { optionAt } from './option-at';

/**
 * Every place that speaks of the thing at a position. Of a host these are all lines that point to it, by whatever
 * name or address; of an option the lines that set it on every host of the cluster.
 *
 * @param withDefinition whether the lines that give the name count too
 */
export function referencesAt(
  document: Document,
  position: Position,
  model: Model,
  all: readonly Document[],
  withDefinition: boolean,
): Span[] {
  const subject = subjectAt(document, position, model);
  if (!subject) {
    const option = optionAt(document, position, model);
    return option
      ? option.cluster.databases
          .flatMap((host) => host.options.all(option.setting.name))
          .map(({ nameSpan }) => nameSpan)
      : [];
  }
  const { meant, cluster } = subject;
  const found = meant && cluster ? mentionsOfHost(meant, cluster, model, all) : mentionsOf(subject, model, all);
  return found.filter(({ isDefinition }) => withDefinition || !isDefinition).map(({ span }) => span);
}

/** Every place in one file where the thing at a position stands by the same name. */
export function highlightsAt(
  document: Document,
  position: Position,
  model: Model,
): { readonly span: Span; readonly isDefinition: boolean }[] {
  const subject = subjectAt(document, position, model);
  if (subject) return mentionsOf(subject, model, []).filter(({ span }) => span.block.document === document);
  const option = optionAt(document, position, model);
  if (!option) return [];
  return option.host.options
    .all(option.setting.name)
    .filter(({ nameSpan }) => nameSpan.block.document === document)
    .map(({ nameSpan }) => ({ span: nameSpan, isDefinition: true }));
}
