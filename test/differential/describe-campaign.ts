import { createPatch } from 'diff';
import { rangeOf } from '../../server/core/syntax/tree';
import { percent } from './agreement';
import { type Campaign, counts, type Outcome } from './campaign';

/** How many cases of each kind were refused, and how many of those Quorate foretold; one line a kind. */
export function kindTable({ kinds }: Campaign): string[] {
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  return kinds.map(({ kind, cases, refused, foretold }) => {
    const recall = refused === 0 ? 'harmless' : `${foretold} of ${refused} refusals foretold`;
    return `${kind.padEnd(width)}  ${String(cases).padStart(4)} cases  ${recall}`;
  });
}

/** The run in one line. */
export function summary({ oracle, outcomes, misses, falseAlarms, executions, effective }: Campaign): string {
  const refused = outcomes.filter(counts).length;
  const open = outcomes.filter(({ hangsOnRelease }) => hangsOnRelease).length;
  const values = effective.agreed + effective.disagreed.length;
  return [
    `${oracle.name}: ${outcomes.length} cases, ${executions} runs of the daemon, ${refused} refused`,
    `${refused - misses.length} of them foretold (${percent(refused - misses.length, refused)})`,
    ...(open > 0 ? [`${open} more hang on a release that was not told`] : []),
    `${falseAlarms.length} false alarms`,
    ...(values > 0
      ? [`${effective.agreed} of ${values} effective values agree (${percent(effective.agreed, values)})`]
      : []),
  ].join(', ');
}

/** A case with its text and both answers. */
export function describeOutcome({ number, kind, seed, text, isReleaseKnown, isRefused, said, fatal }: Outcome): string {
  const knowing = isReleaseKnown ? 'the release known' : 'the release unknown';
  return [
    `case ${number}, ${kind}, from ${seed.name} (${seed.origin}), ${knowing}:`,
    createPatch(seed.place, seed.text, text, '', '', { context: 2 }).trimEnd(),
    `the daemon ${isRefused ? 'refuses' : 'accepts'} it: ${told(said)}`,
    `Quorate: ${fatal.map((finding) => `${finding.document.path}:${(rangeOf(finding.span)?.start.line ?? 0) + 1} ${finding.rule}: ${finding.message}`).join('; ') || 'nothing fatal'}`,
  ].join('\n');
}

/** What the daemon said without what it says on every private machine. */
function told(said: string): string {
  const lines = said
    .split('\n')
    .filter(
      (line) =>
        line.trim() &&
        !/MAC address|max_open_files|mysql\.plugin|Node addr|base node address|incoming (address|client)|haproxy version is|path to executable|exiting normally/.test(
          line,
        ),
    );
  return lines.slice(0, 6).join('\n  ') || 'nothing';
}
