// Generates server/core/catalog/data/options.json from the daemons themselves. Facts the daemons do not know, and
// releases without a daemon, are written by hand into options-facts.json beside it.
//
//   npx tsx scripts/catalog/options.mjs [--refresh] [--root SERIES=FOLDER ...]
//   npx tsx scripts/catalog/options.mjs --facts
//
// Packages and what each daemon said are kept in the cache; --refresh asks again. --root takes an unpacked root that
// is already there. A daemon takes two to five minutes. Linux with namespaces and Debian's apt only, except for --facts,
// which puts changed hand-written facts into the data and asks nobody.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runIsolated } from '../../test/daemons/isolated.ts';
import { suitePackages } from '../../test/daemons/suites.ts';
import { cacheFolder, fetchPackages } from '../../test/debian-packages.mjs';
import { ServerDaemon } from './options-daemon.mjs';
import { dumpOptions } from './options-dump.mjs';
import { printData, replaceFacts } from './options-records.mjs';

const mariadbPlugins = [
  ...['connect', 'cracklib-password-check', 'gssapi-server', 'hashicorp-key-management', 'mroonga', 'oqgraph'],
  ...['provider-bzip2', 'provider-lz4', 'provider-lzma', 'provider-lzo', 'provider-snappy', 'rocksdb', 's3', 'spider'],
].map((name) => `mariadb-plugin-${name}`);
/** Plugin packages that Debian 11 does not have yet. */
const since106 = /provider|hashicorp/;

const daemons = [
  {
    product: 'mariadb',
    series: '10.5',
    suite: 'bullseye',
    extra: mariadbPlugins.filter((name) => !since106.test(name)),
  },
  { product: 'mariadb', series: '10.11', suite: 'bookworm', extra: mariadbPlugins },
  { product: 'mariadb', series: '11.8', suite: 'trixie', extra: mariadbPlugins },
  { product: 'mysql', series: '9.7', suite: 'sid-mysql', extra: [] },
];

const here = path.dirname(fileURLToPath(import.meta.url));
const dataFolder = path.join(here, '../../server/core/catalog/data');
const dumpFolder = path.join(cacheFolder, 'catalog/options');

const { values: flags } = parseArgs({
  options: { facts: { type: 'boolean' }, refresh: { type: 'boolean' }, root: { type: 'string', multiple: true } },
});
const roots = new Map((flags.root ?? []).map((given) => given.split(/=(.*)/s)));

const facts = JSON.parse(await readFile(path.join(dataFolder, 'options-facts.json'), 'utf8'));
const dataFile = path.join(dataFolder, 'options.json');
if (flags.facts) {
  await writeFile(dataFile, replaceFacts(await readFile(dataFile, 'utf8'), facts));
} else {
  const dumps = [];
  for (const daemon of daemons) dumps.push(await dumped(daemon));
  await writeFile(dataFile, printData(dumps, facts));
}

async function dumped({ product, series, suite, extra }) {
  const file = path.join(dumpFolder, `${product}-${series}.json`);
  if (!flags.refresh && existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const root = roots.get(series) ?? (await unpackedRoot(suite, extra));
  const run = (argv, options) => runIsolated(root, argv, options);
  const dump = dumpOptions(new ServerDaemon({ product, series, root, run }), namesFromFacts(), console.error);
  await mkdir(dumpFolder, { recursive: true });
  await writeFile(file, JSON.stringify(dump, undefined, 1));
  return dump;
}

function unpackedRoot(name, extra) {
  const { suite, packages } = suitePackages[name];
  return fetchPackages({ suite, packages: [...packages, ...extra], into: path.join(dumpFolder, `root-${name}`) });
}

/** Names some release knew: where a later one hides them, its program may not hold them as a word of their own. */
function namesFromFacts() {
  return new Set([...facts.mariadb, ...facts.mysql].map(({ name }) => name));
}
