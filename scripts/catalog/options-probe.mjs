// Asks a daemon about option names one cannot read off its help: hidden ones, deprecated ones, and the details of
// their values. Many names go into one run; a run that stops early is split until the culprit stands alone.
import { canonical } from './options-names.mjs';

/** @typedef {{name: string, line: string}} Question a name and the option file line that asks for it */

const sentinel = 'quorate_last_line';

/**
 * Puts questions to the daemon, `loose-` so that an unknown name is only a warning.
 * @param {(lines: string[]) => {status: number, stderr: string}} check
 * @param {Question[]} questions
 * @param {(question: Question, lines: string[], stopped: boolean) => void} judge called once a question, with what
 *   the daemon said about this name, and whether it refused to go on because of it
 */
export function ask(check, questions, judge, size = 200) {
  const { stderr } = check([`loose-${sentinel}`]);
  if (!stderr.includes(sentinel)) throw new Error(`the daemon stops before it has read its options: ${stderr}`);
  for (let at = 0; at < questions.length; at += size) askTogether(check, questions.slice(at, at + size), judge);
}

function askTogether(check, questions, judge) {
  const lines = [...questions.map(({ line }) => `loose-${line}`), `loose-${sentinel}`];
  const said = check(lines).stderr.split('\n');
  // A plugin whose own options are ambiguous is left out with all its options: as good as a stop.
  const complete =
    said.some((line) => line.includes(sentinel)) && !said.some((line) => /Parsing options for plugin/.test(line));
  if (complete || questions.length === 1) {
    const about = new Map();
    for (const line of said) {
      const name = subjectOf(line);
      if (name !== undefined) about.set(name, [...(about.get(name) ?? []), line]);
    }
    for (const question of questions) judge(question, about.get(question.name) ?? [], !complete);
    return;
  }
  const middle = questions.length >> 1;
  askTogether(check, questions.slice(0, middle), judge);
  askTogether(check, questions.slice(middle), judge);
}

/** The option a message is about: the first it quotes, as in `'--log-bin'` or `'loose-log_bin=1'`; later ones are advice. */
function subjectOf(message) {
  const [, quoted, dashed] =
    /'(?:--)?(?:loose[-_])?([A-Za-z][\w.-]*)(?:=[^']*)?'|--(?:loose[-_])?([A-Za-z][\w.-]*)/.exec(message) ?? [];
  const name = quoted ?? dashed;
  return name && canonical(name);
}

/**
 * Names a daemon accepts although its help does not list them.
 * @param {import('./options-daemon.mjs').ServerDaemon} daemon
 * @param {Iterable<string>} candidates canonical names
 * @param {Iterable<string>} listed names the help lists
 * @returns {Map<string, 'accepted' | 'removed' | 'compatible'>} removed: does nothing any more; compatible: does
 *   nothing and is taken for MySQL's sake
 */
export function hiddenOptions(daemon, candidates, listed) {
  const known = new Set(listed);
  const abbreviations = new Set([...known].flatMap((name) => Array.from(name, (_, length) => name.slice(0, length))));
  const found = new Map();
  const judge = ({ name }, said) => {
    if (said.some((line) => /unknown (option|variable)|unique option prefix|ambiguous option/.test(line))) return;
    if (said.some((line) => /was removed\. It does nothing/.test(line))) found.set(name, 'removed');
    else if (said.some((line) => /compatible option/.test(line))) found.set(name, 'compatible');
    // The early options of MariaDB take an abbreviation without a word.
    else if (!abbreviations.has(name)) found.set(name, 'accepted');
  };
  const questions = [...candidates]
    .filter((name) => !known.has(name) && !isPrefixed(name, (rest) => known.has(rest) || abbreviations.has(rest)))
    .sort()
    .map((name) => ({ name, line: name }));
  const check = (lines) => daemon.check(lines);
  // An abbreviation often ends the run, so these would have to be asked one by one in any case.
  ask(
    check,
    questions.filter(({ name }) => abbreviations.has(name)),
    judge,
    1,
  );
  ask(
    check,
    questions.filter(({ name }) => !abbreviations.has(name)),
    judge,
  );
  return found;
}

/** `disable_x` is no option of its own where `x` is one. */
function isPrefixed(name, isKnown) {
  const [, rest] = /^(?:skip|disable|enable|maximum|loose|autoset)_(.+)$/.exec(name) ?? [];
  return rest !== undefined && (isKnown(rest) || isPrefixed(rest, isKnown));
}

/**
 * Options the daemon calls deprecated, with the replacement it names.
 * @param {import('./options-daemon.mjs').ServerDaemon} daemon
 * @param {Question[]} questions options with a value the daemon accepts
 * @param {string[]} plugins libraries to load
 * @returns {Map<string, {replacement?: string}>}
 */
