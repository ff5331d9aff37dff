/**
 * One spelling for every way to write a URI: editors differ in the characters they escape, in the case of a drive
 * letter and in a slash at the end of a folder. A URI that cannot be decoded stands for itself.
 */
export function keyOf(uri: string): string {
  const bare = uri.replace(/\/+$/, '');
  try {
    return decodeURIComponent(bare).replace(/^file:\/\/\/[A-Z]:/, (start) => start.toLowerCase());
  } catch {
    return bare;
  }
}

/** The path below a folder, with `/`, or undefined for what lies elsewhere. Both are keys. */
export function pathBelow(folder: string, key: string): string | undefined {
  return key.startsWith(folder + '/') ? key.slice(folder.length + 1) : undefined;
}

/** The last segment of a key. */
export function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
