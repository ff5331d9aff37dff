import type { OptionCatalog, Product, Target } from '../catalog/options';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import { OptionKnowledge } from './option-knowledge';
import { writtenIn } from './setting';

/**
 * What the files themselves prove of the server that reads them: MariaDB's own groups and folders, a group that
 * names a release, and options only one product ever knew.
 */
export function provenTarget(
  files: readonly Document<MyCnfLine>[],
  hostPaths: readonly (string | undefined)[],
  catalog: OptionCatalog,
): Target {
  const groups = new Set(files.flatMap((file) => file.blocks.map((block) => groupOf(block) ?? '')));
  const product = productOfGroups(groups) ?? productOfPaths(hostPaths) ?? productOfOptions(files, catalog);
  if (!product) return {};
  const series = seriesOfGroups(groups, product);
  return series === undefined ? { product } : { product, series, isGuess: true };
}

function productOfGroups(groups: ReadonlySet<string>): Product | undefined {
  for (const group of groups) if (/^(mariadbd?(-[\d.]+)?|galera|client-mariadb)$/.test(group)) return 'mariadb';
  return groups.has('mysql_cluster') ? 'mysql' : undefined;
}

function productOfPaths(paths: readonly (string | undefined)[]): Product | undefined {
  if (paths.some((path) => path?.includes('/mariadb.conf.d/') || path?.endsWith('/mariadb.cnf'))) return 'mariadb';
  return paths.some((path) => path !== undefined && /\/(mysql|percona[^/]*)\.conf\.d\//.test(path))
    ? 'mysql'
    : undefined;
}

function seriesOfGroups(groups: ReadonlySet<string>, product: Product): string | undefined {
  const pattern = product === 'mariadb' ? /^mariadbd?-(\d+\.\d+)$/ : /^mysqld-(\d+\.\d+)$/;
  const named = [...groups].flatMap((group) => pattern.exec(group)?.[1] ?? []);
  return named.length === 1 ? named[0] : undefined;
}

/**
 * The product whose own options prevail. Where both have some in one file neither starts with it, so to take the side
 * of the many is no claim that may turn out wrong; as many for one as for the other tell nothing.
 */
function productOfOptions(files: readonly Document<MyCnfLine>[], catalog: OptionCatalog): Product | undefined {
  const found: Record<Product, Set<string>> = { mariadb: new Set(), mysql: new Set() };
  const knowledge = OptionKnowledge.of(catalog, {});
  for (const file of files) {
    for (const block of file.blocks) {
      const group = groupOf(block);
      if (group !== 'mysqld' && group !== 'server') continue;
      for (const option of writtenIn(block)) {
        const { name, loose } = catalog.resolve(option.written, {});
        if (loose) continue;
        const product = productOfGalera(name, option.value);
        const [first, second] = product === undefined ? knowledge.productsOf(name) : [product];
        if (first && !second) found[first].add(name);
      }
    }
  }
  if (found.mariadb.size === found.mysql.size) return undefined;
  return found.mariadb.size > found.mysql.size ? 'mariadb' : 'mysql';
}

/**
 * What tells MariaDB from Percona XtraDB Cluster, which counts as MySQL and shares the wsrep options: its provider's
 * folder and its ways of state transfer. MariaDB needs wsrep_on to be a node, files of XtraDB Cluster leave it out.
 */
function productOfGalera(name: string, value = ''): Product | undefined {
  if (name === 'wsrep_on') return 'mariadb';
  if (name === 'wsrep_provider' && value.includes('/galera4/')) return 'mysql';
  if (name !== 'wsrep_sst_method') return undefined;
  return /^xtrabackup/i.test(value) ? 'mysql' : /^mariabackup/i.test(value) ? 'mariadb' : undefined;
}
