// Collects what one haproxy accepts, by asking it. Names to ask about come from its own listing (`-dKall`), from its
// manual, from what the catalogue knows of other releases, and on demand from the words in its machine code.
import { readManual } from './haproxy-manual.mjs';
import { askLine, knownWords, verdictOf } from './haproxy-probe.mjs';
import { lineOf, proxySamples } from './haproxy-samples.mjs';

const proxySections = ['defaults', 'frontend', 'listen', 'backend'];

/** Keywords that only a further word completes. */
const families = new Set([
  ...['option', 'timeout', 'stats', 'monitor', 'capture', 'capture request', 'capture response', 'declare'],
  ...['http-check', 'tcp-check', 'tcp-request', 'tcp-response', 'email-alert', 'external-check', 'persist'],
  ...['rate-limit', 'stick', 'compression'],
]);

/** Keywords that take an action, with an action that decides nothing but where the keyword may stand. */
export const ruleSets = [
  ...['http-request', 'http-response', 'http-after-response', 'quic-initial', 'tcp-request connection'],
  ...['tcp-request content', 'tcp-request session', 'tcp-response content'],
];

const balanceCandidates = [
  ...['roundrobin', 'static-rr', 'leastconn', 'first', 'source', 'uri', 'url_param id', 'hdr(name)'],
  ...['rdp-cookie', 'random', 'hash src', 'sticky', 'log-hash id', 'log-sticky'],
];

/**
 * @param {object} haproxy see haproxy-daemon.mjs
 * @param {object} before the catalogue so far, see haproxy-data.mjs
 * @param {{ sweep: boolean, log: (line: string) => void }} options `sweep` asks about every word in the program
 * @returns what the release accepts, by kind and name, in the form haproxy-data.mjs merges
 */
export function collectRelease(haproxy, before, { sweep, log }) {
  const { check } = haproxy;
  const manual = haproxy.manual === undefined ? [] : readManual(haproxy.manual);
  const listing = readListing(haproxy.listing());
  const programWords = sweep ? haproxy.words() : [];
  const sections = knownWords(check, '', (word) => `${word} probe`, [
    ...new Set([
      'global',
      ...proxySections,
      ...before.names('sections'),
      ...manual.flatMap(sectionNames),
      ...programWords,
    ]),
  ]).filter((word) => !['no', 'default'].includes(word));
  log(`sections: ${sections.join(' ')}`);
  const exposed = knownWords(check, 'global', (word) => word, [
    'expose-experimental-directives',
    'expose-deprecated-directives',
  ]);
  const preamble = ['global', ...exposed].join('\n');
  const asked = { check, preamble, sections, manual, listing, before, programWords, log };
  return {
    release: haproxy.release,
    sections: new Map(sections.map((name) => [name, {}])),
    keywords: collectKeywords(asked),
    bindOptions: collectOptions(asked, 'bind', 'frontend probe', 'bind 127.0.0.1:65001'),
    serverOptions: collectServerOptions(asked),
    balance: new Map(
      balanceCandidates
        .filter((line) => knownWords(check, 'backend probe', (word) => `balance ${word}`, [line]).length > 0)
        .map((line) => [/^[\w-]+/.exec(line)[0], {}]),
    ),
    actions: collectActions(asked),
  };
}

/** Chapters about a section begin with the grammar of its header. */
function sectionNames({ place, forms }) {
  return [place, forms[0].split(' ')[0]];
}

