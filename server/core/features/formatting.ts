import { braceProblems, type CorosyncLine } from '../syntax/corosync';
import type { CrmLine } from '../syntax/crm';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import { type MyCnfLine, utf8Length } from '../syntax/mycnf';
import { type Block, type Document, type LanguageId, type Line, perBlock } from '../syntax/tree';
import type { TextEdit } from '../text/lines';
import { formatCib } from './formatting-cib';
import { formatCorosync } from './formatting-corosync';
import { formatCrm, keywordOfLine } from './formatting-crm';
import { formatHaproxy } from './formatting-haproxy';
import { formatKeepalived } from './formatting-keepalived';
import { formatOptions } from './formatting-options';

/**
 * Edits that lay out the lines `from` up to `to`: indentation, blanks around `=` and `:`, blanks at line ends. Words,
 * values, comments and the order of lines stay; lines with something wrong in them, and such that would become too long
 * for their program, stay as they are. What the programs read stays the same.
 *
 * @param indent one step of indentation, blanks or a tab
 */
export function format(document: Document, from: number, to: number, indent: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let start = 0;
  for (const { lines, changes } of stretchesOf(document, indent)) {
    const isWanted = start + lines.length > from && start < to;
    for (const { line, newText } of isWanted ? changes() : []) {
      const at = start + line;
      const end = { line: at, character: (lines[line] as Line).text.length };
      if (at >= from && at < to) edits.push({ range: { start: { line: at, character: 0 }, end }, newText });
    }
    start += lines.length;
  }
  return edits;
}

/** A line of a stretch, counted from its first one, that is to be another. */
interface Change {
  readonly line: number;
  readonly newText: string;
}

/** Lines that are laid out together. */
interface Stretch {
  readonly lines: readonly Line[];
  readonly changes: () => readonly Change[];
}

function stretchesOf(document: Document, indent: string): readonly Stretch[] {
  switch (document.language) {
    case 'mycnf':
    case 'haproxy':
    case 'cib':
    case 'keepalived':
      return document.blocks.map((block) => ({ lines: block.lines, changes: () => changesOf([block], indent) }));
    case 'corosync': {
      // Blocks may be cut in the middle of a section; how deep a line lies cannot be told where braces do not match.
      if (braceProblems(document as unknown as Document<CorosyncLine>).length > 0) return [];
      const lines = document.blocks.flatMap((block) => block.lines);
      const made = (): string[] => formatCorosync(lines as unknown as readonly CorosyncLine[], indent);
      return [{ lines, changes: () => compare(lines, made(), 'corosync') }];
    }
    case 'crm':
      return crmStretches(document as unknown as Document<CrmLine>, indent);
    case 'plain':
      return [];
  }
}

const known = perBlock((): { indent?: string; run?: readonly Block[]; changes?: readonly Change[] } => ({}));

/**
 * The changes of blocks that are laid out together, remembered while they stay as they are: a large file is formatted
 * at every save.
 */
function changesOf(run: readonly [Block, ...Block[]], indent: string): readonly Change[] {
  const [block] = run;
  const last = known(block);
  const isSame = last.run?.length === run.length && run.every((each, index) => each === last.run?.[index]);
  if (last.changes && last.indent === indent && isSame) return last.changes;
  const lines = run.length === 1 ? block.lines : run.flatMap((each) => each.lines);
  last.indent = indent;
  last.run = run;
  last.changes = compare(lines, laidOut(run, indent), block.document.language);
  return last.changes;
}

function laidOut(run: readonly [Block, ...Block[]], indent: string): readonly string[] {
  const [{ document, lines }] = run;
  switch (document.language) {
    case 'mycnf':
      return formatOptions(lines as unknown as readonly MyCnfLine[]);
    case 'cib':
      return formatCib(lines, indent);
    case 'crm':
      return formatCrm(
        run.map((block) => block.lines as unknown as readonly CrmLine[]),
        indent,
      );
    case 'keepalived':
      return formatKeepalived(lines as unknown as readonly KeepalivedLine[], indent);
    default:
      return formatHaproxy(lines as unknown as readonly HaproxyLine[], indent);
  }
}

const keywordOf = perBlock(({ lines }: Block<CrmLine>) => keywordOfLine(lines));

/** Statements one by one, but neighbours of one keyword and one line each together: they may stand in columns. */
function crmStretches({ blocks }: Document<CrmLine>, indent: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let keyword: string | undefined;
  let run: [Block, ...Block[]] | undefined;
  for (const block of blocks) {
    const own = keywordOf(block);
    const plain = block as unknown as Block;
    if (run && own !== undefined && own === keyword) {
      run.push(plain);
      continue;
    }
    const started: [Block, ...Block[]] = [plain];
    stretches.push({
      get lines() {
        return started.length === 1 ? plain.lines : started.flatMap((each) => each.lines);
      },
      changes: () => changesOf(started, indent),
    });
    run = started;
    keyword = own;
  }
  return stretches;
}

function compare(lines: readonly Line[], made: readonly string[], language: LanguageId): Change[] {
  return lines.flatMap(({ text, problems }, line): Change[] => {
    const newText = made[line] ?? text;
    // A carriage return that is data would become part of the line's end where the blanks behind it go.
    const isEnd = newText.endsWith('\r') && !text.endsWith('\r');
    if (problems || newText === text || isEnd || !isShortEnough(newText, text, language)) return [];
    return [{ line, newText }];
  });
}

/** The longest lines that the programs read whole, in bytes, with room for what comes behind. */
const longest: Partial<Record<LanguageId, number>> = { mycnf: 4094, corosync: 510, haproxy: 2000, keepalived: 1000 };

function isShortEnough(newText: string, text: string, language: LanguageId): boolean {
  return newText.length <= text.length || utf8Length(newText) <= (longest[language] ?? Infinity);
}
