import { createHash } from 'node:crypto';
import { constants, lstat, open } from 'node:fs/promises';
import type { Content } from '../core/trouble';
import { decode, encodingOf } from './encoding';
import { hasCode, reasonOf } from './system-error';

/** Files beyond this size, in bytes, are not read: no daemon's configuration comes near it, a dump or a log does. */
export const largestFile = 16 * 1024 * 1024;

/**
 * Reads one file for a workspace. Never rejects: what cannot be read comes back as a trouble.
 *
 * @param path absolute
 * @param isKeyfile reads a digest of the bytes in place of the text
 * @returns undefined when there is no such file
 */
export async function readContent(path: string, isKeyfile: boolean): Promise<Content | undefined> {
  try {
    const bytes = await readBytes(path);
    if (!(bytes instanceof Uint8Array)) return bytes;
    if (isKeyfile) {
      return { kind: 'key', digest: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    }
    if (bytes.includes(0)) return notText;
    const encoding = encodingOf(bytes);
    return { kind: 'text', text: decode(bytes, encoding), ...(encoding !== 'utf-8' && { trouble: notUtf8 }) };
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) return unreadable(reasonOf(error));
    return (await isLink(path)) ? leadsNowhere : undefined;
  }
}

/** Opens without blocking, because opening a pipe would wait until somebody writes into it. */
async function readBytes(path: string): Promise<Uint8Array | Content> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = await file.stat();
    if (status.isDirectory()) return unreadable('it is a folder');
    if (!status.isFile()) return unreadable('it is no regular file');
    return status.size > largestFile ? tooLarge(status.size) : await file.readFile();
  } finally {
    await file.close();
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (status) => status.isSymbolicLink(),
    () => false,
  );
}

function unreadable(reason: string): Content {
  const message = `this file cannot be read: ${reason}`;
  return { kind: 'unread', trouble: { rule: 'file/unreadable', message } };
}

/** Only a warning: a tree copied from a host is full of links to what was left behind. */
const leadsNowhere: Content = {
  kind: 'unread',
  trouble: { rule: 'file/dangling-link', message: 'this is a link to a file that does not exist' },
};

const notText: Content = {
  kind: 'unread',
  trouble: {
    rule: 'file/not-text',
    message: 'this file is not text: it holds NUL bytes, and no daemon reads it as configuration',
  },
};

const notUtf8 = {
  rule: 'file/not-utf-8',
  message: 'this file is not UTF-8; it is read as Latin-1, which the daemons do not mind outside of values',
} as const;

function tooLarge(size: number): Content {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  const message = `this file of ${megabytes(size)} is not checked: configuration of more than ${megabytes(largestFile)} is taken for something else`;
  return { kind: 'unread', trouble: { rule: 'file/too-large', message } };
}