/** The configuration keywords of `-dKall`: global and proxy words, bind and server options, actions. */
function readListing(text) {
  const listing = { global: [], proxy: [], bind: new Map(), server: new Map(), actions: [] };
  const [, configuration = ''] = /^# List of registered configuration keywords:\n([^#]*)/m.exec(text) ?? [];
  let section;
  for (const line of configuration.split('\n')) {
    if (!line.startsWith('\t')) {
      section = line;
      continue;
    }
    const keyword = line.trim();
    const option = /^(bind|server) (?:<\S+> )+(?:ssl )?(\S+?)(?: \+(-?\d+))?$/.exec(keyword);
    const action =
      /^((?:http|tcp|quic)-(?:request|response|after-response|initial)(?: (?:connection|session|content))?) (\S+)$/.exec(
        keyword,
      );
    if (option) listing[option[1]].set(option[2], option[3] !== undefined);
    else if (action) listing.actions.push(action[2]);
    else if (section === 'global') listing.global.push(keyword);
    else if (section === 'listen') listing.proxy.push(keyword.replace(/ \[.*$/, ''));
  }
  return listing;
}

/** The keyword that a line of grammar speaks of, parentheses cut off. */
function keywordOf(form, isGlobal) {
  const words = form.replace(/^no /, '').split(' ');
  let length = 1;
  while (
    !(isGlobal && words[0] !== 'stats') &&
    families.has(words.slice(0, length).join(' ')) &&
    /^[a-z]/.test(words[length] ?? '')
  )
    length++;
  return words.slice(0, length).join(' ').replace(/\(.*$/, '');
}

function collectKeywords(asked) {
  const keywords = new Map();
  const add = (name, section, fact) => {
    const entry = keywords.get(name) ?? new Map();
    entry.set(section, fact);
    keywords.set(name, entry);
  };
  const forms = formsOf(asked.manual);
  for (const section of asked.sections.filter((name) => !proxySections.includes(name))) {
    const place = section;
    const opening = openingOf(asked, section);
    for (const name of knownKeywords(asked, section, opening, place)) {
      const line = lineOf(name, '');
      const verdict = verdictOf(askLine(asked.check, opening, line));
      if (verdict.kind === 'elsewhere') continue;
      add(
        name,
        section,
        verdict.kind === 'removed'
          ? verdict
          : { ...verdict, ...describe(asked, opening, name, '', forms.get(`${place} ${name}`)) },
      );
    }
  }
  // A listen section is a frontend and a backend at once, so it knows every word of both.
  for (const name of knownKeywords(asked, 'listen', openingOf(asked, 'listen'), 'proxy')) {
    const sample = proxySamples[name] ?? '';
    const answers = proxySections.map((section) => [
      section,
      askLine(asked.check, openingOf(asked, section), lineOf(name, sample)),
    ]);
    const taken = answers
      .map(([section, answer]) => [section, verdictOf(answer)])
      .filter(([, { kind }]) => kind !== 'elsewhere');
    const home = taken.find(([, { kind }]) => kind === 'accepted')?.[0] ?? taken[0]?.[0];
    if (!home) continue;
    const isRemoved = taken.some(([, { kind }]) => kind === 'removed');
    const described = isRemoved
      ? {}
      : describe(asked, openingOf(asked, home), name, sample, forms.get(`proxy ${name}`));
    const anonymous = askLine(asked.check, `${asked.preamble}\ndefaults\nmode http`, lineOf(name, sample));
    const named = taken.some(([section]) => section === 'defaults') && anonymous.refused;
    for (const [section, verdict] of taken) add(name, section, { ...verdict, ...described, ...(named && { named }) });
  }
  // What a build leaves out (QUIC, device detection, compression libraries) is in the manual all the same.
  for (const { place, forms: lines, deprecated } of asked.manual.filter((entry) => entry.place === 'global')) {
    for (const form of lines) {
      const name = keywordOf(form, true);
      if (/^[a-z0-9][\w.-]*$/.test(name) && !keywords.get(name)?.has('global')) {
        add(name, place, { kind: 'accepted', form: restOf(form, name), ...(deprecated && { deprecated }) });
      }
    }
  }
  return keywords;
}

function openingOf({ preamble }, section) {
  if (section === 'global') return preamble;
  const mode = proxySections.includes(section) ? '\nmode http' : '';
  const name = section === 'traces' || section === 'namespace_list' ? '' : ' probe';
  return `${preamble}\n${section}${name}${mode}`;
}

/** The keywords of a section: its first words, and second words where those make families. */
function knownKeywords(asked, section, opening, place) {
  const { check, manual, listing, before, sections, programWords } = asked;
  const isProxy = place === 'proxy';
  const named = new Set([
    ...manual
      .filter((entry) => entry.place === place)
      .flatMap(({ forms }) => forms.map((form) => keywordOf(form, place === 'global'))),
    ...before.keywordsOf(section),
    ...(listing[place] ?? []),
    ...(isProxy ? Object.keys(proxySamples) : []),
  ]);
  const firsts = new Set([...named].map((name) => name.split(' ')[0]));
  // One error ends the parsing of some sections, where a sweep would need a run for each word.
  const ends = !check(`${opening}\nquorate-one\nquorate-two\n`).includes('quorate-two');
  if (!ends) for (const word of programWords) firsts.add(word);
  const candidates = [...firsts].filter(
    (word) => !sections.includes(word) && !['no', 'default'].includes(word) && /^[a-z0-9][\w.-]*$/.test(word),
  );
  const found = knownWords(check, opening, (word) => word, candidates);
  const names = found.filter((word) => !families.has(word) || (place === 'global' && word !== 'stats'));
  for (const family of found.filter((word) => !names.includes(word)))
    names.push(...knownMembers(asked, opening, family, named));
  asked.log(`${section}: ${names.length} keywords`);
  return names;
}

/** Second words of a family, and third ones where the second makes a family again. */
function knownMembers(asked, opening, family, named) {
  const prefix = `${family} `;
  const members = [...named]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).split(' ')[0]);
  const swept = ['option', 'timeout', 'stats'].includes(family) ? asked.programWords : [];
  const [inner, last] = [true, false].map((isFamily) =>
    [...new Set([...members, ...swept])].filter((word) => families.has(prefix + word) === isFamily),
  );
  return [
    ...knownWords(asked.check, opening, (word) => prefix + word, last).map((word) => prefix + word),
    ...inner.flatMap((word) => knownMembers(asked, opening, prefix + word, named)),
  ];
}

