import {
  type Alias,
  type Document as YamlDocument,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Slice, Span } from '../syntax/tree';
import { nestingProblem } from './nesting';
import { type SourceProblem, type SourceText, TracedText } from './source-text';

/** A key of a mapping with its value. */
export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlValue;
}

type Report = (start: number, end: number, message: string) => void;

/** One slip makes the parser stumble over every line behind it; more messages would not help anybody. */
const mostProblems = 20;

/**
 * Reads a YAML text, anchors, aliases and merge keys included. Never throws: what cannot be read becomes a problem,
 * and `roots` holds what could be, one value for each document of the stream.
 */
export function readYaml(source: SourceText): { roots: YamlValue[]; problems: SourceProblem[] } {
  const tooDeep = nestingProblem(source);
  if (tooDeep) return { roots: [], problems: [tooDeep] };
  const problems: SourceProblem[] = [];
  const report: Report = (start, end, message) => {
    if (problems.length < mostProblems) problems.push({ span: source.span(start, end), message, severity: 'error' });
  };
  const documents = parseAllDocuments(source.text, {
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const roots = documents.map((document) => {
    for (const error of document.errors) report(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1), error.message);
    const context = new YamlContext(source, document, report);
    return context.value(document.contents, { start: 0, end: 0 });
  });
  return { roots, problems };
}

/** What the values of one YAML document share: where aliases lead, and mappings with their merges done. */
class YamlContext {
  private readonly targets = new Map<Alias, Node>();
  private readonly merged = new Map<YAMLMap, readonly YamlEntry[]>();

  constructor(
    readonly source: SourceText,
    document: YamlDocument,
    report: Report,
  ) {
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if (isMap(node)) reportRepeatedKeys(node, report);
        if (!isAlias(node)) {
          if (node.anchor !== undefined) anchors.set(node.anchor, node);
          return;
        }
        const target = anchors.get(node.source);
        if (target) this.targets.set(node, target);
        else report(node.range?.[0] ?? 0, node.range?.[1] ?? 0, `no anchor &${node.source} stands before this alias`);
      },
    });
  }

  /** @param empty where a missing value would stand */
  value(node: unknown, empty: Slice): YamlValue {
    const resolved = isAlias(node) ? this.targets.get(node) : node;
    return new YamlValue(this, isMap(resolved) || isSeq(resolved) || isScalar(resolved) ? resolved : null, empty);
  }

  /** Entries of a mapping; its own keys win over merged ones. A mapping that merges itself adds nothing. */
  entries(map: YAMLMap): readonly YamlEntry[] {
    const known = this.merged.get(map);
    if (known) return known;
    this.merged.set(map, []);
    const own: YamlEntry[] = [];
    const inherited: YamlEntry[] = [];
    for (const pair of map.items) {
      if (!isScalar(pair.key) || !pair.key.range) continue;
      const [start, end] = pair.key.range;
      const value = this.value(pair.value, { start: end, end });
      const key = scalarText(pair.key);
      if (key === '<<' && pair.key.type === 'PLAIN') {
        for (const each of value.isList ? value.items() : [value]) inherited.push(...each.entries());
      } else own.push({ key, keySpan: this.source.span(start, end), value });
    }
    const byKey = new Map<string, YamlEntry>();
    for (const entry of [...own, ...inherited]) if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
    const entries = [...byKey.values()];
    this.merged.set(map, entries);
    return entries;
  }
}

/** The parser's own check misses the key's place where an empty value stands before it. */
function reportRepeatedKeys(map: YAMLMap, report: Report): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key) || !key.range) continue;
    const text = scalarText(key);
    if (seen.has(text) && text !== '<<') report(key.range[0], key.range[1], `key ${text} is there twice`);
    seen.add(text);
  }
}

/** One value of a YAML text, aliases already followed. A missing or empty value is null. */
export class YamlValue {
  constructor(
    private readonly context: YamlContext,
    private readonly node: Node | null,
    private readonly empty: Slice,
  ) {}

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  get isNull(): boolean {
    if (this.node === null) return true;
    return isScalar(this.node) && this.node.type === 'PLAIN' && /^(null|~|)$/i.test(scalarText(this.node));
  }

  /** The value, or its first line. */
  get span(): Span {
    const [start, end] = this.node?.range ?? [this.empty.start, this.empty.end];
    return this.context.source.span(start, end);
  }

  /** Keys and values of a mapping, merged ones last; nothing for another value. */
  entries(): readonly YamlEntry[] {
    return isMap(this.node) ? this.context.entries(this.node) : [];
  }

  /** The value of a mapping's key, or undefined. */
  get(key: string): YamlValue | undefined {
    return this.entries().find((entry) => entry.key === key)?.value;
  }

  /** The values of a list; nothing for another value. */
  items(): readonly YamlValue[] {
    if (!isSeq(this.node)) return [];
    const end = this.node.range?.[0] ?? 0;
    return this.node.items.map((item) => this.context.value(item, { start: end, end }));
  }

  /** A scalar as written, neither number nor boolean: `10.10` keeps its zero. Undefined for any other value. */
  text(): TracedText | undefined {
    return isScalar(this.node) && !this.isNull ? traced(this.context.source, this.node) : undefined;
  }
}

function scalarText(scalar: Scalar): string {
  return scalar.source ?? String(scalar.value);
}

/**
 * Finds every character of a scalar in its source. White space may be folded or indented, so only the other
 * characters are matched, one to one; where that fails (a rare escape), all characters stand for the whole scalar.
 */
function traced(source: SourceText, scalar: Scalar): TracedText {
  const text = scalarText(scalar);
  const [start = 0, end = 0] = scalar.range ?? [];
  const whole = { start, end };
  const written = [...writtenCharacters(source.text.slice(start, end), scalar.type)];
  const origins: Slice[] = [];
  let next = 0;
  let behind = start;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) {
      if (isBlank(character)) {
        origins.push({ start: behind, end: behind });
        continue;
      }
      const [is, from, to] = written[next++] ?? ['', 0, 0];
      if (is !== character[unit])
        return new TracedText(
          source,
          text,
          Array.from(text.split(''), () => whole),
          whole,
        );
      behind = start + to;
      origins.push({ start: start + from, end: behind });
    }
  }
  return new TracedText(source, text, origins, whole);
}

/** The characters of a scalar's source that are not blank, with their places, quotes and escapes undone. */
function* writtenCharacters(source: string, type: Scalar['type']): Generator<[string, number, number]> {
  const isBlockText = type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL';
  const isQuoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
  const escape = type === 'QUOTE_DOUBLE' ? '\\' : type === 'QUOTE_SINGLE' ? "'" : undefined;
  const from = isBlockText ? source.indexOf('\n') + 1 : isQuoted ? 1 : 0;
  const to = source.length - (isQuoted ? 1 : 0);
  for (let at = from; at < to; at++) {
    const character = source[at] as string;
    if (isBlank(character)) continue;
    if (character !== escape) yield [character, at, at + 1];
    else if (!/[\snrt]/.test(source[++at] ?? '')) yield [source[at] ?? '', at - 1, at + 1];
  }
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
