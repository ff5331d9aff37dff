import { agentText } from '../model/pacemaker/agent';
import { type Constraint, type Name, pacemakerText, type Resource } from '../model/pacemaker/pacemaker';
import { xmlElements, type XmlElement } from '../syntax/cib';
import { type Document, lineSpan, type Span } from '../syntax/tree';
import type { OutlineItem } from './outline';

/**
 * Nodes, resources, constraints and properties of a file about Pacemaker, in the order they stand in.
 *
 * @param hostOf a host with its roles by the name of a node; empty for a stranger
 */
export function pacemakerItems(document: Document, hostOf: (name: string) => string): OutlineItem[] {
  const { nodes, resources, constraints, properties } = pacemakerText(document);
  const ends = document.language === 'cib' ? endsOf(xmlElements(document)) : undefined;
  const item = (name: string, detail: string, id: Name, children: readonly OutlineItem[] = []): OutlineItem => ({
    name,
    detail,
    kind: 'section',
    span: id.span,
    last: lastOf(id.span, ends),
    children,
  });
  const all = [
    ...nodes.map((node) => item(`node ${node.name}`, hostOf(node.name), node)),
    ...resources.map((resource) =>
      item(`${resource.kind} ${resource.id.name}`, detailOf(resource), resource.id, settingsOf(resource)),
    ),
    ...constraints.map((constraint) =>
      item(`${constraint.kind} ${constraint.id.name}`, wordsOf(constraint), constraint.id),
    ),
    ...properties.map(({ name, value, nameSpan }): OutlineItem => ({
      name,
      detail: value,
      kind: 'option',
      span: nameSpan,
      last: nameSpan,
      children: [],
    })),
  ];
  const placed = all.map((each) => ({ each, line: (document.startOf(each.span.block) ?? 0) + each.span.line }));
  return placed.sort((a, b) => a.line - b.line || a.each.span.start - b.each.span.start).map(({ each }) => each);
}

function detailOf({ agent, template, members }: Resource): string {
  if (agent) return agentText(agent);
  return template ? `@${template.name}` : members.map(({ name }) => name).join(', ');
}

function settingsOf({ parameters }: Resource): OutlineItem[] {
  return parameters.map(({ name, value, nameSpan, valueSpan }) => ({
    name,
    detail: value,
    kind: 'option',
    span: nameSpan,
    last: valueSpan,
    children: [],
  }));
}

function wordsOf({ score, resources, nodes }: Constraint): string {
  return [score ?? '', ...[...resources, ...nodes].map(({ name }) => name)].filter((word) => word !== '').join(' ');
}

/** Where the element ends whose id stands in a line. */
function endsOf(elements: readonly XmlElement[]): Map<string, number> {
  const ends = new Map<string, number>();
  const visit = (element: XmlElement): void => {
    for (const { valueSpan } of element.attributes.values())
      ends.set(`${valueSpan.line}:${valueSpan.start}`, element.lastLine);
    element.children.forEach(visit);
  };
  elements.forEach(visit);
  return ends;
}

/** The last line of a statement, which is its block, or of an element. */
function lastOf(span: Span, ends: ReadonlyMap<string, number> | undefined): Span {
  const end = ends ? (ends.get(`${span.line}:${span.start}`) ?? span.line) : span.block.lines.length - 1;
  return lineSpan(span.block, Math.max(end, span.line));
}
