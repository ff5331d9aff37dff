import { type PacemakerCatalog, type PacemakerFact, pacemakerManual } from '../catalog/pacemaker';
import { agentText } from '../model/pacemaker/agent';
import { type Agent, type Attribute, pacemakerText } from '../model/pacemaker/pacemaker';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import { shortly } from './completion-pacemaker';
import { isAt, placeAt } from './place';

/** What a property, a parameter of a known agent, a meta attribute or an agent at a position is for. */
export function hoverPacemaker(document: Document, position: Position, catalog: PacemakerCatalog): Hover | undefined {
  const place = placeAt(document, position);
  if (!place) return undefined;
  const isHere = (span: Span): boolean =>
    span.block === place.block && span.line === place.index && isAt(span, place.character);
  const { properties, resourceDefaults, resources } = pacemakerText(document);
  const lists: (readonly [readonly Attribute[], readonly PacemakerFact[], topic: string])[] = [
    [properties, catalog.properties, 'property'],
    [resourceDefaults, catalog.meta, 'meta'],
  ];
  for (const { agent, parameters, meta } of resources) {
    const title = agent ? titleOf(agent) : '';
    if (agent && isHere(agent.span)) return { span: agent.span, markdown: describeAgent(title, catalog) };
    lists.push([parameters, catalog.parameters(title) ?? [], title], [meta, catalog.meta, 'meta']);
  }
  for (const [attributes, facts, topic] of lists) {
    const found = attributes.find(({ nameSpan }) => isHere(nameSpan));
    const fact = found && facts.find(({ name }) => name === found.name);
    if (fact) return { span: found.nameSpan, markdown: describePacemaker(fact, topic) };
  }
  return undefined;
}

function titleOf(agent: Agent): string {
  return agentText({ ...agent, provider: agent.provider ?? (agent.class === 'ocf' ? 'heartbeat' : undefined) });
}

/** An agent with what it needs. */
function describeAgent(title: string, catalog: PacemakerCatalog): string {
  const facts = catalog.parameters(title);
  const needed = (facts ?? []).filter(({ required }) => required).map(({ name }) => `\`${name}\``);
  const parameters =
    facts === undefined ? [] : [`${facts.length} parameters${needed.length > 0 ? `, needs ${needed.join(', ')}` : ''}`];
  return [`**${title}**`, ...parameters, manual(title)].filter((part) => part !== '').join('\n\n');
}

/**
 * A fact in Markdown.
 *
 * @param topic whose it is: `property`, `meta` or an agent
 */
export function describePacemaker(fact: PacemakerFact, topic: string): string {
  const note = fact.note === undefined ? '' : `${fact.note}.`;
  return [`**${fact.name}** (${shortly(fact)})`, note, manual(topic)].filter((part) => part !== '').join('\n\n');
}

function manual(topic: string): string {
  const link = pacemakerManual(topic);
  return link === undefined ? '' : `[Manual](${link})`;
}
