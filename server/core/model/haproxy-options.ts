import type { HaproxyWord } from '../syntax/haproxy-words';

/** What a catalogue says of one option of a `server` or `bind` line. */
export interface KnownOption {
  readonly known: boolean;
  readonly argument: 'none' | 'required' | 'optional';
}

/**
 * The first word of a list of options that is neither an option nor an argument of one. What follows it is not
 * looked at, because HAProxy stops there as well; nor is what follows a word that the environment may turn into
 * several.
 */
export function firstUnknownOption(
  words: readonly HaproxyWord[],
  ask: (name: string) => KnownOption,
): HaproxyWord | undefined {
  for (let at = 0; at < words.length; at++) {
    const option = words[at] as HaproxyWord;
    if (option.expanded) return undefined;
    const { known, argument } = ask(option.text);
    if (!known) return option;
    const next = words[at + 1];
    const isArgument = argument !== 'none' && next && !ask(next.text).known;
    if (argument === 'required' || isArgument) at++;
    // The only option with more than one argument: `source <address> usesrc <address>` or `... interface <name>`.
    if (option.text === 'source' && /^(usesrc|interface)$/.test(words[at + 1]?.text ?? '')) at += 2;
  }
  return undefined;
}
