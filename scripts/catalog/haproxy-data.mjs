// The catalogue as data: what each release accepts, folded into one record a name and range of releases.
// Reading unfolds it, so that a generator run replaces one release and leaves the others as they are.

const proxySections = ['defaults', 'frontend', 'listen', 'backend'];

const kinds = ['sections', 'keywords', 'bindOptions', 'serverOptions', 'balance', 'actions'];

/** Fields that a release's answers carry from kind to record unchanged. */
const plainFields = ['form', 'argument', 'negatable', 'named', 'serverOnly', 'parentheses'];

/**
 * What each release accepts, by release.
 * @param {object} data the catalogue as fold wrote it
 * @param {object} facts the hand-written facts; keywords that are in the catalogue only by them are left out
 */
export function unfold(data, facts) {
  const byRelease = new Map();
  const written = new Set((facts.keywords ?? []).filter((fact) => fact.in).map(({ name }) => name));
  for (const release of data.releases) {
    byRelease.set(release, { release, ...Object.fromEntries(kinds.map((kind) => [kind, new Map()])) });
  }
  for (const kind of kinds) {
    for (const record of data[kind]) {
      if (kind === 'keywords' && written.has(record.name)) continue;
      const whole = kind === 'keywords' ? completed(record, data.keywords) : record;
      for (const release of releasesOf(record, data.releases)) {
        unfoldRecord(byRelease.get(release)[kind], kind, whole, release);
      }
    }
  }
  return byRelease;
}

function completed(record, records) {
  const { in: _in, ignored: _ignored, releases: _releases, ...attributes } = newestAlike(record, records);
  return { ...attributes, ...record };
}

/** The newest record of the same name and sections, which carries what the older ones leave out. */
function newestAlike(record, records) {
  const sections = sectionsOf(record);
  return records.findLast(
    (other) => other.name === record.name && sectionsOf(other).some((section) => sections.includes(section)),
  );
}

function unfoldRecord(entries, kind, record, release) {
  const fact = Object.fromEntries(
    plainFields.filter((field) => field in record).map((field) => [field, record[field]]),
  );
  if (record.arity !== undefined) [fact.min, fact.max] = record.arity.split('-').map(Number);
  if (record.deprecated && compareReleases(record.deprecated, release) <= 0) fact.deprecated = true;
  if (kind === 'actions') fact.rules = new Set(record.rules.split(', '));
  if (kind !== 'keywords') {
    entries.set(record.name, fact);
    return;
  }
  const sections = entries.get(record.name) ?? new Map();
  const take = (list, kind) => {
    for (const section of list?.split(' ') ?? []) sections.set(section, { kind, ...fact });
  };
  if (record.removed) {
    fact.removed = record.removed;
    take(record.in, 'removed');
  } else {
    take(record.in, 'accepted');
    take(record.ignored, 'ignored');
  }
  entries.set(record.name, sections);
}

/** The releases a record speaks of; '2.8-' and '-3.0' are open to the newest and the oldest. */
function releasesOf({ releases = '-' }, all) {
  const [first, last] = releases.split('-');
  return all.filter(
    (release) => (!first || compareReleases(first, release) <= 0) && (!last || compareReleases(release, last) <= 0),
  );
}

export function compareReleases(a, b) {
  const [[majorA, minorA], [majorB, minorB]] = [a, b].map((release) => release.split('.').map(Number));
  return majorA - majorB || minorA - minorB;
}

/** Questions the collector has about the catalogue so far. */
export function asKnown(byRelease) {
  const all = [...byRelease.values()];
  return {
    names: (kind) => [...new Set(all.flatMap((release) => [...release[kind].keys()]))],
    keywordsOf: (section) => [
      ...new Set(
        all.flatMap(({ keywords }) =>
          [...keywords].filter(([, sections]) => sections.has(section)).map(([name]) => name),
        ),
      ),
    ],
    needsArgument: (kind, name) => all.some((release) => release[kind].get(name)?.argument === 'required'),
    parenthesisedActions: () =>
      all.flatMap(({ actions }) => [...actions].filter(([, { parentheses }]) => parentheses).map(([name]) => name)),
  };
}

/**
 * The catalogue as JSON text, one record a line.
 * @param {Map<string, object>} byRelease
 * @param {object} facts hand-written facts by kind, joined to the records of their name (and of the section `at`)
 * @throws when a fact speaks of nothing the daemons know and does not say where it belongs
 */
