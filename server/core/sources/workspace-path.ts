/** Paths below the workspace root, with `/`. The root itself is the empty text. */

/** The folder a file lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Where `relative`, written in a file of `folder`, leads; undefined when it leaves the workspace or starts elsewhere. */
export function resolvePath(folder: string, relative: string): string | undefined {
  if (/^([/~\\]|[A-Za-z]:)/.test(relative)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
