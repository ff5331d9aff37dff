import type { Target } from '../catalog/options';
import type { IncludeLine } from '../syntax/mycnf';

/**
 * Why an include does not do what it seems to (MariaDB 10.11 and MySQL 9.7, tried).
 * - `unknown-directive`: the servers pass over any word they do not know, in silence
 * - `no-path`: nothing stands behind the directive
 * - `quotes`: they are a part of the path
 * - `comment`: to MariaDB it is a part of the path, to MySQL it is not
 * - `cut`: without a line feed behind it MariaDB loses the last character of the path, MySQL does not
 * - `question-mark`: an option to servers that do not know it, which are all but MariaDB since 11.4.10 and 11.8.6
 * - `relative`: the path begins in the directory the server was started in, not in that of the file
 */
export type IncludeProblem =
  'unknown-directive' | 'no-path' | 'quotes' | 'comment' | 'cut' | 'question-mark' | 'relative';

/** @param isCut whether the line is the last of its file and no line feed ends it */
export function includeProblem(
  { directive, path }: IncludeLine,
  { product, series, isGuess }: Target,
  isCut: boolean,
): IncludeProblem | undefined {
  // A series that only a group's name tells may be that of a server long replaced by one that knows the directive.
  const isOld = isGuess !== true && /^(10|11\.[0-3])\b/.test(series ?? '');
  if (directive.startsWith('?') && (product === 'mysql' || isOld)) return 'question-mark';
  if (!/^[!?]include(dir)?$/.test(directive)) return 'unknown-directive';
  if (path === '') return 'no-path';
  if (/^(["']).*\1$/.test(path)) return 'quotes';
  if (/\s#/.test(path) && product !== 'mysql') return 'comment';
  if (isCut && !path.endsWith('/') && product !== 'mysql') return 'cut';
  return /^([/~\\?]|[A-Za-z]:)/.test(path) ? undefined : 'relative';
}
