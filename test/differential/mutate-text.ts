import { kinds, type Mutate, type Mutator, onLine, oneOf } from './mutator';
import type { Random } from './random';

/** What the mistakes every text file suffers have to know of a language. */
export interface Language {
  /** A line that says something: neither blank nor a comment nor the head or end of a section. */
  readonly isSetting: (line: string) => boolean;
  /** The head of a section that is not inside another. */
  readonly isSection: (line: string) => boolean;
}

/** Accidents of editing, copying and merging that know no language. Many are harmless, in some languages. */
export function textMutators({ isSetting, isSection }: Language): Mutator[] {
  const setting = (change: (line: string, random: Random) => string | undefined): Mutate =>
    onLine((line, random) => (isSetting(line) ? change(line, random) : undefined));
  const pairOfSettings = (change: (first: string, second: string, random: Random) => string[]): Mutate =>
    onNeighbours((first, second, random) =>
      isSetting(first) && isSetting(second) ? change(first, second, random) : undefined,
    );
  return kinds({
    'windows-line-ends': (text) => text.replaceAll('\n', '\r\n'),
    'one-windows-line-end': setting((line) => `${line}\r`),
    'byte-order-mark': (text) => `\ufeff${text}`,
    'no-final-newline': (text) => (text.endsWith('\n') ? text.replace(/\n+$/, '') : undefined),
    'blank-lines': oneOf(
      setting((line) => `\n${line}\n`),
      (text) => `${text}\n \n\n`,
    ),
    'tabs-for-blanks': (text) => changed(text, text.replace(/ +/g, '\t')),
    'blanks-at-line-end': setting((line, random) => line + random.pick([' ', '  ', '\t', ' \t '])),
    'other-indentation': setting((line, random) => random.pick(['\t\t', '      ', ' \t']) + line.trimStart()),
    truncated: truncate,
    'glued-lines': pairOfSettings((first, second, random) => [first + random.pick(['', ' ']) + second.trimStart()]),
    'broken-line': setting((line, random) => breakLine(line, random, '')),
    'line-continuation': setting((line, random) => breakLine(line, random, ' \\')),
    'swapped-lines': onNeighbours((first, second) =>
      first.trim() && second.trim() && first !== second ? [second, first] : undefined,
    ),
    'repeated-line': setting((line) => `${line}\n${line}`),
    'deleted-line': oneOf(
      setting(() => ''),
      onLine((line) => (line.trim() ? '' : undefined)),
    ),
    'line-switched-off': setting((line) => `#${line}`),
    'comment-behind': setting((line, random) => `${line} # ${random.pick(remarks)}`),
    'comment-sign-lost': onLine((line) => {
      const prose = /^(\s*)#\s*([A-Za-z].*)$/.exec(line);
      return prose ? (prose[1] as string) + (prose[2] as string) : undefined;
    }),
    'other-comment-sign': setting((line, random) => random.pick(['// ', '-- ', '; ', 'rem ', '/* ']) + line),
    'semicolon-behind': setting((line) => `${line};`),
    'merge-conflict': setting((line, random) => conflict(line, random)),
    'no-break-space': setting((line, random) => replaceOne(line, / (?=\S)/g, '\u00a0', random)),
    'typographic-quotes': setting((line) => changed(line, line.replace(/(\S+)\s*$/, '\u201c$1\u201d'))),
    'quoted-value': setting((line, random) => {
      const quote = random.pick(['"', "'"]);
      return changed(line, line.replace(/([^\s"'=:]+)\s*$/, `${quote}$1${quote}`));
    }),
    'quote-not-closed': setting((line, random) =>
      changed(line, line.replace(/([^\s"'=:]+)\s*$/, `${random.pick(['"', "'"])}$1`)),
    ),
    'doubled-quotes': setting((line) => changed(line, line.replace(/"?([^\s"'=:]+)"?\s*$/, '""$1""'))),
    'shell-variable': setting((line, random) =>
      changed(line, line.replace(/([^\s"'=:]+)\s*$/, random.pick(['$VALUE', '${VALUE}', '"$VALUE"', '%VALUE%']))),
    ),
    'swapped-sections': (text, random) => swapSections(text, random, isSection),
    'repeated-section': (text, random) => {
      const parts = sections(text, isSection);
      if (parts.length < 2) return undefined;
      const at = 1 + random.below(parts.length - 1);
      return parts
        .toSpliced(random.chance(1, 2) ? at : parts.length, 0, endLine(parts[at] as string))
        .map(endLine)
        .join('');
    },
    'missing-section-head': onLine((line) => (isSection(line) ? '' : undefined)),
  });
}

const remarks = ['two nodes', 'was 100', 'see ticket 4711', "don't touch", 'old: "x"'];

function changed(before: string, after: string): string | undefined {
  return after === before ? undefined : after;
}

function onNeighbours(change: (first: string, second: string, random: Random) => string[] | undefined): Mutate {
  return (text, random) => {
    const lines = text.split('\n');
    for (const at of random.shuffled([...lines.keys()].slice(1))) {
      const outcome = change(lines[at - 1] as string, lines[at] as string, random);
      if (outcome) return lines.toSpliced(at - 1, 2, ...outcome).join('\n');
    }
    return undefined;
  };
}

/** Ends the text somewhere in its second half, as a full disk or a lost connection does. */
function truncate(text: string, random: Random): string | undefined {
  const half = Math.floor(text.length / 2);
  return half < 2 ? undefined : text.slice(0, half + random.below(half - 1));
}

function breakLine(line: string, random: Random, mark: string): string | undefined {
  const blanks = [...line.matchAll(/(?<=\S)[ \t]+(?=\S)/g)];
  if (blanks.length === 0) return undefined;
  const blank = random.pick(blanks);
  return `${line.slice(0, blank.index)}${mark}\n    ${line.slice(blank.index + blank[0].length)}`;
}

function replaceOne(line: string, pattern: RegExp, text: string, random: Random): string | undefined {
  const places = [...line.matchAll(pattern)];
  if (places.length === 0) return undefined;
  const place = random.pick(places);
  return line.slice(0, place.index) + text + line.slice(place.index + place[0].length);
}

function conflict(line: string, random: Random): string {
  const theirs = random.chance(1, 2) ? line : line.replace(/\d+/, (digits) => `${Number(digits) + 1}`);
  return ['<<<<<<< HEAD', line, '=======', theirs, '>>>>>>> db2'].join('\n');
}

/** The text cut before every head of a section; the first part is what precedes them all and may be empty. */
function sections(text: string, isSection: (line: string) => boolean): string[] {
  const lines = text.split(/(?<=\n)/);
  const starts = [...lines.keys()].filter((at) => isSection((lines[at] as string).trimEnd()));
  return [0, ...starts].map((start, part) => lines.slice(start, starts[part]).join(''));
}

function swapSections(text: string, random: Random, isSection: (line: string) => boolean): string | undefined {
  const [before = '', ...parts] = sections(text, isSection);
  if (parts.length < 2) return undefined;
  const at = 1 + random.below(parts.length - 1);
  const [first, second] = [parts[at - 1] as string, parts[at] as string];
  return [before, ...parts.toSpliced(at - 1, 2, second, first)].map(endLine).join('');
}

/** A part that ends the text may lack its line feed, which it needs before another part. */
function endLine(part: string): string {
  return part === '' || part.endsWith('\n') ? part : `${part}\n`;
}
