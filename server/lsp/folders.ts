import type { FileBytes } from '../core/desired';
import type { Workspace } from '../core/workspace';

/** Asked at the moment a file's content would be put into a workspace; false leaves the file as it is there. */
export type MayPut = (path: string) => boolean;

/** How a workspace folder's files reach the server: from disk on Node, from the editor in a browser. */
export interface Folders {
  /** Reads every file of a folder that may concern it, and takes those out that are gone. */
  load(root: string, workspace: Workspace, mayPut: MayPut): Promise<void>;
  /** Reads files again, or takes them out when they are gone. Paths are below the folder; some may be folders. */
  reload(root: string, paths: Iterable<string>, workspace: Workspace, mayPut: MayPut): Promise<void>;
  /** Whether a folder has a file of a path below it; without it only files of the model are known to be there. */
  has?(root: string, path: string): Promise<boolean>;
  /** The bytes of a file below a folder as they are on disk; undefined when they cannot be read. */
  bytes?(root: string, path: string): FileBytes | undefined;
}

/** Folders on disk are read from there; all others, such as those of a virtual workspace, through the editor. */
export function foldersByScheme(disk: Folders, editor: Folders): Folders {
  const of = (root: string): Folders => (root.startsWith('file:') ? disk : editor);
  return {
    load: (root, ...rest) => of(root).load(root, ...rest),
    reload: (root, ...rest) => of(root).reload(root, ...rest),
    has: async (root, path) => (await of(root).has?.(root, path)) ?? false,
    bytes: (root, path) => of(root).bytes?.(root, path),
  };
}
