import { join, relative, sep } from 'node:path';

/** Turns paths below a root into paths relative to the working directory, with `/`; `.` is the directory itself. */
export function displayPath(root: string, workingDirectory: string): (path: string) => string {
  return (path) => relative(workingDirectory, join(root, path)).split(sep).join('/') || '.';
}
