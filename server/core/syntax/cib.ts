import { LineOffsets } from './line-offsets';
import { remember } from './memo';
import { tile } from './pieces';
import type { Block, Document, Grammar, Line, Span } from './tree';

/**
 * The cluster information base of Pacemaker, XML. A file is one block, because an element may open on any line and
 * close on any other.
 */
export const cib: Grammar = {
  language: 'cib',
  readLine: (text): Line => ({ text }),
  pieces: (line) => tile(line.text.length, [['value', { start: 0, end: line.text.length }]]),
  opensBlock: () => false,
};

/** An attribute of an element; the span is that of the value between its quotes, on the line it begins on. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

export interface XmlElement {
  readonly name: string;
  readonly nameSpan: Span;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly XmlElement[];
  /** The line its start tag begins on and the one it ends on, counted from the block's first line. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The outermost elements of a file. What is no well-formed XML is read as far as it makes sense; nothing is refused. */
export function xmlElements(document: Document): readonly XmlElement[] {
  return document.blocks.flatMap((block) => elementsOf(block));
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  lastLine: number;
}

/** Comments, instructions and character data are passed over; so is text. */
const token =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*(?:>|$)|<\/\s*(?<close>[\w:.-]+)[^<>]*>?|<(?<open>[A-Za-z_][\w:.-]*)(?<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)(?<end>\/?>)?/g;
const attribute = /([A-Za-z_][\w:.-]*)(\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;

const elementsOf = remember((block: Block): readonly XmlElement[] => {
  const lines = new LineOffsets(block);
  const top: XmlElement[] = [];
  const open: OpenElement[] = [];
  for (const match of lines.text.matchAll(token)) {
    const { open: name, close, rest = '' } = match.groups ?? {};
    const end = lines.span(match.index + match[0].length - 1, match.index + match[0].length).line;
    if (close !== undefined) closeElement(open, close, end);
    if (name === undefined) continue;
    const nameSpan = lines.span(match.index + 1, match.index + 1 + name.length);
    const attributes = attributesOf(lines, rest, match.index + 1 + name.length);
    const element: OpenElement = { name, nameSpan, attributes, children: [], firstLine: nameSpan.line, lastLine: end };
    (open.at(-1)?.children ?? top).push(element);
    const isEmpty = match.groups?.['end'] === '/>' || rest.endsWith('/');
    if (!isEmpty) open.push(element);
  }
  const last = block.lines.length - 1;
  for (const element of open) element.lastLine = last;
  return top;
});

/** Closes the innermost element of a name with all that were left open in it; a name nobody opened is passed over. */
function closeElement(open: OpenElement[], name: string, line: number): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at < 0) return;
  for (const element of open.splice(at)) element.lastLine = line;
}

function attributesOf(lines: LineOffsets, text: string, from: number): Map<string, XmlAttribute> {
  const found = new Map<string, XmlAttribute>();
  for (const match of text.matchAll(attribute)) {
    const [, name = '', equals = '', double, single] = match;
    const raw = double ?? single ?? '';
    const start = from + match.index;
    const valueStart = start + name.length + equals.length + 1;
    if (found.has(name)) continue;
    found.set(name, {
      name,
      value: unescaped(raw),
      nameSpan: lines.span(start, start + name.length),
      valueSpan: lines.span(valueStart, valueStart + raw.length),
    });
  }
  return found;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.includes('&') ? text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole) : text;
}
