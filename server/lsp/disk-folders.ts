import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiskFolder } from '../disk/disk-folder';
import { fileBytes } from '../disk/file-bytes';
import type { UnreadableFolder } from '../disk/list-folder';
import type { Folders } from './folders';

/**
 * Folders on the disk of the machine the server runs on. Of folders elsewhere only what is open is known.
 *
 * @param warn is told, once, of each folder that cannot be listed
 */
export function diskFolders(warn: (message: string) => void): Folders {
  const told = new Set<string>();
  const tell = (root: string, folders: readonly UnreadableFolder[]): void => {
    for (const { path, reason } of folders) {
      const message = `${path || fileURLToPath(root)} cannot be listed: ${reason}`;
      if (!told.has(message)) warn(message);
      told.add(message);
    }
  };
  const diskFolder = (root: string): DiskFolder => new DiskFolder(fileURLToPath(root), root);
  return {
    async load(root, workspace, mayPut) {
      if (isOnDisk(root)) tell(root, await diskFolder(root).load(workspace, '', mayPut));
    },
    async reload(root, paths, workspace, mayPut) {
      if (isOnDisk(root)) tell(root, await diskFolder(root).reload(paths, workspace, mayPut));
    },
    async has(root, path) {
      if (!isOnDisk(root)) return false;
      return stat(join(fileURLToPath(root), path)).then(
        (found) => found.isFile(),
        () => false,
      );
    },
    bytes: (root, path) => (isOnDisk(root) ? fileBytes(join(fileURLToPath(root), path)) : undefined),
  };
}

function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:');
}
