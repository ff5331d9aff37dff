import {
  type CrmLine,
  type CrmStatement,
  type CrmStatementWord,
  crmListWords,
  crmStatements,
  textSpan,
  valueSpan,
} from '../../syntax/crm';
import { crmInScript } from '../../syntax/crm-script';
import type { Document, Span } from '../../syntax/tree';
import { agentOf } from './agent';
import { listedNodes } from './listed-nodes';
import type {
  Attribute,
  Constraint,
  Move,
  Name,
  PacemakerText,
  Resource,
  ResourceKind,
  ResourceUse,
} from './pacemaker';
import { remoteNodesOf } from './remote-nodes';

/** What a `.crm` file says. */
export function readCrm(document: Document<CrmLine>): PacemakerText {
  return { ...readStatements(document, crmStatements(document)), swallowed: swallowedIn(document) };
}

/** Statements that begin behind a line with a backslash at its end: the crm shell takes them for more of that line. */
function swallowedIn(document: Document<CrmLine>): Span[] {
  return document.blocks.flatMap((block, index) => {
    const word = block.lines[0]?.words[0];
    const before = document.blocks[index - 1]?.lines.at(-1);
    return word && before?.continues ? [{ block, line: 0, start: word.start, end: word.end }] : [];
  });
}

/** What a shell script tells the crm shell. */
export function readScript(document: Document): PacemakerText {
  return readStatements(document, crmInScript(document));
}

function readStatements(document: Document, statements: readonly CrmStatement[]): PacemakerText {
  const text = {
    document,
    isWhole: false,
    nodes: [] as Name[],
    remoteNodes: [] as Name[],
    tags: [] as Name[],
    nodeUses: [] as Name[],
    resources: [] as Resource[],
    constraints: [] as Constraint[],
    properties: [] as Attribute[],
    resourceDefaults: [] as Attribute[],
    moves: [] as Move[],
    swallowed: [] as Span[],
  };
  for (const { level, words } of statements) {
    if (level === 'resource') {
      const move = moveOf(words);
      if (!move) continue;
      text.moves.push(move);
      if (move.node) text.nodeUses.push(move.node);
      continue;
    }
    if (level !== 'configure') continue;
    const [keyword, ...rest] = words;
    switch (keyword?.text) {
      case 'node': {
        const name = rest.find((word) => !word.value && !/^\$id|:$/.test(word.text));
        if (name) (/:(remote|ping)$/i.test(name.text) ? text.remoteNodes : text.nodes).push(nodeName(name));
        break;
      }
      case 'property':
        text.properties.push(...attributesOf(rest));
        break;
      case 'rsc_defaults':
        text.resourceDefaults.push(...attributesOf(rest));
        break;
      case 'location':
      case 'colocation':
      case 'collocation':
      case 'order':
      case 'rsc_ticket': {
        const constraint = constraintOf(keyword.text, rest);
        if (!constraint) break;
        text.constraints.push(constraint);
        text.nodeUses.push(...constraint.nodes);
        break;
      }
      case 'tag':
        if (rest[0]) text.tags.push(nodeName(rest[0]));
        break;
      case 'fencing_topology':
        for (const word of rest) if (/^[\w.-]+:$/.test(word.text)) text.nodeUses.push(nameOf(word, -1));
        break;
      default: {
        const resource = keyword && resourceOf(keyword.text, rest);
        if (!resource) break;
        text.resources.push(resource);
        if (resource.agent?.class === 'stonith') text.nodeUses.push(...listedNodes(resource.parameters));
      }
    }
  }
  // `monitor NAME INTERVAL` is a statement of its own.
  const watched = new Set(
    statements.flatMap(({ words: [keyword, name] }) =>
      keyword?.text === 'monitor' && name ? [name.text.replace(/:.*/, '')] : [],
    ),
  );
  text.resources = text.resources.map((each) => (watched.has(each.id.name) ? { ...each, isWatched: true } : each));
  text.remoteNodes.push(...remoteNodesOf(text.resources));
  return text;
}

const kinds: Readonly<Record<string, ResourceKind>> = {
  primitive: 'primitive',
  rsc_template: 'template',
  group: 'group',
  clone: 'clone',
  ms: 'promotable',
  master: 'promotable',
  promotable: 'promotable',
  bundle: 'bundle',
};

