/** A text without the blanks and tabs at its ends. Other white space, such as a no-break space, is text to the programs. */
export function trimBlanks(text: string): string {
  return trimBlanksEnd(text).replace(/^[ \t]+/, '');
}

/** A text without the blanks and tabs at its end. */
export function trimBlanksEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(0, end);
}
