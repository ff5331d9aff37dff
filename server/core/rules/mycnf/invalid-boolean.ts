import { readsValue } from '../../model/option-lines';
import { isPlaceholder } from '../../model/placeholder';
import { semicolonComment } from '../../model/semicolon-comment';
import type { Edit, Fix } from '../finding';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

const readable = /^(on|true|1|off|false|0)$/i;
const affirmative = /^(y|yes|t|enabled?|active|-1|2)$/i;
const negative = /^(n|no|f|none|disabled?|inactive|)$/i;

export default optionRule({
  severity: 'error',
  summary: 'a value that is no boolean, which turns the option off',
  *check(option) {
    const { value, valueSpan, facts } = option;
    if (value === undefined || !valueSpan || readable.test(value) || semicolonComment(option)) return;
    if (
      !readsValue(option) ||
      isPlaceholder(value) ||
      facts.length === 0 ||
      facts.some(({ type }) => type !== 'boolean')
    )
      return;
    // Where the words mean no, what the server makes of them is what was meant.
    const isMeant = negative.test(value);
    const span = value === '' ? { ...valueSpan, start: option.nameSpan.start } : valueSpan;
    yield {
      span,
      severity: isMeant ? 'warning' : 'error',
      message: `"${value}" is no boolean: the servers read ON, TRUE and 1, or OFF, FALSE and 0, and take everything else for OFF with no more than a line in the log`,
      fixes: () => fixes(value, (word) => setValue(option, word)),
    };
  },
});

function fixes(value: string, set: (word: string) => Edit | undefined): Fix[] {
  const words = affirmative.test(value) ? ['ON'] : negative.test(value) && value !== '' ? ['OFF'] : ['ON', 'OFF'];
  return words.flatMap((word) => {
    const edit = set(word);
    return edit ? [{ title: `Write ${word}`, safe: words.length === 1, edits: [edit] }] : [];
  });
}
