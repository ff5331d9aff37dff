// Generates server/core/catalog/data/haproxy.json from real haproxies. One run replaces the releases it is given and
// leaves the others; hand-written facts come from haproxy-facts.json beside it.
//
//     node scripts/catalog/haproxy.mjs --suite bookworm --suite trixie
//     node scripts/catalog/haproxy.mjs --haproxy ./haproxy --manual doc/configuration.txt --sweep
//     node scripts/catalog/haproxy.mjs            (joins changed hand-written facts, asks nobody)
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder, fetchPackages } from '../../test/debian-packages.mjs';
import { asKnown, fold, unfold } from './haproxy-data.mjs';
import { debianHaproxy, haproxyProgram } from './haproxy-daemon.mjs';
import { collectRelease } from './haproxy-release.mjs';

const dataFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../server/core/catalog/data');
const dataFile = path.join(dataFolder, 'haproxy.json');
const factsFile = path.join(dataFolder, 'haproxy-facts.json');

const { values } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true, default: [] },
    haproxy: { type: 'string', multiple: true, default: [] },
    manual: { type: 'string', multiple: true, default: [] },
    sweep: { type: 'boolean', default: false },
  },
});

const haproxies = [
  ...(await Promise.all(values.suite.map(async (suite) => debianHaproxy(await unpacked(suite))))),
  ...values.haproxy.map((program, index) => {
    const manual = values.manual[index];
    return { ...haproxyProgram([program]), manual: manual && readFileSync(manual, 'latin1') };
  }),
];
const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
const byRelease = existsSync(dataFile) ? unfold(JSON.parse(readFileSync(dataFile, 'utf8')), facts) : new Map();
for (const haproxy of haproxies) {
  const log = (line) => console.log(`${haproxy.release} ${line}`);
  byRelease.set(haproxy.release, collectRelease(haproxy, asKnown(byRelease), { sweep: values.sweep, log }));
}
writeFileSync(dataFile, fold(byRelease, facts));

async function unpacked(suite) {
  const packages = suite === 'experimental' ? ['haproxy/experimental'] : ['haproxy'];
  return fetchPackages({ suite, packages, into: path.join(cacheFolder, 'catalog', suite) });
}
