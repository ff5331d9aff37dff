import type { Workspace } from '../core/workspace';

/** How a workspace folder's files reach the server: from disk on Node, from the editor in a browser. */
export interface Folders {
  /** Reads every file of a folder that may concern it into the workspace, but for open ones, whose text the editor has. */
  load(root: string, workspace: Workspace, isOpen: (path: string) => boolean): Promise<void>;
  /** Reads one file again, or takes it out when it is gone. `path` is below the folder. */
  reload(root: string, path: string, workspace: Workspace): Promise<void>;
}
