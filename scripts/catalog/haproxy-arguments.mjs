// Generates server/core/catalog/data/haproxy-arguments.json: what each haproxy takes behind the keywords that
// data/haproxy.json lists. Every keyword is asked with the same arguments; of the forms below the narrowest one is
// kept that takes all the daemon takes. What needs more than that is written by hand in haproxy-arguments-facts.json.
//
//     node --import tsx scripts/catalog/haproxy-arguments.mjs --suite bookworm --suite trixie
//
// Releases that are not asked keep what the file has of them: no suite has HAProxy 2.4 (2.4.14 was asked) or 2.8 (2.8.5).
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder, fetchPackages } from '../../test/debian-packages.mjs';
import { readForm } from '../../server/core/catalog/haproxy-forms.ts';
import { faultIn } from '../../server/core/model/haproxy-arguments.ts';
import { valueFault } from '../../server/core/model/haproxy-values.ts';
import { splitWords } from '../../server/core/syntax/haproxy-words.ts';
import { debianHaproxy } from './haproxy-daemon.mjs';

const dataFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../server/core/catalog/data');
const dataFile = path.join(dataFolder, 'haproxy-arguments.json');
const { values } = parseArgs({ options: { suite: { type: 'string', multiple: true, default: [] } } });
const catalog = JSON.parse(readFileSync(path.join(dataFolder, 'haproxy.json'), 'utf8'));

const trials = [
  ...['', '0', '1', '-1', '5', '100', '101', '257', '300', '1025', '65535', '65536', '99999', 'x', '1x', '10s', '30d'],
  ...['1k', '1.5', '/x', 'on', 'off', 'none', 'auto', 'yes', 'a,b', '10.0.0.1', '10.0.0.1:80', '10.0.0.300', '%[src]'],
  ...['if TRUE', '1 2', 'x y', '1 x 2', 'on x', '10s x', '10.0.0.1:80 x'],
];

/** Narrow ones first. */
const types = [
  ...[
    '{ on | off }',
    '{ on | off | auto }',
    '<time 1>',
    '<time>',
    '<time 0 Infinity>',
    '<size>',
    '<int 1 100>',
    '<int 0 100>',
    '<int 1>',
  ],
  ...['<int 0>', '<int>', '<atoi 1 100>', '<atoi 0 100>', '<atoi 0 256>', '<atoi 1 65535>', '<atoi 0 65535>'],
  ...['<atoi 1 1024>', '<atoi 0 1024>', '<atoi -1024 1024>', '<atoi 1>', '<atoi 0>', '<address port>'],
  ...['<address no-port>', '<address>', '<octal>', '<name>', '<without ,>', '<word>', '<any>'],
];

const sections = {
  server: (line, place) => [`backend b${place}`, ' mode tcp', ` server s${place} 10.0.0.1:3306 ${line}`],
  bind: (line, place) => [`frontend f${place}`, ' mode tcp', ` bind 127.0.0.1:${20_000 + place} ${line}`],
  global: (line) => ['global', ` ${line}`],
  listen: (line, place) => [`listen p${place}`, ' mode http', ` ${line}`, ` bind 127.0.0.1:${20_000 + place}`],
};

/** What hangs on the machine, or on the other lines of the trial, is no refusal of the argument. */
const otherReason =
  /No such file|cannot (find|open)|can't (find|open)|couldn't open|unable to (load|stat|open|use)|error opening|unknown (user|group) name|namespace|could not resolve|already specified|reuses same|already (used|defined)|Lua file|unable to find|no such|not found|without (having|an?) /i;

