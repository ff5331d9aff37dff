// Finds what may stand behind some keywords: options of bind and server lines, balance algorithms, actions of rules.
import { ruleSets } from './haproxy-keywords.mjs';
import { askLine, knownWords, verdictOf } from './haproxy-probe.mjs';

/** @param {import('./haproxy-release.mjs').Asked} asked */
export function collectBindOptions(asked) {
  return collectOptions(asked, 'bind', 'frontend probe', 'bind 127.0.0.1:65001');
}

/** @param {import('./haproxy-release.mjs').Asked} asked */
export function collectServerOptions(asked) {
  const options = collectOptions(asked, 'server', 'backend probe', 'server one 127.0.0.1:3306');
  for (const [name, option] of options) {
    const argument = option.argument === 'required' ? ' 1' : '';
    const { messages } = askLine(asked.check, `${asked.preamble}\nbackend probe`, `default-server ${name}${argument}`);
    if (/not accepted in default-server/.test(messages.join())) option.serverOnly = true;
  }
  return options;
}

/** Options of the manual that no source has, from 2.4 to 3.4. */
const neverBuilt = new Set(['no-verifyhost']);

/** What a build leaves out (QUIC, TLS libraries) is taken from the manual. */
function collectOptions({ check, preamble, manual, listing, before }, kind, section, line) {
  const forms = new Map();
  for (const form of manual.filter(({ place }) => place === kind).flatMap((entry) => entry.forms)) {
    const [name] = /^[\w-]+/.exec(form);
    forms.set(name, [...(forms.get(name) ?? []), form.slice(name.length).trimStart()]);
  }
  const candidates = [...new Set(['ssl', ...listing[kind].keys(), ...forms.keys(), ...before.names(`${kind}Options`)])];
  const known = new Set(knownWords(check, `${preamble}\n${section}`, (word) => `${line} ${word}`, candidates));
  const options = new Map();
  for (const name of candidates.filter((each) => known.has(each) || (forms.has(each) && !neverBuilt.has(each)))) {
    const behind = forms.get(name) ?? [];
    const isRequired =
      listing[kind].get(name) ||
      before.needsArgument(`${kind}Options`, name) ||
      behind.some((form) => /^(\([^)]*\) )?[<{]/.test(form));
    const isOptional = !listing[kind].has(name) && behind.some((form) => form.startsWith('['));
    const argument = isRequired ? 'required' : isOptional ? 'optional' : 'none';
    options.set(name, { argument, ...(behind.length > 0 && { form: behind.join('\n') }) });
  }
  return options;
}

/** With the arguments that some of them need. */
const balanceCandidates = [
  ...['roundrobin', 'static-rr', 'leastconn', 'first', 'source', 'uri', 'url_param id', 'hdr(name)'],
  ...['rdp-cookie', 'random', 'hash src', 'sticky', 'log-hash id', 'log-sticky'],
];

/** @param {import('./haproxy-release.mjs').Asked} asked */
export function collectBalance({ check }) {
  const isKnown = (text) => knownWords(check, 'backend probe', (word) => `balance ${word}`, [text]).length > 0;
  return new Map(balanceCandidates.filter(isKnown).map((text) => [/^[\w-]+/.exec(text)[0], {}]));
}

/**
 * Actions by name, each with the keywords that take it.
 * @param {import('./haproxy-release.mjs').Asked} asked
 */
export function collectActions({ check, preamble, manual, listing, before }) {
  const written = manual.flatMap(({ place, forms }) => forms.flatMap((form) => actionsIn(place, form)));
  const names = [...listing.actions, ...written].flatMap((action) => /^[a-z][\w-]*/.exec(action)?.[0] ?? []);
  const parenthesised = new Set([
    ...[...listing.actions, ...written].flatMap((action) => /^([a-z][\w-]*)[(*]/.exec(action)?.[1] ?? []),
    ...before.parenthesisedActions(),
  ]);
  const actions = new Map();
  for (const rule of ruleSets) {
    const section = rule.startsWith('tcp-response') ? 'listen' : 'frontend';
    const opening = `${preamble}\n${section} probe\nmode http`;
    for (const name of new Set([...names, ...before.names('actions')])) {
      // Some are recognised only with parentheses or a number behind them.
      const behind = name === 'track-sc' ? '0' : parenthesised.has(name) ? '(txn.probe)' : '';
      const lineOf = (word) => `${rule} ${word}${behind}`;
      if (knownWords(check, opening, lineOf, [name]).length === 0) continue;
      if (verdictOf(askLine(check, opening, lineOf(name))).kind === 'elsewhere') continue;
      const action = actions.get(name) ?? { rules: new Set(), ...(parenthesised.has(name) && { parentheses: true }) };
      action.rules.add(rule);
      actions.set(name, action);
    }
  }
  return actions;
}

/** The action a line of grammar speaks of; up to 2.8 actions stand behind their keywords in the manual. */
function actionsIn(place, form) {
  const rule = place === 'proxy' ? ruleSets.find((name) => form.startsWith(`${name} `)) : undefined;
  const action = rule ? form.slice(rule.length + 1) : place === 'action' ? form : '';
  return action === '' ? [] : [action.replace(/^track-sc\d/, 'track-sc')];
}
