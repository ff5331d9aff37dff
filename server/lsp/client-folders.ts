import type { Connection } from 'vscode-languageserver';
import { isIgnoredPath } from '../core/sources/recognise';
import type { Content } from '../core/trouble';
import { Workspace } from '../core/workspace';
import type { Folders, MayPut } from './folders';
import { type FolderEntry, readFileRequest, readFolderRequest } from './protocol';

/** Files beyond this size, in bytes, are not asked for a second time: they are no configuration. */
const largestFile = 16 * 1024 * 1024;

/** Folders nested deeper than this are a ring of links. */
const deepestFolder = 32;

/** Folders that only the editor can read: those of a virtual workspace, and all of them in a browser. */
export function clientFolders(connection: Connection): Folders {
  const files = new ClientFiles(connection);
  return {
    load: (root, workspace, mayPut) => new ClientFolder(root, files).load('', workspace, mayPut),
    async reload(root, paths, workspace, mayPut) {
      const folder = new ClientFolder(root, files);
      for (const path of new Set(paths)) await folder.load(path, workspace, mayPut);
    },
    has: async (root, path) => (await files.read(`${root}/${encoded(path)}`)) !== undefined,
  };
}

/** Asks the editor; what it does not answer is not there. */
export class ClientFiles {
  constructor(private readonly connection: Connection) {}

  async list(uri: string): Promise<readonly FolderEntry[]> {
    return this.connection.sendRequest<FolderEntry[]>(readFolderRequest, uri).catch(() => []);
  }

  /** The bytes of a file, one character each. */
  async read(uri: string): Promise<string | undefined> {
    const bytes = await this.connection.sendRequest<string | null>(readFileRequest, uri).catch(() => null);
    return bytes ?? undefined;
  }
}

class ClientFolder {
  constructor(
    private readonly root: string,
    private readonly files: ClientFiles,
  ) {}

  /** Reads everything at or below a path that may concern the workspace; files that are gone are taken out. */
  async load(below: string, workspace: Workspace, mayPut: MayPut): Promise<void> {
    const known = [...workspace.paths].filter((path) => below === '' || path === below || path.startsWith(below + '/'));
    const listed = await this.list(below, 0);
    const itself = below !== '' && Workspace.wants(below) ? [below] : [];
    const wanted = [...new Set([...itself, ...listed, ...known])].sort();
    const contents = await Promise.all(wanted.map(async (path) => [path, await this.read(path)] as const));
    for (const [path, content] of contents) {
      if (mayPut(path)) workspace.setContent(path, workspace.document(path)?.uri ?? this.uriOf(path), content);
    }
    await this.readMissing(workspace, mayPut);
  }

  /** Reads what compose files refer to, until nothing new is wanted. */
  private async readMissing(workspace: Workspace, mayPut: MayPut): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const wanted = workspace.missing().filter((path) => !tried.has(path));
      if (wanted.length === 0) return;
      for (const path of wanted) {
        tried.add(path);
        const content = await this.read(path);
        if (content?.kind === 'text' && mayPut(path)) workspace.setOther(path, this.uriOf(path), content.text);
      }
    }
  }

  private async list(folder: string, depth: number): Promise<string[]> {
    if (depth > deepestFolder || (folder !== '' && isIgnoredPath(folder + '/'))) return [];
    const entries = await this.files.list(this.uriOf(folder));
    const found = await Promise.all(
      entries.map(async ({ name, isFolder }) => {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (isFolder) return this.list(path, depth + 1);
        return Workspace.wants(path) ? [path] : [];
      }),
    );
    return found.flat();
  }

  /** Key files are compared by a digest, which only a server on a disk of its own makes. */
  private async read(path: string): Promise<Content | undefined> {
    if (Workspace.isKeyfile(path)) return undefined;
    const bytes = await this.files.read(this.uriOf(path));
    if (bytes === undefined || bytes.length > largestFile || bytes.includes('\0')) return undefined;
    return textOf(bytes);
  }

  private uriOf(path: string): string {
    return path === '' ? this.root : `${this.root}/${encoded(path)}`;
  }
}

/** UTF-8 unless some bytes are not: then every byte is a character of Latin-1, as it came. */
function textOf(bytes: string): Content {
  try {
    const array = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(array) };
  } catch {
    const message = 'this file is not UTF-8; it is read as Latin-1, which the daemons do not mind outside of values';
    return { kind: 'text', text: bytes, trouble: { rule: 'file/not-utf-8', message } };
  }
}

/** As editors write URIs: everything but letters, digits and `-._~` is escaped. */
function encoded(path: string): string {
  const escape = (char: string): string => '%' + char.charCodeAt(0).toString(16).toUpperCase();
  return path
    .split('/')
    .map((name) => encodeURIComponent(name).replace(/[!'()*]/g, escape))
    .join('/');
}
