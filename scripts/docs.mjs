// Writes docs/rules.md, the list of all rules. `--check` writes nothing and fails when the list is stale.
import { buildSync } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { registrySource } from './registry.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = new URL('../docs/rules.md', import.meta.url);

/** The rules as the product has them, and what it finds on running servers, from a bundle made on the way. */
function loadRules() {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `${registrySource()}export { runningRules } from '../live/running-rules';`,
      resolveDir: `${root}server/core/rules`,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  const { rules, runningRules } = module.exports;
  return { rules, running: Object.entries(runningRules) };
}

const titles = {
  mycnf: 'Option files of MySQL and MariaDB',
  replication: 'Replication',
  galera: 'Galera',
  corosync: 'Corosync',
  haproxy: 'HAProxy',
  sql: 'SQL that sets replication up',
  cluster: 'Between programs: HAProxy and the databases behind it',
};

function document({ rules, running }) {
  const row = ([id, { severity, summary }]) => `| [${id}](../server/core/rules/${id}.md) | ${severity} | ${summary} |`;
  const table = (all) => ['| rule | severity | what it finds |', '|---|---|---|', ...all.map(row), ''];
  const areas = [...new Set(rules.map(([id]) => id.split('/')[0]))];
  const order = Object.keys(titles);
  areas.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const parts = areas.map((area) => {
    const own = rules.filter(([id]) => id.startsWith(`${area}/`));
    return [`## ${titles[area] ?? area}`, '', ...table(own)].join('\n');
  });
  return [
    '# Rules',
    '',
    `${rules.length} rules, listed by \`node scripts/docs.mjs\`. Each has a page: what happens, why, the exceptions, and examples that are`,
    'executed as tests. `quorate explain <rule>` prints the page; a severity is the usual one and may differ by case.',
    '',
    ...parts,
    '## Files against running servers',
    '',
    'Found by a look at the running hosts (`quorate status`, "Show Replication Status"), not by a check of the files.',
    '',
    ...table(running),
  ].join('\n');
}

const wanted = document(loadRules());
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) {
    console.error('docs/rules.md is stale: run node scripts/docs.mjs');
    process.exitCode = 1;
  }
} else writeFileSync(target, wanted);
