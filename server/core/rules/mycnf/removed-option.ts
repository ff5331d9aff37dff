import type { Removal } from '../../model/option-knowledge';
import { nameOfTarget, type OptionLine } from '../../model/option-lines';
import { lineSpan } from '../../syntax/tree';
import { type Edit, type Fix, replace } from '../finding';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'an option that the server no longer has',
  *check(option) {
    const removal = removalOf(option);
    if (!removal) return;
    const { since, fatal, replacement } = removal;
    const outcome = fatal ? 'the server does not start' : 'it is accepted and does nothing';
    yield {
      span: option.nameSpan,
      severity: fatal ? 'error' : 'warning',
      message: `${option.resolution.name} is gone since ${nameOfTarget({ ...option.target, series: since })}: ${outcome}${replacement === undefined ? '' : `; its successor is ${replacement}`}`,
      ...(fatal && { fatal: true as const }),
      fixes: () => fixes(option, fatal, replacement),
    };
  },
});

function removalOf({ resolution, target, isKnown, knowledge }: OptionLine): Removal | undefined {
  if (target.product === undefined || !isKnown) return undefined;
  const removal = knowledge.removalOf(resolution.name);
  return removal?.fatal && resolution.loose ? undefined : removal;
}

/** A line that does nothing may go; where the server refuses it, its author still meant something. */
function fixes(option: OptionLine, fatal: boolean, replacement: string | undefined): Fix[] {
  const line = lineSpan(option.nameSpan.block, option.nameSpan.line);
  const commented: Fix = {
    title: 'Make the line a comment',
    safe: !fatal,
    edits: [replace({ ...line, end: line.start }, '#')],
  };
  const edits = replacement === undefined ? undefined : withSuccessor(option, replacement);
  return edits && replacement !== undefined
    ? [{ title: `Use ${replacement}`, safe: false, edits }, commented]
    : [commented];
}

/** The successor with a value that means the same, where that can be told. */
function withSuccessor(option: OptionLine, replacement: string): Edit[] | undefined {
  if (!/^\w+$/.test(replacement)) return undefined;
  const renamed = replace(option.nameSpan, replacement);
  if (option.resolution.name !== 'expire_logs_days') return [renamed];
  const days = /^\d+$/.test(option.value ?? '') ? BigInt(option.value as string) : undefined;
  const edit = days === undefined ? undefined : setValue(option, String(days * 86_400n));
  return edit && [renamed, edit];
}
