import type { Catalogs } from '../catalog/catalogs';
import type { Model } from '../model/model';
import { commandLine } from '../model/setting';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import { describe, onHosts } from './hover-option';
import { optionFact, targetName } from './option-fact';
import { isAt } from './place';
import { composePlaceAt } from './place-compose';

/** An option that a container gets as an argument, or a variable that its image reads. */
export function hoverCompose(
  document: Document,
  position: Position,
  model: Model,
  { options, containers }: Catalogs,
): Hover | undefined {
  const place = composePlaceAt(document, position, model);
  if (!place) return undefined;
  const { block, index, line, character, owner } = place;
  const isHere = (span: { block: unknown; line: number; start: number; end: number } | undefined): boolean =>
    span?.block === block && span.line === index && isAt(span, character);
  const setting = owner?.host.options.stream.find(
    ({ group, nameSpan, valueSpan }) => group === commandLine && (isHere(nameSpan) || isHere(valueSpan)),
  );
  if (setting && owner) {
    const { target } = owner.host;
    const known = optionFact(options, setting.name, target);
    const parts = [
      `**${setting.name}** (${targetName(target)})`,
      ...(known ? describe(known.fact) : ['No supported release knows this option.']),
      onHosts(setting.name, owner.host, owner.cluster, options),
      known?.fact.link ? `[Manual](${known.fact.link})` : '',
    ];
    return { span: setting.nameSpan, markdown: parts.filter((part) => part !== '').join('\n\n') };
  }
  const word = [...line.text.matchAll(/\w+/g)].find(({ 0: text, index: start }) =>
    isAt({ start, end: start + text.length }, character),
  );
  const variable = word && place.keys.includes('environment') ? containers.variable(word[0]) : undefined;
  if (!word || !variable) return undefined;
  const span = { block, line: index, start: word.index, end: word.index + word[0].length };
  const image = variable.of === 'bitnami' ? `bitnami/${variable.product}` : variable.product;
  return { span, markdown: `**${variable.name}** (image ${image})\n\n${variable.note}` };
}