function ask(check, kind, lines) {
  const answers = [];
  while (answers.length < lines.length) {
    const batch = lines.slice(answers.length, answers.length + 40);
    const text = ['global', ' expose-experimental-directives', 'defaults', ' timeout connect 1s'];
    const owners = new Map();
    batch.forEach((line, place) => {
      for (const each of (sections[kind] ?? own(kind))(line, place)) {
        text.push(each);
        owners.set(text.length, place);
      }
    });
    // Where the daemon does not get as far as this word, it gave up at the last line it complained of.
    const said = check(`${[...text, 'backend sentinel', ' quorate-nonsense'].join('\n')}\n`);
    const refused = batch.map(() => '');
    const isComplete = said.includes('quorate-nonsense');
    let reached = 1;
    for (const message of said.split(/^(?=\[(?:ALERT|WARNING|NOTICE|DIAG)\])/m)) {
      if (!message.startsWith('[ALERT]')) continue;
      const line = Number(/\.cfg:(\d+)\]/.exec(message)?.[1] ?? NaN);
      const place = owners.get(line) ?? Number(/'(?:server )?[a-z](\d+)[/']/.exec(message)?.[1] ?? NaN);
      if (place < batch.length) reached = Math.max(reached, place + 1);
      if (refused[place] !== undefined && !otherReason.test(message)) refused[place] += message;
    }
    answers.push(...refused.slice(0, isComplete ? batch.length : reached));
  }
  return answers;
}

const own = (kind) => (line, place) => [`${kind} n${place}`, ` ${line}`];
// What may be left out at the end of a line only: an option takes any word behind it for its argument.
const reach = (words, at, type) => (type === 'end' && at >= words.length ? at : undefined);
const checks = { value: (word, type, limits) => (type === 'end' ? 'nothing' : valueFault(word, type, limits)), reach };

function takes(form, argument) {
  const { words } = splitWords(argument);
  return faultIn(words, 0, readForm(form), checks) === undefined;
}

/** The narrowest form that takes every trial the daemon takes; undefined when that is any. */
function formFor(check, kind, keyword) {
  const isOption = kind === 'server' || kind === 'bind';
  // What stands behind the argument of an option is the next option.
  const usual = isOption ? trials.filter((trial) => !trial.includes(' ')) : trials;
  const answers = ask(
    check,
    kind,
    usual.map((trial) => `${keyword} ${trial}`.trim()),
  );
  if (answers.every((answer) => unknown.test(answer))) return undefined;
  const told = listed(answers.join('\n'), keyword);
  // A list of words shows in that two of them are taken at once.
  const pairs = told.slice(1).map((word) => `${told[0]},${word}`);
  const words = [...told, ...pairs].filter((word) => !usual.includes(word));
  const asked = [...usual, ...words];
  const more = ask(
    check,
    kind,
    words.map((word) => `${keyword} ${word}`),
  );
  const isRefused = [...answers, ...more].map((answer) => answer !== '');
  if (!isRefused.includes(true)) return undefined;
  const accepted = asked.filter((trial, place) => trial !== '' && !trial.includes(' ') && !isRefused[place]);
  // That nothing fits says only that the right word was not among the trials, unless the daemon wants none.
  const wantsNone = isOption || answers.every((answer) => answer === '' || takesNothing.test(answer));
  if (accepted.length === 0) return isRefused[0] || !wantsNone ? undefined : '';
  // Words alone are an enumeration, and a whole one only where the daemon listed them itself.
  const isListed = accepted.length > 1 && accepted.every((word) => told.includes(word));
  const enumeration = isListed ? [`{ ${accepted.join(' | ')} }`] : [];
  const usable = types.filter((type) =>
    ['on', 'off', 'auto'].every((word) => !type.includes(word) || accepted.includes(word)),
  );
  let best;
  for (const type of [...enumeration, ...usable]) {
    const open = isOption ? [] : [`${type} [ <any> ]...`, `[ ${type} [ <any> ]... ]`];
    const optional = isOption ? `{ ${type} | <end> }` : `[ ${type} ]`;
    for (const form of [type, optional, ...open]) {
      const outcome = asked.map((trial) => takes(form, trial));
      if (outcome.some((taken, place) => !taken && !isRefused[place])) continue;
      const foretold = outcome.filter((taken) => !taken).length;
      if (!best || foretold > best.foretold) best = { form, foretold };
    }
  }
  return best && best.foretold > 0 ? best.form : undefined;
}

