import type { OptionCatalog } from '../catalog/options';
import { OptionKnowledge } from '../model/option-knowledge';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import type { MyCnfLine } from '../syntax/mycnf';
import { type Block, type Document, perBlock, type Span } from '../syntax/tree';
import type { MentionKind } from './mentions/mention';
import { mentionsIn } from './mentions/mentions';
import { ownersOf } from './owner';
import { settingsOfBlock } from './settings-of-block';

/** What highlighting by grammar cannot know: that a word is a name, whose, and what becomes of a line. */
export const tokenTypes = ['namespace', 'class', 'variable', 'property', 'type'] as const;
export const tokenModifiers = ['declaration', 'deprecated', 'overruled'] as const;

type TokenType = (typeof tokenTypes)[number];
type TokenModifier = (typeof tokenModifiers)[number];

interface Token {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const typeOf: Readonly<Record<MentionKind, TokenType>> = {
  backend: 'class',
  frontend: 'class',
  defaults: 'class',
  resolvers: 'class',
  peers: 'class',
  userlist: 'class',
  mailers: 'class',
  cache: 'class',
  ring: 'class',
  'http-errors': 'class',
  'fcgi-app': 'class',
  vrrp_instance: 'class',
  vrrp_script: 'class',
  track_file: 'class',
  vrrp_track_process: 'class',
  bfd_instance: 'class',
  virtual_server_group: 'class',
  acl: 'variable',
  server: 'property',
  host: 'type',
  'galera-cluster': 'namespace',
  'corosync-cluster': 'namespace',
  user: 'variable',
  channel: 'variable',
  resource: 'class',
};

/**
 * Tokens of the lines `from` up to `to` in the protocol's encoding: five numbers each, counted from the token before.
 * Only names and lines without effect have tokens, so that files of 50,000 lines stay light.
 */
export function semanticTokens(
  document: Document,
  from: number,
  to: number,
  model: Model,
  catalog: OptionCatalog,
): number[] {
  if (document.language === 'plain') return [];
  const owner = ownersOf(model, document.path)[0];
  const data: number[] = [];
  let start = 0;
  let lastLine = 0;
  let lastStart = 0;
  for (const block of document.blocks) {
    if (start + block.lines.length > from && start < to) {
      const own =
        owner && document.language === 'mycnf'
          ? optionTokens(block as unknown as Block<MyCnfLine>, owner.host, catalog)
          : [];
      const tokens = own.length > 0 ? inOrder([...encodedNames(block), ...own.map(encode)]) : encodedNames(block);
      for (const [inBlock, character, length, type, modifiers] of tokens) {
        const line = start + inBlock;
        if (line < from || line >= to) continue;
        const deltaLine = line - lastLine;
        data.push(deltaLine, deltaLine === 0 ? character - lastStart : character, length, type, modifiers);
        lastLine = line;
        lastStart = character;
      }
    }
    start += block.lines.length;
  }
  return data;
}

/** Line in the block, first character, length, type, modifiers. */
type Encoded = readonly [number, number, number, number, number];

const encodedNames = perBlock((block: Block): readonly Encoded[] =>
  inOrder(
    mentionsIn(block).map(({ kind, span, isDefinition }) =>
      encode({ span, type: typeOf[kind], modifiers: isDefinition && kind !== 'host' ? ['declaration'] : [] }),
    ),
  ),
);

function encode({ span, type, modifiers }: Token): Encoded {
  const bits = modifiers.reduce((sum, each) => sum | (1 << tokenModifiers.indexOf(each)), 0);
  return [span.line, span.start, span.end - span.start, tokenTypes.indexOf(type), bits];
}

/** In the order of the text; of two at one place the first counts, because tokens must not overlap. */
function inOrder(tokens: readonly Encoded[]): Encoded[] {
  const sorted = [...tokens].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return sorted.filter((token, index) => {
    const before = sorted[index - 1];
    return !before || before[0] !== token[0] || before[1] + before[2] <= token[1];
  });
}

/** Names of options that are on their way out, and of lines that a later one overrules. */
function optionTokens(block: Block<MyCnfLine>, host: Host, catalog: OptionCatalog): Token[] {
  const knowledge = OptionKnowledge.of(catalog, host.target);
  return settingsOfBlock(block, host).flatMap((setting): Token[] => {
    const facts = knowledge.factsOf(setting.name);
    if (facts.length === 0) return [];
    const addsUp = facts.some(({ repeatable, type }) => repeatable === true || type === 'flagset');
    const modifiers: TokenModifier[] = [];
    if (facts.every(({ deprecated, noop }) => deprecated !== undefined || noop === true)) modifiers.push('deprecated');
    if (!addsUp && host.options.effective(setting.name) !== setting) modifiers.push('overruled');
    return modifiers.length === 0 ? [] : [{ span: setting.nameSpan, type: 'property', modifiers }];
  });
}
