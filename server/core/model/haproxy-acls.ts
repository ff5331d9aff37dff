import type { HaproxyStatement } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';

/** Keywords whose condition was seen to be checked on 2.6. */
const conditional =
  /^(use_backend|use-server|http-request|http-response|http-after-response|tcp-request|tcp-response|redirect|monitor|stick|stats|force-persist|ignore-persist)$/;

/** The names in the condition of a line, with any `!` before them; what stands in braces is an ACL without a name. */
export function aclsAskedBy({ words }: HaproxyStatement): HaproxyWord[] {
  if (!conditional.test(words[0]?.text ?? '')) return [];
  const start = words.findIndex(
    ({ text, quoted }, index) => index > 0 && !quoted && (text === 'if' || text === 'unless'),
  );
  if (start < 0) return [];
  const names: HaproxyWord[] = [];
  let inBraces = false;
  for (const word of words.slice(start + 1)) {
    const { text } = word;
    if (inBraces) inBraces = text !== '}';
    else if (/^!*\{$/.test(text)) inBraces = true;
    else if (!/^(!+|\|\|?|or)$/i.test(text) && !word.expanded) names.push(word);
  }
  return names;
}
