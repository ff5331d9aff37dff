import type { HaproxyCatalog } from '../../catalog/haproxy';
import { wordSpan } from '../../syntax/haproxy';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a word on a server line that HAProxy does not know',
  *check({ block, section, statements }, { catalogs: { haproxy }, haproxyRelease: release }) {
    if (!/^(defaults|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const start = firstOption[words[0]?.text ?? ''];
      if (start === undefined || words.slice(0, start).some((word) => word.dynamic)) continue;
      const unknown = firstUnknown(words.slice(start), haproxy, release);
      if (!unknown) continue;
      const span = wordSpan(block, line, unknown);
      const suggestions = haproxy.suggestServerOption(unknown.text, release);
      yield {
        span,
        fatal: true,
        message: `A server line knows no word ${unknown.text}: HAProxy${release === undefined ? '' : ` ${release}`} does not start${didYouMean(suggestions)}`,
        fixes: () => (unknown.quoted ? [] : renamings(span, suggestions)),
      };
    }
  },
});

/** How many words stand before the options. */
const firstOption: Readonly<Record<string, number>> = { server: 3, 'server-template': 4, 'default-server': 1 };

/**
 * The first word that is neither an option nor an argument of one. What follows it is not judged, because HAProxy
 * stops there as well; nor is what follows a word that the environment may turn into several.
 */
function firstUnknown(
  options: readonly HaproxyWord[],
  catalog: HaproxyCatalog,
  release: string | undefined,
): HaproxyWord | undefined {
  for (let at = 0; at < options.length; at++) {
    const option = options[at] as HaproxyWord;
    if (option.dynamic) return undefined;
    const { known, argument } = catalog.serverOption(option.text, release);
    if (!known) return option;
    const next = options[at + 1];
    const isArgument = argument !== 'none' && next && !catalog.serverOption(next.text, release).known;
    if (argument === 'required' || isArgument) at++;
    // The only option with more than one argument: `source <address> usesrc <address>` or `... interface <name>`.
    if (option.text === 'source' && /^(usesrc|interface)$/.test(options[at + 1]?.text ?? '')) at += 2;
  }
  return undefined;
}
