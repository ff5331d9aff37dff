// Finds the keywords a haproxy knows in each section, and what it shows of their arguments.
import { askLine, knownWords, passesAnything, verdictOf } from './haproxy-probe.mjs';
import { lineOf as sampleLine, proxySamples } from './haproxy-samples.mjs';

export const proxySections = ['defaults', 'frontend', 'listen', 'backend'];

/** Keywords that take an action. */
export const ruleSets = [
  ...['http-request', 'http-response', 'http-after-response', 'quic-initial'],
  ...['tcp-request connection', 'tcp-request content', 'tcp-request session', 'tcp-response content'],
];

/** Keywords that only a further word completes. */
const families = new Set([
  ...['option', 'timeout', 'stats', 'monitor', 'capture', 'capture request', 'capture response', 'declare'],
  ...['http-check', 'tcp-check', 'tcp-request', 'tcp-response', 'email-alert', 'external-check', 'persist'],
  ...['rate-limit', 'stick', 'compression'],
]);

/** In the global section all but one of them are whole. */
function isFamily(word, place) {
  return families.has(word) && (place !== 'global' || word === 'stats');
}

/**
 * @param {import('./haproxy-release.mjs').Asked} asked
 * @returns {Map<string, Map<string, object>>} facts by keyword and section
 */
export function collectKeywords(asked) {
  const keywords = new Map();
  const add = (name, section, fact) => keywords.set(name, (keywords.get(name) ?? new Map()).set(section, fact));
  const forms = formsOf(asked.manual);
  for (const section of asked.sections.filter((name) => !proxySections.includes(name))) {
    for (const name of knownKeywords(asked, section, section)) {
      const fact = factInSection(asked, section, name, forms.get(`${section} ${name}`));
      if (fact) add(name, section, fact);
    }
  }
  // A listen section is a frontend and a backend at once, so it knows every word of both.
  for (const name of knownKeywords(asked, 'listen', 'proxy')) {
    for (const [section, fact] of factsInProxies(asked, name, forms.get(`proxy ${name}`))) add(name, section, fact);
  }
  // What a build leaves out (QUIC, device detection, compression libraries) is in the manual all the same.
  for (const [key, { form, deprecated }] of forms) {
    const [, name] = /^global ([a-z0-9][\w.-]*)$/.exec(key) ?? [];
    if (name && !keywords.get(name)?.has('global')) {
      add(name, 'global', { kind: 'accepted', ...(form && { form }), ...(deprecated && { deprecated }) });
    }
  }
  return keywords;
}

function factInSection(asked, section, name, manual) {
  const opening = openingOf(asked, section);
  const verdict = verdictOf(askLine(asked.check, opening, sampleLine(name, '')));
  if (verdict.kind === 'elsewhere') return undefined;
  return verdict.kind === 'removed' ? verdict : { ...verdict, ...describe(asked, opening, name, '', manual) };
}

/** Facts by proxy section; the arguments are tried where the keyword has an effect. */
function factsInProxies(asked, name, manual) {
  const sample = proxySamples[name] ?? '';
  const ask = (opening) => askLine(asked.check, opening, sampleLine(name, sample));
  const taken = proxySections
    .map((section) => ({ section, verdict: verdictOf(ask(openingOf(asked, section))) }))
    .filter(({ verdict }) => verdict.kind !== 'elsewhere');
  const home = taken.find(({ verdict }) => verdict.kind === 'accepted') ?? taken[0];
  if (!home) return [];
  if (taken.some(({ verdict }) => verdict.kind === 'removed'))
    return taken.map(({ section, verdict }) => [section, verdict]);
  const described = describe(asked, openingOf(asked, home.section), name, sample, manual);
  const inDefaults = taken.some(({ section }) => section === 'defaults');
  const named = inDefaults && ask(`${asked.preamble}\ndefaults\nmode http`).refused;
  return taken.map(({ section, verdict }) => [section, { ...verdict, ...described, ...(named && { named }) }]);
}

function openingOf({ preamble }, section) {
  if (section === 'global') return preamble;
  const mode = proxySections.includes(section) ? '\nmode http' : '';
  const name = section === 'traces' || section === 'namespace_list' ? '' : ' probe';
  return `${preamble}\n${section}${name}${mode}`;
}