const takesNothing = /cannot handle unexpected argument|does not take any argument/;
const unknown = /unknown keyword|not supported any ?more|doesn't exist anymore|unknown option|not (allowed|available)/i;

/** Words in quotes that the daemon lists as what it would take. */
function listed(text, keyword) {
  const found = [...text.matchAll(/(?:expects?|supports?|supported|are|either|use)\b[^\n]*/gi)].flatMap(([list]) =>
    [...list.matchAll(/['"]([a-z][\w.-]*)['"]/g)].map(([, word]) => word),
  );
  return [...new Set(found)].filter((word) => word !== keyword && !keyword.split(' ').includes(word)).slice(0, 30);
}

const asked = [
  ...named(catalog.serverOptions).map((name) => ({ kind: 'server', name })),
  ...named(catalog.bindOptions).map((name) => ({ kind: 'bind', name })),
  ...named(inSection('global')).map((name) => ({ kind: 'global', name })),
  ...named(inSection('listen')).map((name) => ({ kind: 'listen', name })),
  ...['resolvers', 'peers', 'userlist', 'cache', 'mailers', 'ring', 'log-forward', 'fcgi-app'].flatMap((kind) =>
    named(inSection(kind)).map((name) => ({ kind, name })),
  ),
];

// The second makes the daemon wait.
function named(records) {
  return [...new Set(records.map(({ name }) => name))].filter((name) => !/^(\.|force-cfg-parser-pause$)/.test(name));
}

function inSection(section) {
  return catalog.keywords.filter((record) => !record.removed && (record.in ?? '').split(' ').includes(section));
}

const byRelease = recorded(JSON.parse(readFileSync(dataFile, 'utf8')));
for (const suite of values.suite) {
  const packages = suite === 'experimental' ? ['haproxy/experimental'] : ['haproxy'];
  const haproxy = debianHaproxy(
    await fetchPackages({ suite, packages, into: path.join(cacheFolder, 'catalog', suite) }),
  );
  const forms = new Map();
  for (const { kind, name } of asked) {
    const form = formFor(haproxy.check, kind, name);
    if (form !== undefined) forms.set(`${kind}\n${name}`, form);
  }
  byRelease.set(haproxy.release, forms);
  console.log(`${haproxy.release}: ${forms.size} of ${asked.length} keywords refuse some arguments`);
}
writeFileSync(dataFile, written(new Map([...byRelease].sort(([a], [b]) => a.localeCompare(b)))));

/** The forms of each release that the file has, by kind and name. */
function recorded({ releases, arguments: records }) {
  return new Map(
    releases.map((release, place) => {
      const isOf = ({ releases: range = '-' }) => {
        const [first, last] = range.split('-').map((end) => releases.indexOf(end));
        return place >= first && (last < 0 || place <= last);
      };
      const own = records.filter(isOf);
      return [release, new Map(own.map(({ of, name, takes: form }) => [`${of}\n${name}`, form]))];
    }),
  );
}

/** One record for each run of releases that take the same; a release between two that agree is taken to agree. */
function written(all) {
  const releases = [...all.keys()];
  const records = asked.flatMap(({ kind, name }) => {
    const found = [];
    for (const [place, release] of releases.entries()) {
      const form = all.get(release).get(`${kind}\n${name}`);
      const last = found.at(-1);
      if (form === undefined) continue;
      if (last?.form === form && last.to === place - 1) last.to = place;
      else found.push({ form, from: place, to: place });
    }
    return found.map(({ form, from, to }) => {
      const isAll = from === 0 && to === releases.length - 1;
      const range = `${from === 0 ? '' : releases[from]}-${to === releases.length - 1 ? '' : releases[to]}`;
      return { of: kind, name, ...(!isAll && { releases: range }), takes: form };
    });
  });
  const lines = records.map((record) => JSON.stringify(record)).join(',\n');
  return `{\n"releases":${JSON.stringify(releases)},\n"arguments":[\n${lines}\n]\n}\n`;
}
