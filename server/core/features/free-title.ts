/** A title that nothing else has: the second `bind` of a section is `bind (2)`. */
export function freeTitle(title: string, isTaken: (title: string) => boolean): string {
  let number = 1;
  const numbered = (): string => (number === 1 ? title : `${title} (${number})`);
  while (isTaken(numbered())) number++;
  return numbered();
}
