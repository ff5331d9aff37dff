import { type XmlAttribute, type XmlElement, xmlElements } from '../../syntax/cib';
import type { Document, Span } from '../../syntax/tree';
import { listedNodes } from './listed-nodes';
import type {
  Agent,
  Attribute,
  Constraint,
  Name,
  PacemakerText,
  Resource,
  ResourceKind,
  ResourceUse,
} from './pacemaker';
import { remoteNodesOf } from './remote-nodes';

/** What a CIB says; its `status` is not configuration and is passed over. */
export function readCib(document: Document): PacemakerText {
  const top = xmlElements(document);
  const configuration = [...within(top, 'configuration')];
  const section = (name: string): XmlElement[] =>
    configuration.flatMap(({ children }) => children.filter((each) => each.name === name));
  const resources = section('resources').flatMap(({ children }) => children.flatMap((each) => resourcesIn(each)));
  const constraints = section('constraints').flatMap(({ children }) =>
    children.flatMap((each) => constraintOf(each) ?? []),
  );
  const fences = resources.filter(({ agent }) => agent?.class === 'stonith');
  const levels = section('fencing-topology').flatMap(({ children }) =>
    children.flatMap((each) => nameIn(each, 'target') ?? []),
  );
  const nodes = section('nodes').flatMap(({ children }) => children);
  return {
    document,
    isWhole: configuration.length > 0,
    nodes: nodes.filter((each) => !isRemote(each)).flatMap((each) => nameIn(each, 'uname') ?? []),
    remoteNodes: [
      ...nodes.filter(isRemote).flatMap((each) => nameIn(each, 'uname') ?? []),
      ...remoteNodesOf(resources),
    ],
    tags: section('tags').flatMap(({ children }) => children.flatMap((each) => nameIn(each, 'id') ?? [])),
    nodeUses: [
      ...constraints.flatMap(({ nodes }) => nodes),
      ...levels,
      ...fences.flatMap(({ parameters }) => listedNodes(parameters)),
    ],
    resources,
    constraints,
    properties: section('crm_config').flatMap((each) => pairsIn(each)),
    resourceDefaults: section('rsc_defaults').flatMap((each) => pairsIn(each)),
    moves: [],
    swallowed: [],
  };
}

function isRemote({ attributes }: XmlElement): boolean {
  return /^(remote|ping)$/.test(attributes.get('type')?.value ?? '');
}

/** Elements of a name anywhere below. */
function* within(elements: readonly XmlElement[], name: string): Generator<XmlElement> {
  for (const element of elements) {
    if (element.name === name) yield element;
    else yield* within(element.children, name);
  }
}

function nameIn(element: XmlElement, attribute: string): Name | undefined {
  const found = element.attributes.get(attribute);
  return found && { name: found.value, span: found.valueSpan, isKnown: true };
}

function pairsIn(element: XmlElement): Attribute[] {
  return [...within(element.children, 'nvpair')].flatMap(({ attributes }): Attribute[] => {
    const [name, value] = [attributes.get('name'), attributes.get('value')];
    return name && value
      ? [{ name: name.value, value: value.value, nameSpan: name.valueSpan, valueSpan: value.valueSpan, isKnown: true }]
      : [];
  });
}

const kinds: Readonly<Record<string, ResourceKind>> = {
  primitive: 'primitive',
  template: 'template',
  group: 'group',
  clone: 'clone',
  master: 'promotable',
  bundle: 'bundle',
};

/** A resource with those inside of it. */
function resourcesIn(element: XmlElement): Resource[] {
  const kind = kinds[element.name];
  const id = nameIn(element, 'id');
  if (!kind || !id) return [];
  const inner = element.children.filter(({ name }) => kinds[name]);
  const lists = (name: string): Attribute[] =>
    element.children.filter((child) => child.name === name).flatMap((child) => pairsIn(child));
  const meta = lists('meta_attributes');
  const isPromotable = kind === 'clone' && meta.some(({ name, value }) => name === 'promotable' && value === 'true');
  const resource: Resource = {
    kind: isPromotable ? 'promotable' : kind,
    id,
    agent: agentOf(element),
    template: nameIn(element, 'template'),
    members: inner.flatMap((child) => nameIn(child, 'id') ?? []),
    parameters: lists('instance_attributes'),
    meta,
    isOpen: false,
    isWatched: kind === 'primitive' && !element.attributes.has('template') ? isWatched(element) : undefined,
  };
  return [resource, ...inner.flatMap((child) => resourcesIn(child))];
}

function isWatched({ children }: XmlElement): boolean | undefined {
  const operations = children.filter(({ name }) => name === 'operations');
  if (operations.some(({ attributes }) => attributes.has('id-ref'))) return undefined;
  return [...within(operations, 'op')].some(({ attributes }) => {
    const interval = attributes.get('interval')?.value ?? '';
    return attributes.get('name')?.value === 'monitor' && !/^0*\D*$/.test(interval);
  });
}

function agentOf({ attributes }: XmlElement): Agent | undefined {
  const [kind, provider, type] = ['class', 'provider', 'type'].map((name) => attributes.get(name));
  if (!type) return undefined;
  return { class: kind?.value ?? 'ocf', provider: provider?.value, type: type.value, span: type.valueSpan };
}

const constraintKinds: Readonly<Record<string, Constraint['kind']>> = {
  rsc_location: 'location',
  rsc_colocation: 'colocation',
  rsc_order: 'order',
  rsc_ticket: 'ticket',
};

function constraintOf(element: XmlElement): Constraint | undefined {
  const kind = constraintKinds[element.name];
  const id = nameIn(element, 'id');
  if (!kind || !id) return undefined;
  const { attributes, children } = element;
  const use = (attribute: string, role: string): ResourceUse[] => {
    const found = attributes.get(attribute);
    return found ? [{ ...nameAt(found), role: attributes.get(role)?.value }] : [];
  };
  const direct = {
    location: [...use('rsc', 'role')],
    colocation: [...use('rsc', 'rsc-role'), ...use('with-rsc', 'with-rsc-role')],
    order: [...use('first', 'first-action'), ...use('then', 'then-action')],
    ticket: [...use('rsc', 'rsc-role')],
  }[kind];
  const inSets = [...within(children, 'resource_ref')].flatMap((each): ResourceUse[] => {
    const name = nameIn(each, 'id');
    return name ? [{ ...name, role: undefined }] : [];
  });
  const inRules = [...within(children, 'expression')].flatMap((expression) =>
    expression.attributes.get('attribute')?.value === '#uname' ? (nameIn(expression, 'value') ?? []) : [],
  );
  const rules = [...within(children, 'rule')];
  const node = nameIn(element, 'node');
  const score = attributes.get('score') ?? attributes.get('kind') ?? rules[0]?.attributes.get('score');
  return {
    kind,
    id,
    resources: [...direct, ...inSets],
    hasSets: inSets.length > 0,
    score: score?.value,
    scoreSpan: score?.valueSpan,
    hasRule: rules.length > 0,
    nodes: node ? [node, ...inRules] : inRules,
  };
}

function nameAt({ value, valueSpan }: XmlAttribute): { name: string; span: Span; isKnown: true } {
  return { name: value, span: valueSpan, isKnown: true };
}