/** The keywords of a section: its first words, and further words where those make families. */
function knownKeywords(asked, section, place) {
  const { check, manual, listing, before, sections, programWords } = asked;
  const opening = openingOf(asked, section);
  const names = new Set([
    ...manual
      .filter((entry) => entry.place === place)
      .flatMap(({ forms }) => forms.map((form) => keywordOf(form, place))),
    ...before.keywordsOf(section),
    ...(listing[place] ?? []),
    ...(place === 'proxy' ? Object.keys(proxySamples) : []),
  ]);
  const firsts = new Set([...names].map((name) => name.split(' ')[0]));
  // One error ends the parsing of some sections, where a sweep would need a run for each word.
  if (check(`${opening}\nquorate-one\nquorate-two\n`).includes('quorate-two'))
    programWords.forEach((word) => firsts.add(word));
  const isKeyword = (word) => /^[a-z0-9][\w.-]*$/.test(word) && !['no', 'default', ...sections].includes(word);
  const found = knownWords(check, opening, (word) => word, [...firsts].filter(isKeyword));
  const keywords = found.flatMap((word) => (isFamily(word, place) ? membersOf(asked, opening, word, names) : [word]));
  asked.log(`${section}: ${keywords.length} keywords`);
  return keywords;
}

/** Second words of a family, and third ones where the second makes a family again. */
function membersOf(asked, opening, family, names) {
  const prefix = `${family} `;
  const members = [...names]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).split(' ')[0]);
  const swept = ['option', 'timeout', 'stats'].includes(family) ? asked.programWords : [];
  const words = [...new Set([...members, ...swept])];
  const inner = words.filter((word) => families.has(prefix + word));
  const last = words.filter((word) => !families.has(prefix + word));
  const lineOf = (word) => prefix + word;
  // A ring takes any timeout, though only two of them mean something to it.
  const known = passesAnything(asked.check, opening, lineOf) ? members : knownWords(asked.check, opening, lineOf, last);
  return [...known.map(lineOf), ...inner.flatMap((word) => membersOf(asked, opening, prefix + word, names))];
}

/** The keyword that a line of grammar speaks of, parentheses cut off. */
function keywordOf(form, place) {
  const words = form.replace(/^no /, '').split(' ');
  let length = 1;
  while (isFamily(words.slice(0, length).join(' '), place) && /^[a-z]/.test(words[length] ?? '')) length++;
  return words.slice(0, length).join(' ').replace(/\(.*$/, '');
}

/** Grammar behind a keyword, by 'place name'. */
function formsOf(manual) {
  const forms = new Map();
  for (const { place, forms: lines, deprecated } of manual) {
    for (const line of lines.filter((each) => !each.startsWith('no '))) {
      const name = keywordOf(line, place);
      // Up to 2.8 the actions stand among the keywords.
      if (ruleSets.includes(name) && !line.startsWith(`${name} <`)) continue;
      const key = `${place} ${name}`;
      const rest = line.slice(name.length).replace(/^ /, '');
      const known = forms.get(key);
      if (known) known.form += `\n${rest}`;
      else forms.set(key, { form: rest, deprecated });
    }
  }
  return forms;
}

const surplusWords = ['quorate-0', 'quorate-1', 'quorate-2', 'quorate-3'];

/** Number and type of arguments, negation and deprecation, as far as the daemon shows them. */
function describe({ check }, opening, name, sample, manual) {
  const ask = (value) => askLine(check, opening, sampleLine(name, value));
  const words = sample === '' ? [] : sample.split(' ');
  const surplus = ask([...words, ...surplusWords].join(' ')).messages.join();
  const tooMany = /cannot handle unexpected argument '(quorate-\d)'/.exec(surplus);
  const max = tooMany ? words.length + surplusWords.indexOf(tooMany[1]) : undefined;
  const isSingle = max === 1 || /^<[^<>]*>$/.test(manual?.form ?? '');
  const needsOne = isSingle && ask('').refused;
  const isCounted = max !== undefined && (max === 0 || needsOne || !ask('').refused);
  const isDeprecated = manual?.deprecated || /deprecated/.test(ask(sample).messages.join());
  return {
    ...(manual?.form && { form: manual.form }),
    ...(isCounted && { min: needsOne ? 1 : 0, max }),
    ...(isSingle && typeOf((value) => !ask(value).refused)),
    ...(!askLine(check, opening, `no ${name}`).refused && { negatable: true }),
    ...(isDeprecated && { deprecated: true }),
  };
}

/** The type of a single argument, where the daemon refuses what is not of it. */
function typeOf(accepts) {
  if (accepts('word') || !accepts('1000')) return {};
  const [seconds, kilo] = [accepts('1000s'), accepts('1000k')];
  if (seconds !== kilo) return { argument: seconds ? 'time' : 'size' };
  return seconds ? {} : { argument: 'integer' };
}
