/** Control characters and those that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- these are the characters to find
const treacherous = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Shows control characters as escapes, because a message cites values and file names that anybody may have written. */
export function visible(text: string): string {
  return text.replace(treacherous, (char) => '\\u' + char.charCodeAt(0).toString(16).padStart(4, '0'));
}
