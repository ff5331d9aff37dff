import type { OptionFact } from '../../catalog/options';
import { readsValue } from '../../model/option-lines';
import { isForbiddenNegative, readInteger, refusesNegative, writeInteger } from '../../model/option-numbers';
import { semicolonComment } from '../../model/semicolon-comment';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a number outside the range of its option, which the server changes',
  *check(option) {
    const { value, valueSpan, resolution, facts, target } = option;
    if (value === undefined || !valueSpan || resolution.maximum || !readsValue(option) || semicolonComment(option))
      return;
    const number = value === '' ? undefined : readInteger(value);
    if (number === undefined) return;
    if (facts.length > 0 && facts.every((fact) => fact.type === 'integer' && isForbiddenNegative(number, fact))) {
      if (refusesNegative(target)) return;
      yield {
        span: valueSpan,
        message: `${resolution.name} takes no negative numbers: the server takes another one, the smallest or even the largest it allows, and newer releases of MariaDB do not start`,
      };
      return;
    }
    const limits = new Set(facts.map((fact) => limitFor(number, fact)));
    const [limit] = limits;
    // Releases with different limits all change the value, but only one of them can be named.
    if (limit === undefined || limits.has(undefined)) return;
    const text = /[kmgtpe]/i.test(value) ? writeInteger(limit) : String(limit);
    const edit = limits.size === 1 ? setValue(option, text) : undefined;
    yield {
      span: valueSpan,
      message: `${resolution.name} ${number < limit ? 'begins' : 'ends'} at ${text}: the server takes that in place of ${value} and only says so in its log`,
      fixes: () =>
        edit ? [{ title: `Write ${text}, which is what the server takes`, safe: true, edits: [edit] }] : [],
    };
  },
});

/** The end of the range that a number lies beyond; undefined for one inside it. */
function limitFor(number: bigint, { type, min, max }: OptionFact): bigint | undefined {
  if (type !== 'integer') return undefined;
  if (min !== undefined && number < BigInt(min)) return BigInt(min);
  return max !== undefined && BigInt(max) > 0n && number > BigInt(max) ? BigInt(max) : undefined;
}
