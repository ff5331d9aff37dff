import { fileURLToPath } from 'node:url';
import { listFolder, readInto, readMissing } from '../disk/read-folder';
import type { Folders } from './folders';

/** Folders on the disk of the machine the server runs on. */
export function diskFolders(log: (message: string) => void): Folders {
  return {
    async load(root, workspace, isOpen) {
      const folder = fileURLToPath(root);
      const paths = await listFolder(folder, (path, reason) => log(`${path || folder} cannot be listed: ${reason}`));
      for (const path of paths) if (!isOpen(path)) await readInto(workspace, folder, path);
      await readMissing(workspace, folder);
    },
    reload: (root, path, workspace) => readInto(workspace, fileURLToPath(root), path),
  };
}
