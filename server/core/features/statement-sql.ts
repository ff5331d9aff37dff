import type { SqlCatalog, SqlForm, SqlOption } from '../catalog/sql';
import type { Target } from '../catalog/options';
import { isWord, type SqlToken } from '../syntax/sql';

/** The forms of the statement that these tokens begin, those with the most words in common; none before the first word. */
export function formsOf(tokens: readonly SqlToken[], catalog: SqlCatalog, target: Target): readonly SqlForm[] {
  const begun = catalog
    .forms(target)
    .filter(({ words }) => words.every((word, at) => isWord(tokens[at], word.toLowerCase())));
  const most = Math.max(0, ...begun.map(({ words }) => words.length));
  return begun.filter(({ words }) => words.length === most);
}

/** `MASTER` or `SOURCE` in a statement that points a replica at its source; undefined in any other. */
export function wordingOf(tokens: readonly SqlToken[]): 'MASTER' | 'SOURCE' | undefined {
  const to = tokens.some((token) => isWord(token, 'to'));
  if (!isWord(tokens[0], 'change') || !to) return undefined;
  if (isWord(tokens[1], 'master')) return 'MASTER';
  return isWord(tokens[1], 'replication') && isWord(tokens[2], 'source') ? 'SOURCE' : undefined;
}

/** The option whose value the end of these tokens belongs to; undefined where a name is due. */
export function optionBefore(tokens: readonly SqlToken[], catalog: SqlCatalog, target: Target): SqlOption | undefined {
  const wording = wordingOf(tokens);
  const equals = tokens.findLastIndex(({ text }) => text === '=');
  const name = tokens[equals - 1]?.text.toUpperCase();
  if (!wording || equals < 0 || tokens.slice(equals).some(({ text, kind }) => kind === 'sign' && text === ','))
    return undefined;
  return catalog.options(wording, target).find((option) => option.name === name);
}
