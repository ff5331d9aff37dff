import type { Completion } from './answers';

/** A list nobody reads to its end; an editor that asks again with more letters loses nothing. */
const most = 120;

/**
 * The proposals whose names have the typed letters in their order, those that begin with them first, cut to what a
 * person may look at.
 */
export function narrowed(
  items: readonly Completion[],
  typed: string,
): { readonly items: readonly Completion[]; readonly isIncomplete: boolean } {
  const asked = plain(typed);
  const ranked = items.flatMap((item) => {
    const rank = rankOf(plain(item.label), asked);
    return rank === undefined ? [] : [{ item, rank: rank - (item.isFirst ? 0.5 : 0) }];
  });
  if (ranked.length <= most) return { items: ranked.map(({ item }) => item), isIncomplete: false };
  ranked.sort((a, b) => a.rank - b.rank);
  return { items: ranked.slice(0, most).map(({ item }) => item), isIncomplete: true };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('-', '_');
}

/** 0 for a beginning, 1 for the beginning of a later word, 2 for letters in order. */
function rankOf(name: string, asked: string): number | undefined {
  if (name.startsWith(asked)) return 0;
  if (name.includes(`_${asked}`) || name.includes(` ${asked}`)) return 1;
  let at = 0;
  for (const letter of asked) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 2;
}
