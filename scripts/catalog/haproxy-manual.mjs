// Reads the grammar, and nothing else, out of HAProxy's configuration manual (doc/configuration.txt, which
// Debian ships gzipped in /usr/share/doc/haproxy).

/** Chapters by the place their keywords are written at; the titles outlive their numbers. */
const chapterPlaces = [
  [/^process management|^performance tuning|^debugging$|^httpclient tuning/i, 'global'],
  [/^alphabetically sorted keywords/i, 'proxy'],
  [/^alphabetically sorted actions/i, 'action'],
  [/^bind options/i, 'bind'],
  [/^server and default-server options/i, 'server'],
  [/^the resolvers section/i, 'resolvers'],
  [/^cache section/i, 'cache'],
  [/^fcgi-app section/i, 'fcgi-app'],
  [/^peers/i, 'peers'],
  [/^userlists/i, 'userlist'],
  [/^mailers/i, 'mailers'],
  [/^programs/i, 'program'],
  [/^http-errors/i, 'http-errors'],
  [/^rings/i, 'ring'],
  [/^log forwarding/i, 'log-forward'],
  [/^log[ -]profiles?/i, 'log-profile'],
  [/^traces/i, 'traces'],
  [/^certificate storage/i, 'crt-store'],
  [/^load options/i, 'load'],
  [/^acme/i, 'acme'],
  [/^healthchecks?/i, 'healthcheck'],
];

/** Grammar goes on where a line is indented deeper than any description and looks like grammar. */
const continuation = /^ {4,}(?:[\w-]+ )?[[{<(|]/;

/** A line of prose that a paragraph happened to begin at the margin. */
const prose = /:$|(?<!\.\.)\.$|[.,] [A-Z]/;

/**
 * The grammar lines of a manual. Descriptions are indented and grammar is not, which is all the structure the
 * manual has: an entry is a run of lines at the margin, some of them continued, then an indented line.
 * @param {string} text doc/configuration.txt
 * @returns {{ place: string, forms: string[], deprecated: boolean }[]}
 */
export function readManual(text) {
  const lines = text.split('\n');
  const entries = [];
  let place;
  for (let at = 0; at < lines.length; at++) {
    const heading = /^\d+(?:\.\d+)*\.? +(\S.*)$/.exec(lines[at]);
    if (heading && /^-{3,}$/.test(lines[at + 1] ?? '')) {
      place = chapterPlaces.find(([title]) => title.test(heading[1]))?.[1];
      continue;
    }
    if (!place || !/^[a-z0-9]/.test(lines[at])) continue;
    const forms = [];
    for (; /^[a-z0-9]/.test(lines[at]); at++) {
      let form = lines[at];
      while (!isBalanced(form) || continuation.test(lines[at + 1])) form += ` ${lines[++at].trim()}`;
      forms.push(form);
    }
    const described = [lines[at], lines[at + 1]].some((line) => /^ {1,3}\S/.test(line ?? ''));
    if (!described || forms.some((form) => prose.test(form))) continue;
    entries.push({
      place,
      forms: forms.map((form) => form.replace('(deprecated)', '').replace(/\s+/g, ' ').trim()),
      deprecated: forms.some((form) => form.includes('(deprecated)')),
    });
  }
  return entries;
}

function isBalanced(form) {
  const count = (character) => form.split(character).length;
  // Slips of the manual itself, such as a missing '>', must not swallow the description.
  return count('[') <= count(']') && count('{') <= count('}');
}
