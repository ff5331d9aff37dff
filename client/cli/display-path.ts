import { join, relative, sep } from 'node:path';

/** Turns paths below a root into paths relative to the working directory, with `/`. */
export function displayPath(root: string, workingDirectory: string): (path: string) => string {
  const prefix = relative(workingDirectory, root);
  return (path) => (prefix === '' ? path : join(prefix, path).split(sep).join('/'));
}
