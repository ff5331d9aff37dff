import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isIgnoredPath } from '../core/sources/recognise';
import type { Content } from '../core/trouble';
import { Workspace } from '../core/workspace';
import { listFolder, type UnreadableFolder } from './list-folder';
import { readContent } from './read-file';

/** Asked at the moment a file's content would be put in, because the world may have moved on while it was read. */
export type MayPut = (path: string) => boolean;

const always: MayPut = () => true;

/** Files read at the same time; more would not be faster, and open files are limited. */
const atOnce = 32;

/**
 * A folder on disk that is read into a workspace. Files are read side by side and put in in the order of their paths,
 * all in one step, so that nobody sees half of a cluster.
 */
export class DiskFolder {
  /**
   * @param path absolute
   * @param uri  how documents name the folder, without a slash at its end
   */
  constructor(
    readonly path: string,
    private readonly uri = pathToFileURL(path).href,
  ) {}

  /** Reads everything below a path of the folder that may concern the workspace; files that are gone are taken out. */
  async load(workspace: Workspace, below = '', mayPut = always): Promise<readonly UnreadableFolder[]> {
    const { files, unreadable } = await listFolder(this.path, below);
    const known = [...workspace.paths].filter((path) => isBelow(below, path));
    await this.readAll([...new Set([...files, ...known])].sort(), workspace, mayPut);
    await this.readMissing(workspace, mayPut);
    return unreadable;
  }

  /** Reads again what may have changed on disk: files, or folders with everything in them. */
  async reload(paths: Iterable<string>, workspace: Workspace, mayPut = always): Promise<readonly UnreadableFolder[]> {
    const files: string[] = [];
    const unreadable: UnreadableFolder[] = [];
    for (const path of new Set(paths)) {
      if (isIgnoredPath(path + '/')) continue;
      files.push(...[...workspace.paths].filter((known) => isBelow(path, known)));
      if (await this.isFolder(path)) unreadable.push(...(await this.load(workspace, path, mayPut)));
      else if (Workspace.wants(path)) files.push(path);
    }
    await this.readAll([...new Set(files)].sort(), workspace, mayPut);
    await this.readMissing(workspace, mayPut);
    return unreadable;
  }

  /** Reads what compose files refer to, until nothing new is wanted. What is not there is left out. */
  private async readMissing(workspace: Workspace, mayPut: MayPut): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const wanted = workspace.missing().filter((path) => !tried.has(path));
      if (wanted.length === 0) return;
      for (const path of wanted) tried.add(path);
      const contents = await this.contentsOf(wanted);
      for (const [path, content] of contents) {
        if (content?.kind === 'text' && mayPut(path)) workspace.setOther(path, this.uriOf(path), content.text);
      }
    }
  }

  private async readAll(paths: readonly string[], workspace: Workspace, mayPut: MayPut): Promise<void> {
    for (const [path, content] of await this.contentsOf(paths)) {
      if (mayPut(path)) workspace.setContent(path, workspace.document(path)?.uri ?? this.uriOf(path), content);
    }
  }

  private async contentsOf(paths: readonly string[]): Promise<(readonly [path: string, Content | undefined])[]> {
    const contents = new Map<string, Content | undefined>();
    const rest = paths.values();
    const readRest = async (): Promise<void> => {
      for (const path of rest) contents.set(path, await readContent(join(this.path, path), Workspace.isKeyfile(path)));
    };
    await Promise.all(Array.from({ length: atOnce }, readRest));
    return paths.map((path) => [path, contents.get(path)] as const);
  }

  private uriOf(path: string): string {
    return `${this.uri}/${path.split('/').map(encodeSegment).join('/')}`;
  }

  private async isFolder(path: string): Promise<boolean> {
    return stat(join(this.path, path)).then(
      (status) => status.isDirectory(),
      () => false,
    );
  }
}

function isBelow(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(folder + '/');
}

/** As editors write URIs: everything but letters, digits and `-._~` is escaped. */
function encodeSegment(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (char) => '%' + char.charCodeAt(0).toString(16).toUpperCase());
}
