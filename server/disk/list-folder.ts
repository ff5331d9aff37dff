import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isIgnoredPath } from '../core/sources/recognise';
import { Workspace } from '../core/workspace';
import { reasonOf } from './system-error';

/** A folder whose files nobody could ask for. `path` is below the folder that was listed; empty for itself. */
export interface UnreadableFolder {
  readonly path: string;
  readonly reason: string;
}

/** What lies below a folder. */
export interface Listing {
  /** Paths with `/` of the files that may concern a workspace, sorted. */
  readonly files: readonly string[];
  readonly unreadable: readonly UnreadableFolder[];
}

/**
 * Lists a folder with everything below it. Each real folder is listed once, under its own path where that lies below
 * the root, else under the first link to it; so neither a ring of links nor a second way into a folder doubles a host.
 *
 * @param root  absolute
 * @param below restricts the listing to a folder of the root; paths still start from the root
 */
export async function listFolder(root: string, below = ''): Promise<Listing> {
  const walk = new Walk(root);
  try {
    await walk.into(below, await realpath(join(root, below)));
  } catch (error) {
    walk.unreadable.push({ path: below, reason: reasonOf(error) });
  }
  for (let link = walk.nextLink(); link !== undefined; link = walk.nextLink()) await walk.through(link);
  return { files: walk.files.sort(), unreadable: walk.unreadable };
}

class Walk {
  readonly files: string[] = [];
  readonly unreadable: UnreadableFolder[] = [];
  /** Real paths of the folders that are listed. */
  private readonly visited = new Set<string>();
  /** Links to folders, put off until every real folder is listed. */
  private readonly links: string[] = [];

  constructor(private readonly root: string) {}

  nextLink(): string | undefined {
    this.links.sort();
    return this.links.shift();
  }

  async through(link: string): Promise<void> {
    const real = await realpath(join(this.root, link));
    const isAboveRoot = (this.root + sep).startsWith(real.endsWith(sep) ? real : real + sep);
    if (!isAboveRoot && !this.visited.has(real)) await this.into(link, real);
  }

  async into(folder: string, real: string): Promise<void> {
    this.visited.add(real);
    try {
      const entries = await readdir(real, { withFileTypes: true });
      await Promise.all(entries.map((entry) => this.look(entry, folder, real)));
    } catch (error) {
      this.unreadable.push({ path: folder, reason: reasonOf(error) });
    }
  }

  private async look(entry: Dirent, folder: string, real: string): Promise<void> {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isIgnoredPath(path + '/')) await this.into(path, join(real, entry.name));
    } else if (entry.isSymbolicLink() && (await isFolder(join(real, entry.name)))) {
      if (!isIgnoredPath(path + '/')) this.links.push(path);
    } else if (Workspace.wants(path)) this.files.push(path);
  }
}

/** Whether a link leads to a folder; one that leads nowhere is told where the file is read. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
