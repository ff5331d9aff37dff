import { type OptionLine, outcomeOf } from '../../model/option-lines';
import { readInteger, writeInteger } from '../../model/option-numbers';
import { refusalOf } from '../../model/option-values';
import { semicolonComment } from '../../model/semicolon-comment';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a number that the server cannot read',
  *check(option) {
    const { value, valueSpan, facts } = option;
    if (!valueSpan || value === undefined || refusalOf(option) !== 'number' || semicolonComment(option)) return;
    const { isFatal, severity, does } = outcomeOf(option);
    const form =
      facts[0]?.type === 'double'
        ? 'digits with a decimal point'
        : 'digits and at most one letter of K, M, G, T, P, E right behind them, no minus';
    yield {
      span: value === '' ? { ...valueSpan, start: option.nameSpan.start } : valueSpan,
      message: `"${value}" is no number (${form}): the server ${does}`,
      severity,
      ...(isFatal && { fatal: true as const }),
      fixes: () => fixes(option, value),
    };
  },
});

/** What a slip plainly means: a blank before the suffix, a fraction of it, bytes spelled out, a hexadecimal number. */
function fixes(option: OptionLine, value: string): Fix[] {
  const meant = meaningOf(value);
  const edit = meant === undefined ? undefined : setValue(option, meant);
  return edit ? [{ title: `Write ${meant}`, safe: true, edits: [edit] }] : [];
}

function meaningOf(value: string): string | undefined {
  const spaced = /^(\d+)\s+([kmgtpe])(i?b)?$/i.exec(value);
  if (spaced) return `${spaced[1]}${spaced[2]}`;
  const bytes = /^(\d+)\s*(b|bytes?)$/i.exec(value);
  if (bytes) return bytes[1];
  if (/^0x[0-9a-f]+$/i.test(value)) return String(BigInt(value));
  const fraction = /^(\d+)\.(\d+)\s*([kmgtpe])(i?b)?$/i.exec(value);
  if (!fraction) return undefined;
  const [, whole = '', decimals = '', letter = ''] = fraction;
  const scaled = BigInt(whole + decimals) * (readInteger(`1${letter}`) as bigint);
  const scale = 10n ** BigInt(decimals.length);
  return scaled % scale === 0n ? writeInteger(scaled / scale) : undefined;
}
