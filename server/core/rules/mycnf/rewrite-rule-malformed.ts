import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import type { OptionLine } from '../../model/option-lines';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a rewrite rule of replication that is not FROM->TO',
  *check(option) {
    const { value, valueSpan, nameSpan, resolution } = option;
    if (resolution.name !== 'replicate_rewrite_db' || value === undefined) return;
    const [from, to] = value.split('->', 2).map((name) => name.trim());
    if (from && to) return;
    yield {
      span: value === '' ? nameSpan : (valueSpan ?? nameSpan),
      message: `replicate_rewrite_db wants FROM->TO, the name on the source and the one on this host: the server does not start with "${value}"`,
      fatal: true,
      fixes: () => fixes(option, value),
    };
  },
});

/** Another sign between two names plainly stands for the arrow. */
function fixes(option: OptionLine, value: string): Fix[] {
  const [, from, to] = /^([\w$]+)\s*(?:=>|=|:|,|-|>|\s)\s*([\w$]+)$/.exec(value) ?? [];
  const edit = from && to ? setValue(option, `${from}->${to}`) : undefined;
  return edit ? [{ title: `Write ${from}->${to}`, safe: true, edits: [edit] }] : [];
}
