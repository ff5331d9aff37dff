import type { Random } from './random';

/** One kind of operator's mistake, or of a harmless change that must not be taken for one. */
export interface Mutator {
  readonly kind: string;
  readonly mutate: Mutate;
}

/** @returns the text with one change of a kind, or undefined where the text has no place for it */
export type Mutate = (text: string, random: Random) => string | undefined;

/** What a change makes of one line; undefined leaves the line, several lines may come back joined by `\n`. */
export type LineChange = (line: string, random: Random) => string | undefined;

/** Mutators by kind, from a table of changes. */
export function kinds(table: Readonly<Record<string, Mutate>>): Mutator[] {
  return Object.entries(table).map(([kind, mutate]) => ({ kind, mutate }));
}

/** Changes one line, drawn among those that `change` has something to say about. */
export function onLine(change: LineChange): Mutate {
  return (text, random) => {
    const lines = text.split('\n');
    for (const at of random.shuffled([...lines.keys()])) {
      const line = lines[at] as string;
      const changed = change(line, random);
      if (changed !== undefined && changed !== line) return lines.with(at, changed).join('\n');
    }
    return undefined;
  };
}

/** Changes one line that matches a pattern; the pattern's groups are handed on. */
export function onMatch(
  pattern: RegExp,
  change: (match: RegExpExecArray, random: Random) => string | undefined,
): Mutate {
  return onLine((line, random) => {
    const match = pattern.exec(line);
    return match ? change(match, random) : undefined;
  });
}

/** Puts a line behind one that matches, indented like it. */
export function insertBehind(pattern: RegExp, line: (random: Random) => string): Mutate {
  return onLine((before, random) =>
    pattern.test(before) ? `${before}\n${indentOf(before)}${line(random)}` : undefined,
  );
}

/** One of several ways to make the same kind of mistake; the others serve where the first has no place. */
export function oneOf(...ways: readonly Mutate[]): Mutate {
  return (text, random) => {
    for (const way of random.shuffled(ways)) {
      const changed = way(text, random);
      if (changed !== undefined) return changed;
    }
    return undefined;
  };
}

/** Takes one line away and puts it behind another that begins a section. */
export function moveLine(isMoved: (line: string) => boolean, target: RegExp): Mutate {
  return (text, random) => {
    const lines = text.split('\n');
    const moved = random.shuffled([...lines.keys()].filter((at) => isMoved(lines[at] as string)))[0];
    if (moved === undefined) return undefined;
    const line = lines[moved] as string;
    const rest = lines.toSpliced(moved, 1);
    const heads = [...rest.keys()].filter((at) => target.test(rest[at] as string));
    if (heads.length === 0) return undefined;
    const outcome = rest.toSpliced(random.pick(heads) + 1, 0, line).join('\n');
    return outcome === text ? undefined : outcome;
  };
}

/** A slip of the fingers: two letters swapped, one lost, one doubled, one hit beside the right key. */
export function misspell(word: string, random: Random): string | undefined {
  const letters = [...word.matchAll(/[a-z]/gi)].map((match) => match.index);
  if (letters.length < 3) return undefined;
  const at = random.pick(letters);
  const letter = word[at] as string;
  const changed = random.pick([
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + (word[at + 1] ?? '') + letter + word.slice(at + 2),
    word.slice(0, at) + beside(letter, random) + word.slice(at + 1),
  ]);
  return changed === word ? undefined : changed;
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function beside(letter: string, random: Random): string {
  const row = rows.find((keys) => keys.includes(letter.toLowerCase())) ?? 'asdf';
  const at = row.indexOf(letter.toLowerCase());
  return row[at === 0 ? 1 : at + (at < row.length - 1 ? random.pick([-1, 1]) : -1)] as string;
}
