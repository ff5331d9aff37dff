/** Where the parts of a form stand: what is between two blanks outside of brackets. */
export function parametersOf(label: string, name: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let depth = 0;
  let start = -1;
  for (let at = label.startsWith(name) ? name.length : 0; at <= label.length; at++) {
    const character = label[at] ?? ' ';
    if (character === ' ' && (depth === 0 || at === label.length)) {
      if (start >= 0) found.push([start, at]);
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if ('[{<('.includes(character)) depth++;
    else if (']}>)'.includes(character)) depth = Math.max(0, depth - 1);
  }
  return found;
}