export function fold(byRelease, facts) {
  const releases = [...byRelease.keys()].sort(compareReleases);
  const ordered = releases.map((release) => byRelease.get(release));
  const parts = [`"releases":${JSON.stringify(releases)}`];
  for (const kind of kinds) {
    const names = [...new Set(ordered.flatMap((release) => [...release[kind].keys()]))];
    const records = names.flatMap((name) => (kind === 'keywords' ? foldKeyword : foldPlain)(name, ordered, kind));
    for (const { name, at, source: _source, ...fact } of facts[kind] ?? []) {
      const named = records.filter((record) => record.name === name && (!at || sectionsOf(record).includes(at)));
      const about = named.filter((record) => kind !== 'keywords' || newestAlike(record, named) === record);
      for (const record of about) Object.assign(record, fact);
      if (about.length > 0) continue;
      if (!fact.in) throw new Error(`no haproxy knows ${name} of ${kind}`);
      records.push({ name, ...fact });
    }
    records.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    parts.push(`"${kind}":[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

function sectionsOf(record) {
  return [record.in, record.ignored].flatMap((sections) => sections?.split(' ') ?? []);
}

function foldPlain(name, ordered, kind) {
  const answers = ordered.map((release) => release[kind].get(name));
  const facts = filled(
    answers,
    answers.map((answer) => answer === undefined),
  );
  return runs(facts, (fact) => (fact && kind === 'actions' ? [...fact.rules].sort().join(', ') : '')).map(
    ({ first, last, value }) => ({
      name,
      ...range(first, last, ordered),
      ...unified(facts, ordered),
      ...(kind.endsWith('Options') && { argument: mostDemanding(facts) }),
      ...(kind === 'actions' && { rules: value }),
    }),
  );
}

/** The manual's brackets can mean a choice as well; a daemon that lists an option says surely that it needs a word. */
function mostDemanding(facts) {
  return ['required', 'optional', 'none'].find((argument) => facts.some((fact) => fact?.argument === argument));
}

/**
 * One record for each set of sections that share their grammar and each run of releases that take it alike; the
 * newest of them carries the attributes.
 */
function foldKeyword(name, ordered) {
  const bySection = new Map();
  for (const [index, { keywords }] of ordered.entries()) {
    for (const [section, fact] of keywords.get(name) ?? []) {
      const facts = bySection.get(section) ?? ordered.map(() => undefined);
      facts[index] = fact;
      bySection.set(section, facts);
    }
  }
  const lacks = ordered.map((_, index) => ![...bySection.values()].some((facts) => isTaken(facts[index])));
  const groups = new Map();
  for (const [section, answers] of bySection) {
    const facts = filled(answers, lacks);
    const present = facts.map((fact) => (isTaken(fact) ? fact : undefined));
    const attributes = unified(present, ordered);
    const key = JSON.stringify([proxySections.includes(section), attributes]);
    const group = groups.get(key) ?? { attributes, members: [] };
    group.members.push({ section, facts });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ attributes, members }) => {
    const takenBy = (index, kind) =>
      members
        .filter(({ facts }) => facts[index]?.kind === kind)
        .map(({ section }) => section)
        .sort()
        .join(' ');
    const states = ordered.map((_, index) => {
      const state = { in: takenBy(index, 'accepted'), ignored: takenBy(index, 'ignored') };
      return state.in || state.ignored ? state : undefined;
    });
    if (states.every((state) => state === undefined)) {
      const first = ordered.findIndex((_, index) => takenBy(index, 'removed'));
      const removed =
        members.flatMap(({ facts }) => facts).find((fact) => fact?.removed)?.removed ?? ordered[first].release;
      return [{ name, in: takenBy(first, 'removed'), removed }];
    }
    const found = runs(states, JSON.stringify);
    return found.map(({ first, last }, index) => {
      const { in: accepted, ignored } = states[first];
      const places = { ...(accepted && { in: accepted }), ...(ignored && { ignored }), ...range(first, last, ordered) };
      return { name, ...places, ...(index === found.length - 1 && attributes) };
    });
  });
}

/**
 * A name that a release lacks between two that have it was brought back to stable versions of that release after
 * the version that was asked, so it is taken as the release before takes it.
 * @param {readonly boolean[]} lacks which releases lack the name altogether
 */
function filled(facts, lacks) {
  const first = lacks.indexOf(false);
  const last = lacks.lastIndexOf(false);
  return facts.map((fact, index) => {
    if (!lacks[index] || index < first || index > last) return fact;
    return facts[lacks.lastIndexOf(false, index)];
  });
}

function isTaken(fact) {
  return fact !== undefined && fact.kind !== 'removed';
}

/** Runs of consecutive defined values that are alike. */
function runs(values, keyOf) {
  const found = [];
  values.forEach((value, index) => {
    if (value === undefined) return;
    const key = keyOf(value);
    const open = found.at(-1);
    if (open && open.last === index - 1 && open.value === key) open.last = index;
    else found.push({ first: index, last: index, value: key });
  });
  return found;
}

function range(first, last, ordered) {
  const from = first === 0 ? '' : ordered[first].release;
  const to = last === ordered.length - 1 ? '' : ordered[last].release;
  return from || to ? { releases: `${from}-${to}` } : {};
}

/** The attributes all releases agree to; grammar is the newest, limits are the widest. */
function unified(facts, ordered) {
  const present = facts.filter((fact) => fact !== undefined);
  const newest = present.at(-1) ?? {};
  const all = (field) => present.every((fact) => fact[field] !== undefined);
  const least = (field) => Math.min(...present.map((fact) => fact[field]));
  const most = (field) => Math.max(...present.map((fact) => fact[field]));
  const same = (field) => present.every((fact) => fact[field] === newest[field]);
  const deprecated = facts.findIndex((fact) => fact?.deprecated);
  const form = present.findLast((fact) => fact.form)?.form;
  return {
    ...(form && { form }),
    ...(newest.argument && same('argument') && { argument: newest.argument }),
    ...(all('max') && { arity: `${least('min')}-${most('max')}` }),
    ...(newest.negatable && { negatable: true }),
    ...(newest.named && { named: true }),
    ...(newest.serverOnly && { serverOnly: true }),
    ...(newest.parentheses && { parentheses: true }),
    ...(deprecated >= 0 && { deprecated: ordered[deprecated].release }),
  };
}
