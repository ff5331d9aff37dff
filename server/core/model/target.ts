import type { OptionCatalog, Product, Target } from '../catalog/options';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import { writtenIn } from './setting';

/**
 * What the files themselves prove of the server that reads them: MariaDB's own groups and folders, a group that
 * names a release, and options only one product ever knew. Options of both products side by side prove nothing.
 */
export function provenTarget(files: readonly Document<MyCnfLine>[], hostPaths: readonly (string | undefined)[], catalog: OptionCatalog): Target {
  const groups = new Set(files.flatMap((file) => file.blocks.map((block) => groupOf(block) ?? '')));
  const product = productOfGroups(groups) ?? productOfPaths(hostPaths) ?? productOfOptions(files, catalog);
  if (!product) return {};
  const series = seriesOfGroups(groups, product);
  return series === undefined ? { product } : { product, series };
}

function productOfGroups(groups: ReadonlySet<string>): Product | undefined {
  for (const group of groups) if (/^(mariadbd?(-[\d.]+)?|galera|client-mariadb)$/.test(group)) return 'mariadb';
  return groups.has('mysql_cluster') ? 'mysql' : undefined;
}

function productOfPaths(paths: readonly (string | undefined)[]): Product | undefined {
  if (paths.some((path) => path?.includes('/mariadb.conf.d/') || path?.endsWith('/mariadb.cnf'))) return 'mariadb';
  return paths.some((path) => path?.includes('/mysql.conf.d/')) ? 'mysql' : undefined;
}

function seriesOfGroups(groups: ReadonlySet<string>, product: Product): string | undefined {
  const pattern = product === 'mariadb' ? /^mariadbd?-(\d+\.\d+)$/ : /^mysqld-(\d+\.\d+)$/;
  const named = [...groups].flatMap((group) => pattern.exec(group)?.[1] ?? []);
  return named.length === 1 ? named[0] : undefined;
}

function productOfOptions(files: readonly Document<MyCnfLine>[], catalog: OptionCatalog): Product | undefined {
  const found = new Set<Product>();
  for (const file of files) {
    for (const block of file.blocks) {
      const group = groupOf(block);
      if (group !== 'mysqld' && group !== 'server') continue;
      for (const option of writtenIn(block)) {
        const { name } = catalog.resolve(option.written, {});
        const products = new Set(catalog.knownIn(name).map((release) => release.product));
        if (products.size === 1) for (const product of products) found.add(product);
      }
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}
