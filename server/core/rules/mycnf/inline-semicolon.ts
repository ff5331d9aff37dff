import { optionLines, outcomeOf } from '../../model/option-lines';
import { refusalOf } from '../../model/option-values';
import { semicolonComment } from '../../model/semicolon-comment';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a comment or an end of statement behind ";", which the servers take for a part of the value',
  *check(block, scope) {
    for (const option of optionLines(block, scope)) {
      const comment = semicolonComment(option);
      // A line that is no option as a whole, such as a pasted SQL statement, is an unknown option.
      if (!comment || (option.valueSpan && option.resolution.known === 'no')) continue;
      // The character set with its comment is one that does not exist, which a rule about the host says.
      if (/^(character_set_(server|filesystem)|collation_server)$/.test(option.resolution.name)) continue;
      const { span, meant } = comment;
      const isBare = option.valueSpan === undefined;
      const text = spanText(span);
      const isFatal =
        (isBare && !option.resolution.loose) || (refusalOf(option) !== undefined && outcomeOf(option).isFatal);
      yield {
        span,
        message: isBare
          ? `";" begins a comment at the start of a line only: the server takes "${option.written}" for the name of an option${isFatal ? ' and does not start' : ''}`
          : `";" begins a comment at the start of a line only: the value of this option is "${option.value ?? ''}", not "${meant}"${isFatal ? ', and the server does not start' : ''}`,
        ...(isFatal && { fatal: true as const }),
        fixes: () =>
          text === ';'
            ? [{ title: 'Remove the ";"', safe: true, edits: [replace(span, '')] }]
            : [
                {
                  title: 'Begin the comment with "#"',
                  safe: true,
                  edits: [replace({ ...span, end: span.start + 1 }, '#')],
                },
              ],
      };
    }
  },
});
