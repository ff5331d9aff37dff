import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import { encode } from '../../server/disk/encoding';
import type { Replacement } from './replace-files';

/** A change as a unified diff that `git apply` and `patch -p1` take, in the encoding of its file. */
export function unifiedDiff({ name, before, after, encoding }: Replacement): Uint8Array {
  const options = { context: 3, headerOptions: OMIT_HEADERS };
  const hunks = createTwoFilesPatch('', '', before, after, undefined, undefined, options);
  // A blank would end the name, were it not for a tab behind it.
  const end = name.includes(' ') ? '\t\n' : '\n';
  return Buffer.concat([Buffer.from(`--- a/${name}${end}+++ b/${name}${end}`), encode(hunks, encoding) as Uint8Array]);
}
