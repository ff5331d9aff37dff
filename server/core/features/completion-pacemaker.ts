import type { Catalogs } from '../catalog/catalogs';
import type { PacemakerCatalog, PacemakerFact } from '../catalog/pacemaker';
import type { Model } from '../model/model';
import { agentText } from '../model/pacemaker/agent';
import { clusterNodes } from '../model/pacemaker/cluster-nodes';
import { type PacemakerText, pacemakerText, type Resource } from '../model/pacemaker/pacemaker';
import { pacemakerFiles } from '../model/pacemaker/pacemaker-files';
import { crmKeywords, type CrmLine, crmStatement, type CrmStatementWord } from '../syntax/crm';
import type { Block, Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { snippetsAt } from './completion-snippets';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';

/** What may stand in a statement of the crm shell: keywords, names of the cluster, what agents and the cluster take. */
export function completeCrm(
  place: Place<CrmLine>,
  model: Model,
  { pacemaker: catalog, snippets }: Catalogs,
): Completions | undefined {
  const { block, index, character, line } = place;
  if (line.kind === 'comment') return undefined;
  const all = crmStatement(block)?.words ?? [];
  const before = all.filter((word) => word.line < index || (word.line === index && word.end < character));
  const current = all.find((word) => word.line === index && word.start < character && character <= word.end);
  const known = namesAround(place, model);
  const equals = current?.value ? line.text.indexOf('=', current.start) : -1;
  if (current && equals >= 0 && character > equals) {
    const name = line.text.slice(current.start, equals);
    const { start, end } = current.value ?? current;
    const items = valuesOf(name, factsAt(before, known, catalog)?.facts ?? [], known);
    return { span: spanOf(block, index, start, end), items, isIncomplete: false };
  }
  const span = spanOf(block, index, current?.start ?? character, current?.end ?? character);
  const facts = factsAt(before, known, catalog);
  const items = [
    ...wordsAt(before, known, catalog),
    ...(facts?.facts ?? []).filter(({ name }) => !isSet(all, current, name)).map((fact) => attribute(fact)),
    ...(before.length === 0 && index === 0
      ? [...snippetsAt(snippets.crm, (within) => within === ''), ...fencingBlock(known)]
      : []),
  ];
  return {
    span,
    items,
    isIncomplete: false,
    ...(facts && { topic: { of: 'pacemaker', section: facts.section } }),
  };
}

/** A device that fences each node, which no node runs for itself. */
function fencingBlock({ nodes }: Known): Completion[] {
  if (nodes.length < 2) return [];
  const lines = nodes.flatMap((node, index) => [
    `primitive fence-${node} stonith:fence_ipmilan \\\\`,
    `    params ip=\${${index + 2}:10.0.1.${index + 1}} username=\${1:fence} password_script=/etc/fence-password pcmk_host_list=${node} \\\\`,
    '    op monitor interval=60s',
    `location fence-${node}-elsewhere fence-${node} -inf: ${node}`,
  ]);
  const insert = lines.join('\n') + '\n$0';
  return [{ label: 'fencing of all nodes', kind: 'block', detail: nodes.join(', '), insert, isFirst: true }];
}

/** Resources, nodes and properties in the attributes of a CIB that take them. */
export function completeCib(place: Place, model: Model, { pacemaker: catalog }: Catalogs): Completions | undefined {
  const { block, index, character, line } = place;
  const written = /\s([\w-]+)\s*=\s*"([^"]*)$/.exec(line.text.slice(0, character));
  if (!written) return undefined;
  const [, name = '', value = ''] = written;
  const known = namesAround(place, model);
  const rest = /^[^"<>]*/.exec(line.text.slice(character))?.[0].length ?? 0;
  const span = spanOf(block, index, character - value.length, character + rest);
  const isProperty = name === 'name' && /cluster_property_set/.test(textBefore(block, index));
  const items = /^(rsc|with-rsc|first|then|id-ref)$/.test(name)
    ? known.resources.map((resource) => reference(resource.id.name, resource))
    : name === 'node' || name === 'uname'
      ? known.nodes.map((node) => nodeItem(node))
      : isProperty
        ? catalog.properties.map((fact): Completion => ({ label: fact.name, kind: 'name', detail: shortly(fact) }))
        : [];
  return items.length === 0
    ? undefined
    : { span, items, isIncomplete: false, ...(isProperty && { topic: { of: 'pacemaker', section: 'property' } }) };
}

/** The text of the few lines around which a set of properties opens. */
function textBefore(block: Block, index: number): string {
  const text = block.lines
    .slice(0, index + 1)
    .map((line) => line.text)
    .join('\n');
  return text.slice(Math.max(0, text.lastIndexOf('</')));
}

interface Known {
  readonly owner: Owner | undefined;
  readonly resources: readonly Resource[];
  readonly nodes: readonly string[];
}

function namesAround(place: Place | Place<CrmLine>, model: Model): Known {
  const [owner] = ownersOf(model, place.document.path);
  const texts: readonly PacemakerText[] = owner ? pacemakerFiles(owner.cluster) : [pacemakerText(place.document)];
  const resources = new Map(texts.flatMap((text) => text.resources).map((resource) => [resource.id.name, resource]));
  return {
    owner,
    resources: [...resources.values()],
    nodes: owner
      ? [...clusterNodes(owner.cluster).names.values()]
      : texts.flatMap(({ nodes }) => nodes.map(({ name }) => name)),
  };
}

