import type { FileAccess } from '../../../server/core/ops/observed';

/** A word of the program on the host, `owner|group|mode|label|acl`, with `?` for no label. */
export function readAccess(word: string): FileAccess {
  const [owner = '', group = '', mode = '', label = '?', acl = ''] = word.split('|');
  return { owner, group, mode, label: label === '?' ? undefined : label, acl: acl === '' ? [] : acl.split(',') };
}

/** The same word again; `-` where there is no file. */
export function accessWord(access: FileAccess | undefined): string {
  if (!access) return '-';
  const { owner, group, mode, label = '?', acl } = access;
  return [owner, group, mode, label, acl.join(',')].join('|');
}