/** Forms by 'place name'. */
function formsOf(manual) {
  const forms = new Map();
  for (const { place, forms: lines, deprecated } of manual) {
    for (const line of lines) {
      if (line.startsWith('no ')) continue;
      const name = keywordOf(line, place === 'global');
      const key = `${place} ${name}`;
      // Up to 2.8 the actions stand among the keywords.
      if (ruleSets.includes(name) && !line.startsWith(`${name} <`)) continue;
      const known = forms.get(key);
      const rest = restOf(line, name);
      if (known) known.form += `\n${rest}`;
      else forms.set(key, { form: rest, deprecated });
    }
  }
  return forms;
}

function restOf(form, name) {
  return form.slice(name.length).replace(/^ /, '');
}

/** Number and type of arguments, negation and deprecation, as far as the daemon shows them. */
function describe({ check }, opening, name, sample, manual) {
  const ask = (value) => askLine(check, opening, lineOf(name, value));
  const words = sample === '' ? [] : sample.split(' ');
  const tooMany = /cannot handle unexpected argument '(quorate-\d)'/.exec(
    ask([...words, ...surplusWords].join(' ')).messages.join(),
  );
  const max = tooMany ? words.length + surplusWords.indexOf(tooMany[1]) : undefined;
  const isSingle = max === 1 || /^<[^<>]*>$/.test(manual?.form ?? '');
  const needsOne = isSingle && ask('').refused;
  const isDeprecated = manual?.deprecated || /deprecated/.test(ask(sample).messages.join());
  return {
    ...(manual?.form && { form: manual.form }),
    ...(max !== undefined && (max === 0 || needsOne || !ask('').refused) && { min: needsOne ? 1 : 0, max }),
    ...(isSingle && typeOf((value) => !ask(value).refused)),
    ...(!askLine(check, opening, `no ${name}`).refused && { negatable: true }),
    ...(isDeprecated && { deprecated: true }),
  };
}

const surplusWords = ['quorate-0', 'quorate-1', 'quorate-2', 'quorate-3'];

/** The type of a single argument, where the daemon refuses what is not of it. */
function typeOf(accepts) {
  if (accepts('word') || !accepts('1000')) return {};
  const [seconds, kilo] = [accepts('1000s'), accepts('1000k')];
  if (seconds !== kilo) return { argument: seconds ? 'time' : 'size' };
  return seconds ? {} : { argument: 'integer' };
}

