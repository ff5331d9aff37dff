import { type Edit, type Finding, insertBefore } from './finding';
import { type Block, type Document, type Line, perBlock } from '../syntax/tree';

const comment = /(?:#|;|\/\/)\s*quorate-ignore(-file)?\s+([\w-]+\/[\w-]+(?:\s*,\s*[\w-]+\/[\w-]+)*)\s*(?::\s*(.*\S))?/;

/** A `quorate-ignore` comment: the rules it silences, and the reason somebody gave. */
export interface Suppression {
  readonly wholeFile: boolean;
  readonly rules: readonly string[];
  readonly reason: string | undefined;
}

/** Reads `# quorate-ignore area/rule, area/rule: reason` out of a line; undefined where there is none. */
export function readSuppression(text: string): Suppression | undefined {
  if (!text.includes('quorate-ignore')) return undefined;
  const match = comment.exec(text);
  if (!match) return undefined;
  return { wholeFile: match[1] !== undefined, rules: (match[2] as string).split(/\s*,\s*/), reason: match[3] };
}

const inBlock = perBlock((block: Block<Line>) => block.lines.flatMap((line) => readSuppression(line.text) ?? []));

/** Whether a comment on the line, on the line above or for the whole file silences a rule there. */
export function isSuppressed(document: Document, rule: string, line: number): boolean {
  for (const text of [document.lines.line(line), line > 0 ? document.lines.line(line - 1) : '']) {
    const found = readSuppression(text);
    if (found && !found.wholeFile && found.rules.includes(rule)) return true;
  }
  return document.blocks.some((block) => inBlock(block).some((found) => found.wholeFile && found.rules.includes(rule)));
}

/** A comment on the line above that silences a finding, with room for the reason. */
export function suppressionEdit(finding: Finding): Edit {
  return insertBefore(finding.span, `# quorate-ignore ${finding.rule}: reason`);
}