function spanOf(block: unknown, line: number, start: number, end: number): Span {
  return { block: block as Block, line, start, end };
}

function wordsAt(before: readonly CrmStatementWord[], known: Known, catalog: PacemakerCatalog): Completion[] {
  const [keyword] = before;
  const count = before.length;
  const last = before.at(-1)?.text ?? '';
  const word = (label: string, kind: Completion['kind'] = 'name'): Completion => ({ label, kind });
  const score = (...labels: string[]): Completion[] => labels.map((label) => word(label, 'value'));
  const names = known.resources.map((resource) => reference(resource.id.name, resource));
  switch (keyword?.text) {
    case undefined:
      return crmKeywords
        .filter((each) => each !== 'collocation' && each !== 'master')
        .map((each) => word(each, 'section'));
    case 'node':
      return count === 1 ? known.nodes.map((node) => nodeItem(node)) : [];
    case 'primitive':
    case 'rsc_template':
      if (count === 1) return [];
      if (count === 2) {
        const templates = known.resources.filter(({ kind }) => kind === 'template');
        return [
          ...catalog.agents.map((agent) => word(agent, 'value')),
          ...templates.map(({ id }) => word(`@${id.name}`, 'reference')),
        ];
      }
      if (last === 'op')
        return ['monitor', 'start', 'stop', 'promote', 'demote', 'notify'].map((each) => word(each, 'value'));
      return ['params', 'meta', 'op'].map((each) => word(each));
    case 'group':
    case 'clone':
    case 'ms':
    case 'promotable':
      if (count === 1) return [];
      return [
        ...names.filter(({ label }) => !before.some(({ text }) => text === label)),
        ...(count > 2 ? [word('meta'), word('params')] : []),
      ];
    case 'location':
      if (count === 2) return names;
      if (last.endsWith(':')) return known.nodes.map((node) => nodeItem(node));
      return count === 3 ? [...score('100:', 'inf:', '-inf:'), word('rule')] : [];
    case 'colocation':
      return count === 2 ? score('inf:', '-inf:', '100:') : count > 2 ? [...names, ...promoted(known)] : [];
    case 'order':
      return count === 2 ? score('Mandatory:', 'Optional:', 'Serialize:') : count > 2 ? names : [];
    default:
      return [];
  }
}

/** A clone with roles is usually meant in the one that writes. */
function promoted({ resources }: Known): Completion[] {
  return resources
    .filter(({ kind }) => kind === 'promotable')
    .map(({ id }) => ({ label: `${id.name}:Promoted`, kind: 'reference', detail: 'where it is promoted' }));
}

/** What is taken as `name=value` behind these words, and under which topic it is explained. */
function factsAt(
  before: readonly CrmStatementWord[],
  { resources }: Known,
  catalog: PacemakerCatalog,
): { readonly facts: readonly PacemakerFact[]; readonly section: string } | undefined {
  const keyword = before[0]?.text;
  if (keyword === 'property') return { facts: catalog.properties, section: 'property' };
  if (keyword === 'rsc_defaults') return { facts: catalog.meta, section: 'meta' };
  const list = before.findLast(({ text }) => /^(params|meta|op|utilization|operations)$/.test(text))?.text;
  if (list === 'meta') return { facts: catalog.meta, section: 'meta' };
  if ((keyword !== 'primitive' && keyword !== 'rsc_template') || (list !== undefined && list !== 'params'))
    return undefined;
  const id = before[1]?.text;
  const agent = resources.find((resource) => resource.id.name === id)?.agent;
  const section = agent
    ? agentText({ ...agent, provider: agent.provider ?? (agent.class === 'ocf' ? 'heartbeat' : undefined) })
    : '';
  const facts = catalog.parameters(section);
  return facts && before.length > 2 ? { facts, section } : undefined;
}

function isSet(words: readonly CrmStatementWord[], current: CrmStatementWord | undefined, name: string): boolean {
  return words.some((word) => word !== current && word.value !== undefined && word.text.startsWith(`${name}=`));
}

function attribute(fact: PacemakerFact): Completion {
  return {
    label: fact.name,
    kind: 'name',
    detail: shortly(fact),
    insert: `${fact.name}=`,
    ...(fact.required && { isFirst: true }),
  };
}

function valuesOf(name: string, facts: readonly PacemakerFact[], { nodes }: Known): Completion[] {
  if (/^pcmk_host_list$|^node_list$/.test(name)) return nodes.map((node) => nodeItem(node));
  const fact = facts.find((each) => each.name === name);
  const words = fact?.values ?? [];
  const standard = fact?.default !== undefined && !words.includes(fact.default) ? [fact.default] : [];
  return [...words, ...standard].map((label): Completion => ({
    label,
    kind: 'value',
    ...(label === fact?.default && { detail: 'default' }),
  }));
}

function reference(label: string, { kind, agent }: Resource): Completion {
  return { label, kind: 'reference', detail: agent ? agentText(agent) : kind, isFirst: true };
}

function nodeItem(label: string): Completion {
  return { label, kind: 'reference', detail: 'node', isFirst: true };
}

/** Type, words and default in a few words. */
export function shortly({ type, values, default: standard }: PacemakerFact): string {
  const words = type === 'enum' && values.length <= 5 ? values.join(', ') : type;
  return `${words}${standard === undefined ? '' : ` = ${standard}`}`;
}
