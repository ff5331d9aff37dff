// Collects what one haproxy accepts, by asking it. Names to ask about come from its own listing (`-dKall`), from its
// manual, from what the catalogue knows of other releases, and on demand from the words in its machine code.
import { collectKeywords, proxySections } from './haproxy-keywords.mjs';
import { readManual } from './haproxy-manual.mjs';
import { collectActions, collectBalance, collectBindOptions, collectServerOptions } from './haproxy-options.mjs';
import { knownWords } from './haproxy-probe.mjs';

/**
 * What the collectors work with: one haproxy, and where names to ask it about come from.
 * @typedef {object} Asked
 * @property {(text: string) => string} check
 * @property {string} preamble a global section that allows what is experimental or deprecated
 * @property {string[]} sections
 * @property {ReturnType<typeof readManual>} manual
 * @property {ReturnType<typeof readListing>} listing
 * @property {object} before the catalogue so far, see asKnown
 * @property {string[]} programWords
 * @property {(line: string) => void} log
 */

/**
 * @param {object} haproxy see haproxy-daemon.mjs
 * @param {object} before the catalogue so far, see haproxy-data.mjs
 * @param {{ sweep: boolean, log: (line: string) => void }} options `sweep` asks about every word in the program
 * @returns what the release accepts, by kind and name, in the form haproxy-data.mjs merges
 */
export function collectRelease(haproxy, before, { sweep, log }) {
  const { check } = haproxy;
  const manual = haproxy.manual === undefined ? [] : readManual(haproxy.manual);
  const programWords = sweep ? haproxy.words() : [];
  const sections = knownSections(check, [
    ...before.names('sections'),
    ...manual.flatMap(sectionNames),
    ...programWords,
  ]);
  log(`sections: ${sections.join(' ')}`);
  const exposing = ['expose-experimental-directives', 'expose-deprecated-directives'];
  const preamble = ['global', ...knownWords(check, 'global', (word) => word, exposing)].join('\n');
  const listing = readListing(haproxy.listing());
  const asked = { check, preamble, sections, manual, listing, before, programWords, log };
  return {
    release: haproxy.release,
    sections: new Map(sections.map((name) => [name, {}])),
    keywords: collectKeywords(asked),
    bindOptions: collectBindOptions(asked),
    serverOptions: collectServerOptions(asked),
    balance: collectBalance(asked),
    actions: collectActions(asked),
  };
}

/** A word is a section's when the daemon takes it outside of all others; `no` and `default` stand before keywords. */
function knownSections(check, words) {
  const candidates = [...new Set(['global', ...proxySections, ...words])];
  const known = knownWords(check, '', (word) => `${word} probe`, candidates);
  return known.filter((word) => !['no', 'default'].includes(word));
}

/** Chapters about a section begin with the grammar of its header. */
function sectionNames({ place, forms }) {
  return [place, forms[0].split(' ')[0]];
}

const optionLine = /^(bind|server) (?:<\S+> )+(?:ssl )?(\S+?)(?: \+(-?\d+))?$/;
const actionLine = /^(?:http|tcp|quic)-\S+ (?:(?:connection|session|content) )?(\S+)$/;

/**
 * The configuration keywords of `-dKall`: words of global sections and proxies, actions (with a `*` where
 * parentheses follow), and options of bind and server lines with whether they take the next word.
 */
function readListing(text) {
  const listing = { global: [], proxy: [], bind: new Map(), server: new Map(), actions: [] };
  const [, configuration = ''] = /^# List of registered configuration keywords:\n([^#]*)/m.exec(text) ?? [];
  let section;
  for (const line of configuration.split('\n')) {
    const keyword = line.trim();
    if (!line.startsWith('\t')) {
      section = keyword;
      continue;
    }
    const option = optionLine.exec(keyword);
    const action = actionLine.exec(keyword);
    if (option) listing[option[1]].set(option[2], option[3] !== undefined);
    else if (action) listing.actions.push(action[1]);
    else if (section === 'global') listing.global.push(keyword);
    else if (section === 'listen') listing.proxy.push(keyword.replace(/ \[.*$/, ''));
  }
  return listing;
}
