// Compares the catalogue with what one release prints of itself, option by option.
//
//   npx tsx scripts/catalog/compare-help.mjs mysql 8.0.41 FILE
//
// FILE holds the output of `mysqld --verbose --help`: of a daemon that is installed somewhere, or the expected output
// that the source tree of every release of MySQL and MariaDB keeps for its own tests. Lines that are printed:
//
//   unknown    the release lists an option that the catalogue takes from it
//   unsure     the catalogue does not know whether the release has it
//   extra      the catalogue gives the release an option it does not list; source trees leave out InnoDB and TLS
//   default    both state a default, and they differ
//   silent     the release prints a default that the catalogue leaves out
import { readFileSync } from 'node:fs';
import { catalogs } from '../../server/disk/catalogs.ts';
import { parseHelp } from './options-help.mjs';

const [product, series, file] = process.argv.slice(2);
if (!file) throw new Error('usage: compare-help.mjs PRODUCT VERSION FILE');
const release = { product, series };
const { listed, values } = readHelp(readFileSync(file, 'utf8'));
const { options } = catalogs;

const known = new Set(options.names(release));
let compared = 0;
for (const name of [...listed].sort()) {
  const { known: presence } = options.resolve(name, release);
  const fact = options.fact(name, release);
  if (presence === 'no') print('unknown', name);
  else if (presence === 'maybe' && fact?.plugin === undefined && fact?.build === undefined) print('unsure', name);
  else compareDefault(name, fact);
}
for (const name of [...known].sort()) {
  if (!listed.has(name) && options.resolve(name, release).known === 'yes' && !options.fact(name, release)?.noop) {
    print('extra', name);
  }
}
console.log(`${product} ${series}: ${listed.size} options listed, ${compared} defaults compared`);

function compareDefault(name, fact) {
  const printed = values.get(name);
  if (printed === undefined || fact === undefined) return;
  const theirs = normal(printed);
  if (fact.default === undefined) return theirs === '' ? undefined : print('silent', name, theirs);
  compared++;
  if (normal(fact.default) !== theirs) print('default', name, `${fact.default}, the release prints ${theirs}`);
}

/** One spelling for what daemons print in several ways. */
function normal(text) {
  const word = text.trim().toLowerCase();
  if (word === '(no default value)') return '';
  if (word === 'true' || word === 'on' || word === 'yes') return 'on';
  if (word === 'false' || word === 'off' || word === 'no') return 'off';
  return /^-?\d+\.\d+$/.test(word) ? String(Number(word)) : word;
}

/** Names and values of a help text; the expected output of tests has its columns squeezed to one blank. */
function readHelp(text) {
  const widened = text
    .replace(/^Variables \(--variable-name=value\)\n(?:and boolean options .*\n)?/m, `${'-'.repeat(30)} ------\n`)
    .replace(/^ ?(?=--?[A-Za-z?])/gm, '  ')
    .replace(/^ {1,2}(-[A-Za-z?#]), --/gm, '  $1, --');
  const help = parseHelp(widened);
  return { listed: new Set([...help.options.keys(), ...help.values.keys()]), values: help.values };
}

function print(kind, name, detail = '') {
  console.log(`${kind.padEnd(8)} ${name} ${detail}`.trimEnd());
}
