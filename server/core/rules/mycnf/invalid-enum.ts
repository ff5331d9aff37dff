import type { OptionFact } from '../../catalog/options';
import { endsStart, type OptionLine, optionLines } from '../../model/option-lines';
import { semicolonComment } from '../../model/semicolon-comment';
import { nearestName } from '../../sources/nearest-name';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a word that is none of the values of its option',
  *check(block, scope) {
    for (const option of optionLines(block, scope)) {
      const { value, valueSpan, resolution, facts } = option;
      if (value === undefined || value === '' || !valueSpan || semicolonComment(option)) continue;
      if (facts.length === 0 || !facts.every((fact) => refuses(fact, value))) continue;
      const values = [...new Set(facts.flatMap((fact) => fact.values ?? []))];
      const isFatal = endsStart(facts);
      yield {
        span: valueSpan,
        message: `"${value}" is no value of ${resolution.name} (${values.slice(0, 8).join(', ')}${values.length > 8 ? ', ...' : ''}): ${isFatal ? 'the server does not start' : 'the server goes on without the plugin'}`,
        ...(isFatal ? { fatal: true as const } : { severity: 'warning' as const }),
        fixes: () => fixes(option, value, values),
      };
    }
  },
});

/** Both servers take a value in any case, by its number, or by a beginning that only one value has. */
function refuses({ type, values }: OptionFact, value: string): boolean {
  if (!values || values.length === 0) return false;
  if (type === 'enum') return !isValue(value, values) && !(/^\d+$/.test(value) && Number(value) < values.length);
  if (type !== 'set' || /^\d+$/.test(value)) return false;
  return !value.split(',').every((word) => isValue(word, values));
}

function isValue(word: string, values: readonly string[]): boolean {
  const lower = word.toLowerCase();
  if (word === '') return false;
  const beginning = values.filter((value) => value.toLowerCase().startsWith(lower));
  return beginning.length === 1 || beginning.some((value) => value.length === word.length);
}

function fixes(option: OptionLine, value: string, values: readonly string[]): Fix[] {
  const words = value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const mended = words.map((word) => (isValue(word, values) ? word : nearestName(word, values)));
  if (mended.some((word) => word === undefined)) return [];
  const text = mended.join(',');
  const edit = setValue(option, text);
  return edit ? [{ title: `Write ${text}`, safe: true, edits: [edit] }] : [];
}
