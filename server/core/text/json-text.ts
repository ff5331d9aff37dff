/** JSON for people: one line a member, but lists of texts on one line. */
export function jsonText(value: unknown): string {
  const listOfTexts = /\[\s+("(?:[^"\\\n]|\\.)*"(?:,\s+"(?:[^"\\\n]|\\.)*")*)\s+\]/g;
  const joined = (_: string, texts: string): string => `[${texts.replace(/,\n\s+/g, ', ')}]`;
  return JSON.stringify(value, undefined, 2).replace(listOfTexts, joined) + '\n';
}
