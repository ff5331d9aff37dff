import { type Edit, type Finding, insertBefore } from './finding';
import { type Block, type Document, perBlock } from '../syntax/tree';

const comment =
  /(?:#|;|--|\/\/)\s*quorate-ignore(-file)?\s+([\w-]+\/[\w-]+(?:\s*,\s*[\w-]+\/[\w-]+)*)\s*(?::\s*(.*\S))?/;

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

const inBlock = perBlock((block: Block) => block.lines.flatMap((line) => readSuppression(line.text) ?? []));

const inFile = new WeakMap<Document, { readonly version: number; readonly rules: ReadonlySet<string> }>();

/** The rules that a file silences as a whole, looked for once per version: a file may have thousands of blocks and findings. */
function suppressedInFile(document: Document): ReadonlySet<string> {
  let known = inFile.get(document);
  if (known?.version !== document.version) {
    const found = document.blocks.flatMap((block) => inBlock(block)).filter(({ wholeFile }) => wholeFile);
    known = { version: document.version, rules: new Set(found.flatMap(({ rules }) => rules)) };
    inFile.set(document, known);
  }
  return known.rules;
}

/** Whether a comment on the line, on the line above or for the whole file silences a rule there. */
export function isSuppressed(document: Document, rule: string, line: number): boolean {
  for (const at of [line, line - 1, beforeStatement(document, line)]) {
    const found = at < 0 ? undefined : readSuppression(document.lines.line(at));
    if (found && !found.wholeFile && found.rules.includes(rule)) return true;
  }
  return suppressedInFile(document).has(rule);
}

/** The line above a statement of the crm shell, within which no comment may stand; above any other line itself. */
function beforeStatement(document: Document, line: number): number {
  const place = document.language === 'crm' ? document.blockAt(line) : undefined;
  return line - (place?.line ?? 0) - 1;
}

/** A comment on the line above that silences a finding, with room for the reason. */
export function suppressionEdit({ rule, span, document }: Finding): Edit {
  const text = `quorate-ignore ${rule}: reason`;
  if (document.language === 'cib') return insertBefore(span, `<!-- ${text} -->`);
  return insertBefore(document.language === 'crm' ? { ...span, line: 0 } : span, `# ${text}`);
}
