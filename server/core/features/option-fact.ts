import type { OptionCatalog, OptionFact, Release, Target } from '../catalog/options';

/** The facts of an option for a target: those of the newest release that knows it and fits what is known. */
export function optionFact(
  catalog: OptionCatalog,
  name: string,
  target: Target,
): { fact: OptionFact; releases: readonly Release[] } | undefined {
  const releases = catalog.knownIn(name, target);
  const newest = releases.at(-1);
  const fact = newest && catalog.fact(name, newest);
  return fact && { fact, releases };
}

/** `MariaDB 10.11`, `MySQL`, `MySQL or MariaDB`. */
export function targetName(target: Target): string {
  const product = target.product === 'mariadb' ? 'MariaDB' : target.product === 'mysql' ? 'MySQL' : 'MySQL or MariaDB';
  return target.series ? `${product} ${target.series}` : product;
}