function resourceOf(keyword: string, words: readonly CrmStatementWord[]): Resource | undefined {
  const kind = kinds[keyword];
  const [id, ...rest] = words;
  if (!kind || !id || id.value) return undefined;
  const at = rest.findIndex((word) => crmListWords.has(word.text));
  const head = at < 0 ? rest : rest.slice(0, at);
  const names = head.filter((word) => !word.value);
  const has = listsOf(rest);
  const isOpen = words.some(({ isVariable, value }) => isVariable && !value);
  const common = { kind, isOpen, id: nameOf(id), parameters: attributesOf(has.params), meta: attributesOf(has.meta) };
  if (kind === 'primitive' || kind === 'template') {
    const [agent] = names;
    const isTemplate = agent?.text.startsWith('@') === true;
    return {
      ...common,
      // Attributes right behind the agent are parameters.
      parameters: attributesOf([...head.filter((word) => word.value && word.text !== ''), ...has.params]).filter(
        ({ name }) => name !== 'description',
      ),
      isWatched: isTemplate || rest.some(({ text }) => text.startsWith('$id-ref=')) ? undefined : isWatched(rest),
      agent: agent && !isTemplate ? agentOf(agent.text, textSpan(agent)) : undefined,
      template: agent && isTemplate ? nameOf(agent, 0, 1) : undefined,
      members: [],
    };
  }
  const members = kind === 'bundle' ? has.primitive : kind === 'group' ? names : names.slice(0, 1);
  const isPromotable =
    kind === 'clone' && common.meta.some(({ name, value }) => name === 'promotable' && value === 'true');
  return {
    ...common,
    kind: isPromotable ? 'promotable' : kind,
    isWatched: undefined,
    agent: undefined,
    template: undefined,
    members: members.map((word) => nameOf(word)),
  };
}

/** Whether an `op monitor` comes again; one with the interval 0 is asked once. */
function isWatched(words: readonly CrmStatementWord[]): boolean {
  return words.some((word, at) => {
    if (word.text !== 'monitor' || words[at - 1]?.text !== 'op') return false;
    const rest = words.slice(at + 1);
    const end = rest.findIndex(({ text, value }) => !value && crmListWords.has(text));
    const interval = (end < 0 ? rest : rest.slice(0, end)).find(({ text }) => text.startsWith('interval='));
    return interval === undefined || interval.isVariable || !/^0+\D*$/.test(interval.value?.text ?? '');
  });
}

/** The words of each list of a statement; `op` and others that are not asked for end the one before them. */
function listsOf(words: readonly CrmStatementWord[]): {
  readonly params: readonly CrmStatementWord[];
  readonly meta: readonly CrmStatementWord[];
  readonly primitive: readonly CrmStatementWord[];
} {
  const found = {
    params: [] as CrmStatementWord[],
    meta: [] as CrmStatementWord[],
    primitive: [] as CrmStatementWord[],
  };
  let current: CrmStatementWord[] | undefined;
  for (const word of words) {
    if (word.text === 'params') current = found.params;
    else if (word.text === 'meta') current = found.meta;
    else if (word.text === 'primitive') current = found.primitive;
    else if (crmListWords.has(word.text)) current = undefined;
    else current?.push(word);
  }
  return found;
}

function attributesOf(words: readonly CrmStatementWord[]): Attribute[] {
  return words.flatMap((word): Attribute[] => {
    if (!word.value || word.text.startsWith('$')) return [];
    const name = word.text.slice(0, word.text.length - word.value.text.length - 1);
    const { block, line, start } = word;
    return [
      {
        name,
        value: word.value.text,
        nameSpan: { block, line, start, end: start + name.length },
        valueSpan: valueSpan(word),
        isKnown: !word.isVariable,
      },
    ];
  });
}

function constraintOf(keyword: string, words: readonly CrmStatementWord[]): Constraint | undefined {
  const [id, ...rest] = words;
  if (!id) return undefined;
  if (keyword === 'location') return locationOf(id, rest);
  const kind = keyword === 'order' ? 'order' : keyword === 'rsc_ticket' ? 'ticket' : 'colocation';
  const score = rest.find((word) => isScore(word));
  const plain =
    kind === 'order' && !score && /^(mandatory|optional|serialize)$/i.test(rest[0]?.text ?? '') ? rest[0] : undefined;
  const resources = rest.filter((word) => word !== score && word !== plain && !word.value);
  return {
    kind,
    id: nameOf(id),
    ...usesIn(resources),
    score: plain?.text ?? score?.text.slice(0, -1),
    scoreSpan: plain ? textSpan(plain) : score && nameOf(score, -1).span,
    nodes: [],
    hasRule: false,
  };
}

