import { type Fix, replace } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a value behind an option that takes none',
  *check({ value, valueSpan, nameSpan, resolution, facts }) {
    if (value === undefined || facts.length === 0 || resolution.loose || resolution.negated || resolution.enabled)
      return;
    if (resolution.known !== 'yes' || !facts.every(({ argument }) => argument === 'none')) return;
    yield {
      span: value !== '' && valueSpan ? valueSpan : nameSpan,
      message: `${resolution.name} takes no value: the server does not start, whatever stands behind it`,
      fatal: true,
      fixes: (): Fix[] =>
        valueSpan && valueSpan.line === nameSpan.line
          ? [
              {
                title: 'Delete the value',
                safe: false,
                edits: [replace({ ...nameSpan, start: nameSpan.end, end: valueSpan.end }, '')],
              },
            ]
          : [],
    };
  },
});
