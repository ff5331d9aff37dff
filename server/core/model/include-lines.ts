import type { Target } from '../catalog/options';
import type { IncludeLine } from '../syntax/mycnf';

/**
 * Why an include does not do what it seems to (MariaDB 10.11 and MySQL 9.7, tried).
 * - `unknown-directive`: the servers pass over any word they do not know, in silence
 * - `no-path`: nothing stands behind the directive
 * - `quotes`: they are a part of the path
 * - `comment`: to MariaDB it is a part of the path, to MySQL it is not
 * - `relative`: the path begins in the directory the server was started in, not in that of the file
 */
export type IncludeProblem = 'unknown-directive' | 'no-path' | 'quotes' | 'comment' | 'relative';

export function includeProblem({ directive, path }: IncludeLine, { product }: Target): IncludeProblem | undefined {
  if (!/^[!?]include(dir)?$/.test(directive)) return 'unknown-directive';
  if (path === '') return 'no-path';
  if (/^(["']).*\1$/.test(path)) return 'quotes';
  if (/\s#/.test(path) && product !== 'mysql') return 'comment';
  return /^([/~\\?]|[A-Za-z]:)/.test(path) ? undefined : 'relative';
}
