import { access, chmod, chown, constants, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { decode, encode, type Encoding, encodingOf } from '../../server/disk/encoding';
import { reasonOf } from '../../server/disk/system-error';
import { UsageError } from './usage-error';

/** A file that is to have another text. `path` is absolute. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A change that can be made, as far as looking at the file tells. */
export interface Replacement extends Change {
  /** Where the file really lies: links that lead to it stay as they are. */
  readonly path: string;
  /** Relative to the working directory, with `/`, for people and diffs. */
  readonly name: string;
  readonly encoding: Encoding;
}

/**
 * Looks at every file that is to change. Two paths that lead to one file become one replacement.
 *
 * @throws UsageError when a file changed since it was read, or cannot take the new text
 */
export async function findReplacements(changes: readonly Change[], workingDirectory: string): Promise<Replacement[]> {
  const found = new Map<string, Replacement>();
  for (const change of changes) {
    const replacement = await look(change, workingDirectory);
    const same = found.get(replacement.path);
    if (same && same.after !== replacement.after) {
      throw new UsageError(
        `${same.name} is read under several paths and would need a different text for each; nothing was written`,
      );
    }
    found.set(replacement.path, replacement);
  }
  return [...found.values()];
}

async function look({ path, before, after }: Change, workingDirectory: string): Promise<Replacement> {
  const nameOf = (file: string): string => relative(workingDirectory, file).split(sep).join('/');
  try {
    const real = await realpath(path);
    const bytes = await readFile(real);
    const encoding = encodingOf(bytes);
    if (decode(bytes, encoding) !== before) {
      throw new UsageError(
        `${nameOf(path)} was changed by somebody else meanwhile; nothing was written, run fix again`,
      );
    }
    if (!encode(after, encoding)) {
      throw new UsageError(`${nameOf(path)} is not UTF-8 and cannot hold the new text; nothing was written`);
    }
    return { path: real, name: nameOf(real), before, after, encoding };
  } catch (error) {
    throw asUsage(nameOf(path), error);
  }
}

/**
 * Replaces files, all of them or none: each new text is written beside its file first, then they are put in place.
 *
 * @throws UsageError when a file cannot be written
 */
export async function replaceFiles(replacements: readonly Replacement[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const replacement of replacements) await writeBeside(replacement, written);
    for (const { path } of replacements) await rename(temporary(path), path);
  } finally {
    await Promise.all(written.map((path) => rm(path, { force: true })));
  }
}

function temporary(path: string): string {
  return `${path}.quorate-${process.pid}`;
}

/** Makes the new file with the owner and mode of the old one. A read-only file is one nobody wants changed. */
async function writeBeside({ path, name, after, encoding }: Replacement, written: string[]): Promise<void> {
  try {
    await access(path, constants.W_OK);
    const { mode, uid, gid } = await stat(path);
    const file = await open(temporary(path), 'wx', mode);
    written.push(temporary(path));
    try {
      await file.writeFile(encode(after, encoding) as Uint8Array);
      await file.sync();
    } finally {
      await file.close();
    }
    const own = await stat(temporary(path));
    if (own.uid !== uid || own.gid !== gid) await giveTo(temporary(path), uid, gid, own.uid);
    // Last, because what the process may not set at once (umask) or loses with the owner (set-group-id) counts too.
    await chmod(temporary(path), mode);
  } catch (error) {
    throw asUsage(name, error);
  }
}

/** Only root may give a file away. For everybody else it becomes their own, in its old group where they are in it. */
async function giveTo(path: string, uid: number, gid: number, ownUid: number): Promise<void> {
  await chown(path, uid, gid)
    .catch(() => chown(path, ownUid, gid))
    .catch(() => undefined);
}

function asUsage(name: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  return new UsageError(`${name} cannot be written: ${reasonOf(error)}; nothing was written`);
}
