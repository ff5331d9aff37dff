import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FileBytes } from '../core/desired';

/** The bytes of a file as they are on disk, with their digest; undefined when they cannot be read. */
export function fileBytes(path: string): FileBytes | undefined {
  try {
    const bytes = readFileSync(path);
    return { content: bytes.toString('base64'), digest: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    return undefined;
  }
}
