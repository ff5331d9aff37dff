import type { PacemakerCatalog, PacemakerFact } from '../catalog/pacemaker';
import { agentText } from '../model/pacemaker/agent';
import { type Attribute, pacemakerText } from '../model/pacemaker/pacemaker';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import { shortly } from './completion-pacemaker';
import { isAt, placeAt } from './place';

/** What a property, a parameter of a known agent or a meta attribute at a position is for. */
export function hoverPacemaker(document: Document, position: Position, catalog: PacemakerCatalog): Hover | undefined {
  const place = placeAt(document, position);
  if (!place) return undefined;
  const { properties, resourceDefaults, resources } = pacemakerText(document);
  const lists: (readonly [readonly Attribute[], readonly PacemakerFact[]])[] = [
    [properties, catalog.properties],
    [resourceDefaults, catalog.meta],
    ...resources.flatMap(
      ({ agent, parameters, meta }): (readonly [readonly Attribute[], readonly PacemakerFact[]])[] => [
        [
          parameters,
          (agent && catalog.parameters(agentText({ ...agent, provider: agent.provider ?? 'heartbeat' }))) ?? [],
        ],
        [meta, catalog.meta],
      ],
    ),
  ];
  for (const [attributes, facts] of lists) {
    const found = attributes.find(
      ({ nameSpan }) =>
        nameSpan.block === place.block && nameSpan.line === place.index && isAt(nameSpan, place.character),
    );
    const fact = found && facts.find(({ name }) => name === found.name);
    if (fact) return { span: found.nameSpan, markdown: describePacemaker(fact) };
  }
  return undefined;
}

/** A fact in Markdown. */
export function describePacemaker(fact: PacemakerFact): string {
  return [`**${fact.name}** (${shortly(fact)})`, ...(fact.note === undefined ? [] : [`${fact.note}.`])].join('\n\n');
}