/** Options of bind or server lines: whether each needs an argument, from the listing or the manual. */
function collectOptions({ check, preamble, manual, listing, before }, kind, section, line) {
  const entries = manual
    .filter((entry) => entry.place === kind)
    .flatMap(({ forms, deprecated }) => forms.map((form) => ({ form, deprecated })));
  const nameOf = (form) => /^[\w-]+/.exec(form)[0];
  const candidates = new Set([
    'ssl',
    ...listing[kind].keys(),
    ...entries.map(({ form }) => nameOf(form)),
    ...before.names(`${kind}Options`),
  ]);
  const known = new Set(knownWords(check, `${preamble}\n${section}`, (word) => `${line} ${word}`, [...candidates]));
  const options = new Map();
  for (const name of candidates) {
    const described = entries.filter(({ form }) => nameOf(form) === name);
    if (!known.has(name) && described.length === 0) continue;
    const forms = described.map(({ form }) => restOf(form, name));
    const needs =
      listing[kind].get(name) ||
      forms.some((form) => /^(\([^)]*\) )?[<{]/.test(form)) ||
      before.needsArgument(`${kind}Options`, name);
    const argument = needs
      ? 'required'
      : forms.some((form) => form.startsWith('[')) && !listing[kind].has(name)
        ? 'optional'
        : 'none';
    options.set(name, { argument, ...(forms.length && { form: forms.join('\n') }) });
  }
  return options;
}

function collectServerOptions(asked) {
  const options = collectOptions(asked, 'server', 'backend probe', 'server one 127.0.0.1:3306');
  for (const [name, option] of options) {
    const argument = option.argument === 'required' ? ' 1' : '';
    const { messages } = askLine(asked.check, `${asked.preamble}\nbackend probe`, `default-server ${name}${argument}`);
    if (/not accepted in default-server/.test(messages.join())) option.serverOnly = true;
  }
  return options;
}

/** Actions by name, each with the keywords that take it. */
function collectActions({ check, preamble, manual, listing, before }) {
  const manualActions = manual.flatMap(({ place, forms }) =>
    forms.flatMap((form) => {
      if (place === 'action') return [form];
      const rule = ruleSets.find((name) => form.startsWith(`${name} `));
      return place === 'proxy' && rule ? [form.slice(rule.length + 1).replace(/ ?\[ ?\{ ?if \| unless \}.*$/, '')] : [];
    }),
  );
  const nameOf = (form) => (/^[a-z][\w-]*/.exec(form) ?? [''])[0].replace(/^(track-sc)\d$/, '$1');
  // The first form is the general one.
  const forms = new Map(manualActions.map((form) => [nameOf(form), form]).reverse());
  const parenthesised = new Set([
    ...listing.actions.filter((action) => action.endsWith('*')).map((action) => action.slice(0, -1)),
    ...before.parenthesisedActions(),
    ...[...forms].filter(([name, form]) => form[name.length] === '(').map(([name]) => name),
  ]);
  const candidates = [
    ...new Set([
      ...listing.actions.map((action) => action.replace('*', '')),
      ...forms.keys(),
      ...before.names('actions'),
    ]),
  ].filter((name) => /^[a-z][\w-]+$/.test(name));
  const actions = new Map();
  for (const rule of ruleSets) {
    const section = rule.startsWith('tcp-response') ? 'listen' : 'frontend';
    const opening = `${preamble}\n${section} probe\nmode http`;
    for (const name of candidates) {
      // Some are recognised only with parentheses or a number behind them.
      const behind = name === 'track-sc' ? '0' : parenthesised.has(name) ? '(txn.probe)' : '';
      const line = (word) => `${rule} ${word}${behind}`;
      if (knownWords(check, opening, line, [name]).length === 0) continue;
      if (verdictOf(askLine(check, opening, line(name))).kind === 'elsewhere') continue;
      const entry = actions.get(name) ?? { rules: new Set(), ...(parenthesised.has(name) && { parentheses: true }) };
      entry.rules.add(rule);
      actions.set(name, entry);
    }
  }
  return actions;
}
