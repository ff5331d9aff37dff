import { type CrmStatement, type CrmStatementWord, crmWords, levelled } from './crm';
import { remember } from './memo';
import type { Block, Document } from './tree';

/** Whether a shell script speaks to Pacemaker through the crm shell. */
export function callsCrm(text: string): boolean {
  return /(?:^|[;&|(\s])(?:\/usr\/sbin\/)?crm(?:\s+-\S+)*\s+(?:configure|resource)\b/m.test(text);
}

/**
 * The statements that a shell script gives to the crm shell: `crm configure primitive ...` and the here-documents of
 * `crm configure`. Words with a variable of the shell in them are marked so.
 */
export function crmInScript(document: Document): readonly CrmStatement[] {
  return document.blocks.flatMap((block) => inBlock(block));
}

const inBlock = remember((block: Block): readonly CrmStatement[] => {
  const found: CrmStatement[] = [];
  for (let line = 0; line < block.lines.length; line++) {
    const text = textOf(block, line);
    if (/^\s*#/.test(text)) continue;
    const match = /^(.*?(?:^|[;&|(\s]))(?:\/usr\/sbin\/)?crm((?:\s+-\S+)*)\s+(configure|resource)\b/.exec(text);
    if (!match || !isCommandStart(match[1] as string)) continue;
    const document = /<<-?\s*(['"\\]?)(\w+)['"]?/.exec(text);
    if (document) {
      line = hereDocument(block, line + 1, document[2] as string, document[1] === '', found);
      continue;
    }
    const words: CrmStatementWord[] = [];
    let start = match[0].length - (match[3] as string).length;
    for (; ; line++, start = 0) {
      const { end, continues } = endOf(textOf(block, line), start);
      words.push(...placed(block, line, start, end, true));
      if (!continues || line + 1 >= block.lines.length) break;
    }
    const statement = levelled(words);
    if (statement) found.push(statement);
  }
  return found;
});

/** What may stand before a command on its line. */
function isCommandStart(before: string): boolean {
  return /(^|[;&|(]|\b(sudo|then|do|else|exec|time))\s*$/.test(before);
}

function hereDocument(block: Block, from: number, mark: string, isExpanded: boolean, found: CrmStatement[]): number {
  let words: CrmStatementWord[] = [];
  for (let line = from; line < block.lines.length; line++) {
    const text = textOf(block, line);
    if (text.trim() === mark) return line;
    if (words.length === 0 && /^\s*#/.test(text)) continue;
    const end = text.trimEnd().length;
    const continues = text[end - 1] === '\\';
    words.push(...placed(block, line, 0, continues ? end - 1 : end, isExpanded));
    if (continues) continue;
    const statement = levelled(words);
    if (statement) found.push(statement);
    words = [];
  }
  return block.lines.length;
}

function placed(block: Block, line: number, start: number, end: number, inShell: boolean): CrmStatementWord[] {
  return crmWords(textOf(block, line), start, end, inShell).map((word) => ({ ...word, block, line }));
}

/** Where a shell command ends on its line: at an operator of the shell, a comment, or a backslash that continues it. */
function endOf(text: string, start: number): { readonly end: number; readonly continues: boolean } {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === quote) quote = '';
    else if (quote !== '') {
      if (sign === '\\' && quote === '"') at++;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '\\') {
      if (text.slice(at + 1).trim() === '') return { end: at, continues: true };
      at++;
    } else if (/[;&|<>)]/.test(sign) || (sign === '#' && /\s/.test(text.charAt(at - 1)))) {
      return { end: at, continues: false };
    }
  }
  return { end: text.length, continues: false };
}

function textOf(block: Block, line: number): string {
  return block.lines[line]?.text ?? '';
}
