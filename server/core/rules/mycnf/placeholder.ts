import { outcomeOf, readsValue } from '../../model/option-lines';
import { refusalAsWritten } from '../../model/option-values';
import { isPlaceholder } from '../../model/placeholder';
import { optionRule } from '../rule';

const readTypes = new Set(['integer', 'double', 'boolean', 'enum', 'set', 'flagset']);

export default optionRule({
  severity: 'warning',
  summary: 'a placeholder where the server reads a number or a word',
  *check(option) {
    const { value, valueSpan, facts } = option;
    if (value === undefined || !valueSpan || !isPlaceholder(value) || !readsValue(option)) return;
    if (facts.length === 0 || !facts.every(({ type }) => readTypes.has(type))) return;
    const isRefused = refusalAsWritten(option) !== undefined && outcomeOf(option).isFatal;
    yield {
      span: valueSpan,
      ...(isRefused && { fatal: true as const }),
      message: `"${value}" is a placeholder, and no server replaces anything in its option files: something has to put the value in before the server reads this one`,
    };
  },
});