/** A score, or the kind of an order, ends in a colon: `inf:`, `Mandatory:`. */
function isScore({ text, value }: CrmStatementWord): boolean {
  return !value && /^[^:]+:$/.test(text);
}

function locationOf(id: CrmStatementWord, words: readonly CrmStatementWord[]): Constraint {
  const at = words.findIndex((word) => isScore(word) || word.text === 'rule' || crmListWords.has(word.text));
  const head = at < 0 ? words : words.slice(0, at);
  const rest = at < 0 ? [] : words.slice(at);
  const resources = head.filter(({ value, text }) => !value && !text.startsWith('/'));
  const score = rest.find((word) => isScore(word));
  const isRule = rest.some(({ text }) => text === 'rule');
  const direct = !isRule && score ? rest[rest.indexOf(score) + 1] : undefined;
  const inRules = rest.flatMap((word, index) => {
    const [operation, node] = [rest[index + 1], rest[index + 2]];
    return word.text === '#uname' && operation && node && /^(eq|ne)$/i.test(operation.text) ? [node] : [];
  });
  return {
    kind: 'location',
    id: nameOf(id),
    ...usesIn(resources),
    score: score?.text.slice(0, -1),
    scoreSpan: score && nameOf(score, -1).span,
    hasRule: isRule,
    nodes: [...(direct && !direct.value ? [direct] : []), ...inRules].map((word) => nodeName(word)),
  };
}

/** Resources without the brackets of sets, and with the role or action behind a colon. */
function usesIn(words: readonly CrmStatementWord[]): { resources: ResourceUse[]; hasSets: boolean } {
  let hasSets = false;
  const resources = words.flatMap((word): ResourceUse[] => {
    const { text, block, line, isVariable } = word;
    const [, open = '', name = '', role] = /^([[({]*)([^\])}:]*)(?::([^\])}]*))?[\])}:]*$/.exec(text) ?? [];
    if (open !== '' || /[\])}]/.test(text)) hasSets = true;
    if (name === '' || /^(rsc|with-rsc|to)$/.test(name)) return [];
    const written = textSpan(word);
    const start = written.start + open.length;
    return [
      {
        name,
        role,
        span: { block, line, start, end: Math.min(start + name.length, written.end) },
        isKnown: !isVariable,
      },
    ];
  });
  return { resources, hasSets: hasSets || resources.length > 2 };
}

/** `uname:member` declares what kind of node it is. */
function nodeName(word: CrmStatementWord): Name {
  const name = nameOf(word);
  const plain = name.name.replace(/:(normal|member|ping|remote)?$/i, '');
  return { ...name, name: plain, span: { ...name.span, end: Math.min(name.span.end, name.span.start + plain.length) } };
}

/**
 * A word as a name.
 *
 * @param cut   how many characters at its end are none of it, as a negative number
 * @param skip  how many at its beginning
 */
function nameOf(word: CrmStatementWord, cut = 0, skip = 0): Name {
  const span: Span = textSpan(word);
  return {
    name: word.text.slice(skip, cut === 0 ? undefined : cut),
    span: { ...span, start: Math.min(span.start + skip, span.end), end: Math.max(span.start + skip, span.end + cut) },
    isKnown: !word.isVariable,
  };
}

/** `move` and `migrate` are one; `ban` names the node to stay away from. */
function moveOf(words: readonly CrmStatementWord[]): Move | undefined {
  const [command, resource, ...rest] = words;
  if (!command || !resource || !/^(move|migrate|ban)$/.test(command.text)) return undefined;
  const others = rest.filter(({ text, value }) => !value && text !== 'force');
  const isLifetime = ({ text }: CrmStatementWord): boolean => /^(P(T?\d+\w?)+|reboot|forever)$/.test(text);
  const node = others.find((word) => !isLifetime(word));
  const { block, line, start } = command;
  return {
    resource: nameOf(resource),
    node: node && nodeName(node),
    commandSpan: { block, line, start, end: command.end },
    hasLifetime: others.some((word) => isLifetime(word) && word.text !== 'forever'),
  };
}
