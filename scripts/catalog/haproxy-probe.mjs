// Asks a haproxy about single lines. The daemon reports errors by line and goes on, so several lines share a run;
// where it gives up early, the lines it did not reach are asked again.

/** No haproxy knows this word, so what the daemon says of it is what it says of any unknown word. */
const nonsense = 'quorate-nonsense';

/** The daemon stops after 20 errors; the sentinel takes one of them. */
const linesARun = 18;

/**
 * @typedef {object} Answer
 * @property {boolean} refused whether the line is an error
 * @property {string[]} messages what the daemon said of the line, without places
 */

/**
 * What the daemon says of each line, every one asked as a line of its own in a section of that kind.
 * @param {(text: string) => string} check runs `haproxy -c` and returns all it prints
 * @param {string} opening the lines before them; the last ones open the section, e.g. 'frontend probe'
 * @param {readonly string[]} lines
 * @returns {Answer[]} one for each line
 */
export function askLines(check, opening, lines) {
  const answers = [];
  const first = opening.split('\n').length + 1;
  while (answers.length < lines.length) {
    const batch = lines.slice(answers.length, answers.length + linesARun);
    const sentinel = first + batch.length;
    const said = messagesByLine(check(`${[opening, ...batch, nonsense].join('\n')}\n`));
    const reached = said.has(sentinel) ? sentinel - 1 : Math.max(first, ...said.keys());
    for (let line = first; line <= reached; line++) {
      const messages = said.get(line) ?? [];
      answers.push({ refused: messages.some(({ alert }) => alert), messages: messages.map(({ text }) => text) });
    }
  }
  return answers;
}

/** The answer to one line, asked alone. */
export function askLine(check, opening, line) {
  return askLines(check, opening, [line])[0];
}

/** Messages of a `haproxy -c` run by the line they speak of. */
function messagesByLine(report) {
  const byLine = new Map();
  for (const [, level, text] of report.matchAll(/^\[(ALERT|WARNING)\] +\(\d+\) : (.*)$/gm)) {
    const place = /^.*\[[^\]\s]*:(\d+)\]/.exec(text);
    if (!place) continue;
    const line = Number(place[1]);
    const message = text.slice(place[0].length).replace(/^[ :]+/, '');
    byLine.set(line, [...(byLine.get(line) ?? []), { alert: level === 'ALERT', text: message }]);
  }
  return byLine;
}

/**
 * Which of the words the daemon knows at one place of a section: those of which it does not say what it says of
 * a word that cannot exist.
 * @param {(text: string) => string} check
 * @param {string} opening as in askLines
 * @param {(word: string) => string} lineOf the line that puts the word at the place
 * @param {readonly string[]} words
 * @returns {string[]} none where every word passes, see passesAnything
 */
export function knownWords(check, opening, lineOf, words) {
  const unknown = askLine(check, opening, lineOf(nonsense));
  if (unknown.messages.length === 0) return [];
  const refusal = withoutWord(unknown, nonsense);
  const isKnown = (answer, word) => withoutWord(answer, word) !== refusal;
  const answers = askLines(check, opening, words.map(lineOf));
  // A known word may change what the lines after it mean, so each find is asked again alone.
  return words.filter(
    (word, index) => isKnown(answers[index], word) && isKnown(askLine(check, opening, lineOf(word)), word),
  );
}

/** Whether the daemon takes any word at a place of a section, so that it cannot be asked which ones it knows. */
export function passesAnything(check, opening, lineOf) {
  return askLine(check, opening, lineOf(nonsense)).messages.length === 0;
}

/**
 * What was said, without the word itself, guesses at what it was meant to be, and the section, which the daemon
 * sometimes gets wrong. Where known words are listed, one of them may be the word.
 */
function withoutWord({ messages }, word) {
  const text = messages
    .join('\n')
    .replaceAll(/[;,.]? ?did you mean '.*' maybe \?\.?/gi, '')
    .replaceAll(/\.$/gm, '')
    .replaceAll(/ in '[\w-]+' section/g, '');
  if (/\bgot '/.test(text)) return text.replaceAll(/\bgot '.*?'/g, '');
  return text.replaceAll(`'${word}'`, "'?'").replaceAll(` ${word}'`, " ?'");
}

/**
 * How a section takes a line, by what the daemon says of it.
 * @param {Answer} answer
 * @returns {{ kind: 'accepted' | 'ignored' | 'elsewhere' | 'removed', removed?: string }} 'ignored' takes it with
 *   a warning and without effect; 'elsewhere' refuses it because of the section; 'removed' refuses it in every
 *   section, from the release that it may name; a line refused for its arguments counts as accepted
 */
export function verdictOf({ refused, messages }) {
  const text = messages.join('\n');
  // Before the refusals: 3.4.7 adds "unknown option" to options that it says to ignore.
  if (/ignored (because|in )/.test(text)) return { kind: 'ignored' };
  if (!refused) return { kind: 'accepted' };
  if (/not supported any ?more|doesn't exist anymore/.test(text)) {
    const [, removed] = /since HAProxy (?:version )?(\d+\.\d+)/.exec(text) ?? [];
    return { kind: 'removed', ...(removed && { removed }) };
  }
  return { kind: elsewhere.test(text) ? 'elsewhere' : 'accepted' };
}

const elsewhere =
  /not (allowed|available|supported|permitted) (in|because)|only (available|allowed) in|has no (frontend|backend) capability|is not a frontend|only allowed after/;
