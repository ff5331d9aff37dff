import type { SourceText, TracedText } from './source-text';

/** Values and references longer than this are left alone, so that a few lines cannot grow without bound. */
const longestValue = 1000;

/** The value of a variable, or undefined where no file sets it (the user's shell may). */
export type Lookup = (name: string) => string | undefined;

interface Expansion {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly known: boolean;
}

/**
 * Puts variables in, the way the Compose specification's "Interpolation" has it: `$X`, `${X}`, `${X:-default}`,
 * `${X-default}`, `${X:+other}`, `${X?message}`, nested ones, `$$` for a dollar sign. A variable without a value
 * stays as written and makes the text not `known`: what the user's shell holds is not ours to guess.
 */
export function substitute(text: TracedText, lookup: Lookup): TracedText {
  const parts: TracedText[] = [];
  let at = 0;
  for (const { from, to, text: value, known } of expansions(text.text, lookup)) {
    if (at < from) parts.push(text.slice(at, from));
    const reference = text.slice(from, to);
    parts.push(known ? reference.replaced(value) : reference.asUnknown());
    at = to;
  }
  if (at === 0) return text;
  if (at < text.text.length) parts.push(text.slice(at));
  return text.joined(parts);
}

function* expansions(text: string, lookup: Lookup): Generator<Expansion> {
  for (let from = text.indexOf('$'); from >= 0;) {
    const expansion = expansionAt(text, from, lookup);
    if (expansion) yield expansion;
    from = text.indexOf('$', expansion?.to ?? from + 1);
  }
}

/** What stands for the `$` at `from`; undefined when nothing does, as in a shell's `$(...)`. */
function expansionAt(text: string, from: number, lookup: Lookup): Expansion | undefined {
  if (text[from + 1] === '$') return { from, to: from + 2, text: '$', known: true };
  const end = text[from + 1] === '{' ? closingBrace(text, from + 2) : undefined;
  const inside = end === undefined ? '' : text.slice(from + 2, end);
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(from));
  const braced = /^([A-Za-z_]\w*)(?:(:?)([-+?])(.*))?$/s.exec(inside);
  const to = bare ? from + bare[0].length : (end ?? 0) + 1;
  const name = bare?.[1] ?? braced?.[1];
  if (name === undefined) return undefined;
  const set = lookup(name);
  const isUnset = set === undefined || set.length > longestValue || (set === '' && braced?.[2] === ':');
  const value = isUnset ? undefined : set;
  const unknown = { from, to, text: text.slice(from, to), known: false };
  switch (braced?.[3]) {
    case '-':
      return value === undefined
        ? { from, to, ...expanded(braced[4] as string, lookup) }
        : { from, to, text: value, known: true };
    case '+':
      return value === undefined
        ? { from, to, text: '', known: true }
        : { from, to, ...expanded(braced[4] as string, lookup) };
    default:
      return value === undefined ? unknown : { from, to, text: value, known: true };
  }
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length && at - from < longestValue; at++) {
    if (text[at] === '}' && --depth === 0) return at;
    if (text[at] === '$' && text[at + 1] === '{') depth++;
  }
  return undefined;
}

/** `substitute` for a text without places: the default inside a reference. */
function expanded(text: string, lookup: Lookup): { text: string; known: boolean } {
  let result = '';
  let known = true;
  let at = 0;
  for (const expansion of expansions(text, lookup)) {
    result += text.slice(at, expansion.from) + expansion.text;
    known &&= expansion.known;
    at = expansion.to;
  }
  return { text: result + text.slice(at), known };
}

/**
 * Reads a `.env` or `env_file`: `KEY=value`, `export KEY=value`, comments, quotes. Only double-quoted and bare values
 * have variables put in, those of earlier lines first. A key without `=` takes its value from the shell: left out.
 */
export function readEnvironmentFile(source: SourceText, lookup: Lookup): Map<string, TracedText> {
  const values = new Map<string, TracedText>();
  const inner: Lookup = (name) => valueOf(values.get(name)) ?? lookup(name);
  for (const match of source.text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(.*)$/gm)) {
    const end = match.index + match[0].length;
    const start = end - (match[2] as string).length;
    values.set(match[1] as string, environmentValue(source.piece(start, end), inner));
  }
  return values;
}

/** A variable's value, or undefined when it hangs on one without a value. */
export function valueOf(text: TracedText | undefined): string | undefined {
  return text?.known ? text.text : undefined;
}

function environmentValue(written: TracedText, lookup: Lookup): TracedText {
  const quoted = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)")/.exec(written.text);
  if (quoted?.[1] !== undefined) return written.slice(1, quoted[0].length - 1);
  if (quoted) return substitute(unescaped(written.slice(1, quoted[0].length - 1)), lookup);
  const comment = /(^|\s)#/.exec(written.text)?.index ?? written.text.length;
  return substitute(written.slice(0, written.text.slice(0, comment).trimEnd().length), lookup);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  $: '$$',
};

function unescaped(text: TracedText): TracedText {
  const parts: TracedText[] = [];
  for (const { 0: piece, index } of text.text.matchAll(/\\.|[^\\]+/gs)) {
    const part = text.slice(index, index + piece.length);
    const character = piece.length === 2 && piece[0] === '\\' ? escapes[piece[1] as string] : undefined;
    parts.push(character === undefined ? part : part.replaced(character));
  }
  return parts.length === 1 ? (parts[0] as TracedText) : text.joined(parts);
}
