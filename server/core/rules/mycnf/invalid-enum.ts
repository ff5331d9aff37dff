import { type OptionLine, outcomeOf } from '../../model/option-lines';
import { isValue, refusalOf, wordsOf } from '../../model/option-values';
import { semicolonComment } from '../../model/semicolon-comment';
import { closest } from '../../text/closest';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a word that is none of the values of its option',
  *check(option) {
    const { value, valueSpan, resolution } = option;
    if (!valueSpan || value === undefined || refusalOf(option) !== 'word' || semicolonComment(option)) return;
    const { isFatal, severity, does } = outcomeOf(option);
    yield {
      span: valueSpan,
      severity,
      message: `"${value}" is no value of ${resolution.name} (${listed(option)}): the server ${does}`,
      ...(isFatal && { fatal: true as const }),
      fixes: () => fixes(option, value),
    };
  },
});

function listed(option: OptionLine): string {
  if (option.facts[0]?.type === 'flagset') return 'flag=on, flag=off, flag=default, without blanks';
  const words = wordsOf(option);
  return words.length > 8 ? `${words.slice(0, 8).join(', ')}, ...` : words.join(', ');
}

/** The nearest words, where there are such; quotation marks of a word processor go. */
function fixes(option: OptionLine, value: string): Fix[] {
  const values = wordsOf(option);
  const words = value.split(',').map((word) => word.replace(/^["'\s\u2018-\u201f]+|["'\s\u2018-\u201f]+$/g, ''));
  const isFlagset = option.facts[0]?.type === 'flagset';
  const written = words.filter((word) => word !== '');
  const mended = written.map((word) => (isFlagset || isValue(word, values) ? word : closest(word, values)[0]));
  if (mended.some((word) => word === undefined)) return [];
  const text = mended.join(',').replace(/\s*=\s*/g, '=');
  const edit = text === value ? undefined : setValue(option, text);
  return edit ? [{ title: `Write ${text}`, safe: true, edits: [edit] }] : [];
}