export function deprecatedOptions(daemon, questions, plugins = []) {
  const found = new Map();
  const check = (lines) => daemon.check(lines, plugins);
  ask(check, questions, ({ name }, said) => {
    const warning = said.find((line) => /deprecated/.test(line));
    if (!warning) return;
    const [, use] = /[Pp]lease use '?(?:--)?([A-Za-z][\w.-]*)/.exec(warning) ?? [];
    const replacement = use && canonical(use.replace(/\.$/, ''));
    found.set(name, replacement && replacement !== name ? { replacement } : {});
  });
  return found;
}

/** Options among `questions` that take no value at all. */
export function optionsWithoutArgument(daemon, names, plugins = []) {
  const found = new Set();
  const check = (lines) => daemon.check(lines, plugins);
  const questions = names.map((name) => ({ name, line: `${name}=1` }));
  ask(check, questions, ({ name }, said) => {
    if (said.some((line) => /cannot take an argument/.test(line))) found.add(name);
  });
  return found;
}

/**
 * Values of enumerations, read by passing 0, 1, 2 ... until the daemon refuses or repeats itself.
 * @returns {Map<string, string[]>} empty where the option is no enumeration after all
 */
export function enumerationValues(daemon, names, plugins = []) {
  const values = new Map(names.map((name) => [name, []]));
  let open = [...names];
  for (let index = 0; open.length > 0; index++) {
    const answers = new Map();
    readBack(
      daemon,
      open.map((name) => [name, String(index)]),
      plugins,
      answers,
    );
    open = open.filter((name) => {
      const answer = answers.get(name);
      const known = values.get(name);
      // A value that comes back as the number it was is no enumeration at this daemon.
      if (answer === undefined || answer === String(index) || known.includes(answer) || answer === '') return false;
      known.push(answer);
      return true;
    });
  }
  return values;
}

/**
 * Words of sets: the words of the value read back after passing each single bit.
 * @returns {Map<string, string[]>}
 */
export function setValues(daemon, names, plugins = []) {
  const values = new Map(names.map((name) => [name, []]));
  let open = [...names];
  for (let bit = 0n; open.length > 0 && bit < 64n; bit++) {
    const answers = new Map();
    readBack(
      daemon,
      open.map((name) => [name, String(1n << bit)]),
      plugins,
      answers,
    );
    open = open.filter((name) => {
      const answer = answers.get(name);
      if (answer === undefined) return false;
      for (const word of answer.split(',').map((each) => each.replace(/=(on|off|default)$/, ''))) {
        if (word !== '' && !values.get(name).includes(word)) values.get(name).push(word);
      }
      return true;
    });
  }
  return values;
}

/**
 * Block sizes of numbers: a power of two minus one is rounded down to the last multiple of the block.
 * @param {Map<string, {min: bigint, max: bigint}>} ranges
 * @returns {Map<string, bigint>} only blocks above one
 */
export function blockSizes(daemon, ranges, plugins = []) {
  const probes = [...ranges].flatMap(([name, { min, max }]) => {
    for (let bits = 40n; bits > 1n; bits--) {
      const value = (1n << bits) - 1n;
      if (value >= min && value <= max) return [[name, String(value)]];
    }
    return [];
  });
  const answers = new Map();
  readBack(daemon, probes, plugins, answers);
  const blocks = new Map();
  for (const [name, value] of probes) {
    const answer = answers.get(name);
    if (!/^\d+$/.test(answer ?? '')) continue;
    const block = BigInt(value) - BigInt(answer) + 1n;
    // Anything but a power of two is a limit that depends on another option, not a block.
    if (block > 1n && (block & (block - 1n)) === 0n && BigInt(answer) % block === 0n) blocks.set(name, block);
  }
  return blocks;
}

/** Sets options and reads their values from the help's table; those the daemon refuses get no answer. */
function readBack(daemon, settings, plugins, answers) {
  if (settings.length === 0) return;
  const lines = settings.map(([name, value]) => `${name}=${value}`);
  const { status, values, stderr } = daemon.help(lines, plugins);
  // A plugin that refuses one of its options keeps the defaults of all of them.
  if (status === 0 && values.size > 0 && !/Parsing options for plugin/.test(stderr)) {
    for (const [name] of settings) if (values.has(name)) answers.set(name, values.get(name));
    return;
  }
  if (settings.length === 1) return;
  const middle = settings.length >> 1;
  readBack(daemon, settings.slice(0, middle), plugins, answers);
  readBack(daemon, settings.slice(middle), plugins, answers);
}
