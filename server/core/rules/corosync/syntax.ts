import {
  braceProblems,
  type CorosyncLine,
  type CorosyncProblem,
  pairsOutside,
  type SectionProblem,
  sectionNameProblems,
} from '../../syntax/corosync';
import { type Block, lineSpan, type Problem, type Span } from '../../syntax/tree';
import { deleteLine, type Edit, type Fix, insertAfter, replace, type Report } from '../finding';
import { fileRule } from '../rule';

/** What each kind of line that corosync 3 refuses is called; the daemon's own words are on the rule's page. */
const offences: Record<CorosyncProblem | SectionProblem, string> = {
  'no-colon-or-brace': 'This line is neither "key: value" nor "section {" nor "}"',
  'text-after-brace': 'Nothing may follow "{" on its line, not even a comment',
  'text-beside-close': '"}" must stand alone on its line, without a comment',
  'no-section-name': 'The name of the section is missing before "{"',
  'empty-key': 'The key is missing before ":"',
  'invalid-key': 'A key is made of letters, digits and . _ / : - only',
  'line-too-long': 'This line is longer than the 510 bytes corosync reads',
  'invalid-section-name': 'The name of a section with keys is made of letters, digits and . _ / : - only',
  'section-not-closed': 'The closing "}" of this section is missing',
  'close-without-section': 'This "}" closes nothing: there is one too many',
};

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a line or a brace that corosync cannot read',
  *check(document) {
    const [first] = document.blocks;
    if (document.lines.byteOrderMark && first) {
      const message =
        'The file begins with a byte order mark, which corosync takes for a part of the first word: it does not start';
      yield { span: { ...lineSpan(first, 0), start: 0 }, message, fatal: true };
    }
    for (const block of document.blocks) {
      for (const [number, line] of block.lines.entries()) {
        // Inside a section a pair without a key is stored nowhere, and corosync does not mind.
        const problem = line.problems?.find(({ code }) => code !== 'empty-key');
        if (problem) yield inLine(block, number, problem);
      }
      for (const { key, keySpan } of pairsOutside(block))
        if (key === '') yield report('empty-key', lineSpan(block, keySpan.line));
      for (const { code, span } of sectionNameProblems(block)) yield report(code, span);
    }
    for (const { code, span } of braceProblems(document)) yield report(code, span, () => mendBrace(code, span));
  },
});

function inLine(block: Block<CorosyncLine>, number: number, problem: Problem): Report {
  const { code, start, end } = problem;
  const line = lineSpan(block, number);
  return report(code as CorosyncProblem, { block, line: number, start, end }, () =>
    mendLine(block.lines[number] as CorosyncLine, line),
  );
}

function report(code: CorosyncProblem | SectionProblem, span: Span, fixes?: () => Fix[]): Report {
  return { span, message: `${offences[code]}: corosync does not start`, fatal: true, ...(fixes && { fixes }) };
}

/** Lines whose meaning is plain are put the way the daemon reads them. */
function mendLine({ text, problems }: CorosyncLine, line: Span): Fix[] {
  const written = text.trim();
  const spread = (title: string, lines: readonly string[]): Fix[] => [
    { title, safe: true, edits: spreadOver(line, text, lines) },
  ];
  const assignment = /^([\w.-]+)\s*=\s*(.*)$/.exec(written);
  if (assignment && problems?.[0]?.code === 'no-colon-or-brace')
    return spread('Write ":" for "="', [`${assignment[1]}: ${assignment[2]}`]);
  const foreign = /^(?:;|\/\/)\s*(.*)$/.exec(written);
  if (foreign) return spread('Make it a comment with "#"', [`# ${foreign[1]}`]);
  const commented = /^([^{}#]*\{|\})\s*(#.*)$/.exec(written);
  if (commented)
    return spread('Put the comment on a line of its own', [commented[2] as string, commented[1] as string]);
  const squeezed = /^([^{}:]+\{)\s*([\w.-]+\s*:[^{}:]*?)\s*(\}?)$/.exec(written);
  if (squeezed)
    return spread('Spread the section over lines', [
      squeezed[1] as string,
      `  ${squeezed[2]}`,
      ...(squeezed[3] ? ['}'] : []),
    ]);
  return [];
}

function spreadOver(line: Span, text: string, lines: readonly string[]): Edit[] {
  const indent = text.slice(0, line.start);
  return [replace({ ...line, end: text.length }, lines.join(`\n${indent}`))];
}

/** Where a brace belongs is a guess, so neither of these is safe. */
function mendBrace(code: SectionProblem, span: Span): Fix[] {
  if (code === 'close-without-section')
    return [{ title: 'Delete the surplus "}"', safe: false, edits: [deleteLine(span)] }];
  const lines = span.block.lines as readonly CorosyncLine[];
  const last = lines.findLastIndex((line) => line.kind !== 'blank' && line.kind !== 'comment');
  const indent = (lines[span.line]?.text ?? '').slice(0, span.start);
  const behind = lines[last]?.text ?? '';
  const place = { block: span.block, line: last, start: 0, end: behind.length };
  const deeper = behind.length - behind.trimStart().length;
  const edit =
    deeper === indent.length ? insertAfter(place, '}') : replace({ ...place, start: behind.length }, `\n${indent}}`);
  return [{ title: 'Close the section at the end of its lines', safe: false, edits: [edit] }];
}
