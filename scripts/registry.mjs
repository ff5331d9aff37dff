// Writes server/core/rules/registry.ts from the folder of rules: a rule is registered by lying there.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../server/core/rules/', import.meta.url));

/** Ids of all rules, which are their paths without the ending, sorted. */
export function ruleIds() {
  const areas = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'combinators',
  );
  return areas
    .flatMap((area) => readdirSync(join(folder, area.name)).map((file) => `${area.name}/${file}`))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.slice(0, -3))
    .sort();
}

/** Ids of what running servers tell of their files, whose pages lie among those of the rules. */
export function runningIds() {
  return readdirSync(join(folder, 'running'))
    .map((file) => `running/${file.replace(/\.md$/, '')}`)
    .sort();
}

/** `galera/cluster-name-differs` as an identifier: `galeraClusterNameDiffers`. */
const identifier = (id) => id.replace(/[/-](\w)/g, (_, letter) => letter.toUpperCase());

export function registrySource() {
  const ids = ruleIds();
  return [
    '// Generated from the folder of rules by scripts/registry.mjs.',
    "import type { RuleEntry } from './checker';",
    ...ids.map((id) => `import ${identifier(id)} from './${id}';`),
    '',
    '/** Every rule under its id. */',
    'export const rules: readonly RuleEntry[] = [',
    ...ids.map((id) => `  ['${id}', ${identifier(id)}],`),
    '];',
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(join(folder, 'registry.ts'), registrySource());
