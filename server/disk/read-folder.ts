import { createHash } from 'node:crypto';
import { lstat, open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isIgnoredPath } from '../core/sources/recognise';
import { type Trouble, Workspace } from '../core/workspace';

/** Files beyond this size are not read: no daemon's configuration comes near it, a dump or a log does. */
export const largestFile = 16 * 1024 * 1024;

/** The paths below a folder that may concern the workspace, with `/`, sorted. Links are followed once. */
export async function listFolder(root: string, onUnreadable: (path: string, reason: string) => void): Promise<string[]> {
  const found: string[] = [];
  const visited = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    const real = await realpath(join(root, folder)).catch(() => undefined);
    if (real === undefined || visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      onUnreadable(folder, reasonOf(error));
      return [];
    });
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(root, path))))) {
        if (!isIgnoredPath(path + '/')) await walk(path);
      } else if (Workspace.wants(path)) found.push(path);
    }
  };
  await walk('');
  return found.sort();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

/** Reads what the files read so far refer to, until nothing new is wanted. What is not there is left out. */
export async function readMissing(workspace: Workspace, root: string): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const wanted = workspace.missing().filter((path) => !tried.has(path));
    if (wanted.length === 0) return;
    for (const path of wanted) {
      tried.add(path);
      const bytes = await readFile(join(root, path)).catch(() => undefined);
      if (bytes) workspace.setOther(path, pathToFileURL(join(root, path)).href, bytes.toString(encodingOf(bytes)));
    }
  }
}

/** Reads one file into the workspace; what cannot be read becomes a finding on that file. */
export async function readInto(workspace: Workspace, root: string, path: string): Promise<void> {
  const uri = pathToFileURL(join(root, path)).href;
  try {
    const file = await open(join(root, path), 'r');
    try {
      const { size } = await file.stat();
      if (size > largestFile) {
        workspace.setTrouble(path, uri, tooLarge(size));
        return;
      }
      const bytes = await file.readFile();
      if (Workspace.isKeyfile(path)) {
        const digest = createHash('sha256').update(bytes).digest('hex');
        workspace.setKeyfile({ uri, path, digest, size: bytes.length });
      } else setText(workspace, path, uri, bytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !(await isDanglingLink(join(root, path)))) workspace.remove(path);
    else workspace.setTrouble(path, uri, { rule: 'file/unreadable', severity: 'error', message: `this file cannot be read: ${reasonOf(error)}` });
  }
}

function setText(workspace: Workspace, path: string, uri: string, bytes: Uint8Array): void {
  if (bytes.includes(0)) {
    workspace.setTrouble(path, uri, { rule: 'file/not-text', severity: 'error', message: 'this file is not text: it holds NUL bytes, and no daemon reads it as configuration' });
    return;
  }
  const encoding = encodingOf(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
  workspace.set(path, uri, text, encoding === 'utf-8' ? undefined : notUtf8);
}

const notUtf8: Trouble = {
  rule: 'file/not-utf-8',
  severity: 'info',
  message: 'this file is not UTF-8; it is read as Latin-1, which the daemons do not mind outside of values',
};

/** UTF-8 unless some bytes are not: such files are Latin-1 of old, and reading them so loses no byte. */
export function encodingOf(bytes: Uint8Array): BufferEncoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'latin1';
  }
}

async function isDanglingLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (status) => status.isSymbolicLink(),
    () => false,
  );
}

function tooLarge(size: number): Trouble {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  const message = `this file of ${megabytes(size)} is not checked: configuration of more than ${megabytes(largestFile)} is taken for something else`;
  return { rule: 'file/too-large', severity: 'warning', message };
}

/** A system error in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it is a link to a file that does not exist';
    case 'ELOOP':
      return 'its links go round in a circle';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return message;
  }
}
