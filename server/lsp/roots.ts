import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Finding } from '../core/rules/finding';
import { rules } from '../core/rules/registry';
import type { Document } from '../core/syntax/tree';
import { Workspace } from '../core/workspace';
import type { Environment } from './environment';
import type { MayPut } from './folders';
import { type OpenFile, OpenFiles } from './open-files';
import { keyOf, nameOf, pathBelow } from './uri';

interface Root {
  readonly uri: string;
  readonly key: string;
  readonly workspace: Workspace;
}

interface Place {
  readonly root: Root;
  readonly path: string;
}

/**
 * The folders of an editor's workspace, each with its model. Text of open editors wins over the disk. An open file that
 * lies in no folder is judged by itself for as long as it is open.
 */
export class Roots {
  private folders: Root[] = [];
  /** The model of each open file outside of all folders, by the file's key. */
  private readonly strays = new Map<string, Root>();
  private readonly files = new OpenFiles();
  /** Numbers the reads from disk, so that the outcome of an older one never replaces that of a newer one. */
  private reads = 0;
  private readonly lastRead = new Map<string, number>();

  constructor(private readonly environment: Environment) {}

  /** Adds folders and reads them. Where one folder lies in another, each file belongs to the innermost. */
  async add(uris: readonly string[]): Promise<void> {
    const added: Root[] = [];
    for (const uri of uris.map((each) => each.replace(/\/+$/, ''))) {
      const key = keyOf(uri);
      if (this.folders.some((root) => root.key === key)) continue;
      const root = { uri, key, workspace: this.workspace(nameOf(key)) };
      this.folders.push(root);
      added.push(root);
    }
    this.rehouse();
    await Promise.all(added.map((root) => this.load(root)));
  }

  /** Takes folders out; a folder around one of them takes its files over. */
  async remove(uris: readonly string[]): Promise<void> {
    const keys = uris.map(keyOf);
    this.folders = this.folders.filter((root) => !keys.includes(root.key));
    this.rehouse();
    await this.reload(keys);
  }

  /** Reads every folder again, for editors that do not watch files. */
  async loadAll(): Promise<void> {
    await Promise.all(this.folders.map((root) => this.load(root)));
  }

  /** Reads again what changed on disk: files or whole folders, changed, new or gone. */
  async diskChanged(uris: readonly string[]): Promise<void> {
    await this.reload(uris.map(keyOf));
  }

  open(uri: string, version: number, text: string): void {
    this.files.open(uri, version, text);
    const file = this.files.get(uri) as OpenFile;
    const place = this.placeOpen(file);
    place?.root.workspace.set(place.path, uri, text);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const file = this.files.get(uri);
    const place = file && this.placeOpen(file);
    if (!file || !place) return;
    const edits = this.files.change(file, version, changes);
    const { workspace } = place.root;
    if (edits && workspace.document(place.path)) workspace.edit(place.path, edits);
    else workspace.set(place.path, file.uri, this.files.get(uri)?.lines.text ?? '');
  }

  async close(uri: string): Promise<void> {
    const key = keyOf(uri);
    this.files.close(uri);
    this.strays.delete(key);
    await this.reload([key]);
  }

  /** How many files the editor has open, ours or not. */
  get openCount(): number {
    return this.files.all.length;
  }

  /** The version the editor gave an open file; null for a closed one. */
  openVersion(uri: string): number | null {
    return this.files.get(uri)?.version ?? null;
  }

  /** Brings all models up to date; the documents whose findings may have changed, without those that are gone. */
  update(): Map<Document, readonly Finding[]> {
    return new Map(
      this.workspaces.flatMap((workspace) =>
        [...workspace.update()].filter(([document]) => workspace.document(document.path) === document),
      ),
    );
  }

  allFindings(): Finding[] {
    return this.workspaces.flatMap((workspace) =>
      workspace.documents.flatMap((document) => workspace.findings(document)),
    );
  }

  /** One of our files with its model, or undefined. */
  at(uri: string): { document: Document; workspace: Workspace; root: string } | undefined {
    const place = this.place(keyOf(uri));
    const document = place?.root.workspace.document(place.path);
    return place && document && { document, workspace: place.root.workspace, root: place.root.uri };
  }

  /** The model of one folder. */
  workspaceOf(folder: string): Workspace | undefined {
    return this.folders.find((root) => root.key === keyOf(folder))?.workspace;
  }

  get workspaces(): readonly Workspace[] {
    return [...this.folders, ...this.strays.values()].map((root) => root.workspace);
  }

  /** The models of the folders alone, with the folders' URIs. */
  get housed(): readonly { readonly uri: string; readonly workspace: Workspace }[] {
    return this.folders;
  }

  private workspace(name: string): Workspace {
    const { environment } = this;
    const onFault = (rule: string, error: unknown): void => environment.onFault(`rule ${rule}`, error);
    return new Workspace(environment.catalogs, rules, name, onFault);
  }

  private async load(root: Root): Promise<void> {
    // One folder that cannot be read must not keep the others from being shown.
    await this.environment.folders
      .load(root.uri, root.workspace, this.startRead(root))
      .catch((error: unknown) => this.environment.onFault(`reading ${root.uri}`, error));
  }

  private async reload(keys: readonly string[]): Promise<void> {
    const paths = new Map<Root, string[]>();
    for (const key of keys) {
      const place = this.place(key);
      if (place && this.folders.includes(place.root)) {
        paths.set(place.root, [...(paths.get(place.root) ?? []), place.path]);
      }
    }
    const { folders } = this.environment;
    const reloads = [...paths].map(([root, some]) =>
      folders.reload(root.uri, some, root.workspace, this.startRead(root)),
    );
    await Promise.all(reloads);
  }

  private startRead(root: Root): MayPut {
    const read = ++this.reads;
    return (path) => {
      const key = `${root.key}/${path}`;
      if (this.files.has(key) || this.folderOf(key) !== root || (this.lastRead.get(key) ?? 0) > read) return false;
      this.lastRead.set(key, read);
      return true;
    };
  }

  /** Moves files to the folder they belong to, after folders came or went. */
  private rehouse(): void {
    for (const root of this.folders) {
      for (const path of [...root.workspace.paths]) {
        if (this.folderOf(`${root.key}/${path}`) !== root) root.workspace.remove(path);
      }
    }
    this.strays.clear();
    for (const file of this.files.all) {
      const place = this.placeOpen(file);
      if (place && !place.root.workspace.document(place.path)) {
        place.root.workspace.set(place.path, file.uri, file.lines.text);
      }
    }
  }

  /** The innermost folder that holds a file. */
  private folderOf(key: string): Root | undefined {
    const around = this.folders.filter((root) => pathBelow(root.key, key) !== undefined);
    return around.sort((a, b) => b.key.length - a.key.length)[0];
  }

  private place(key: string): Place | undefined {
    const root = this.folderOf(key) ?? this.strays.get(key);
    const path = root && pathBelow(root.key, key);
    return root && path !== undefined ? { root, path } : undefined;
  }

  /** The place of an open file. One outside of all folders gets a model of its own; its path is the whole path. */
  private placeOpen({ uri }: OpenFile): Place | undefined {
    const key = keyOf(uri);
    const isOutside = !this.folderOf(key) && !this.strays.has(key) && key.startsWith('file:///');
    if (isOutside) {
      const folder = key.slice(0, key.lastIndexOf('/'));
      this.strays.set(key, { uri: 'file://', key: 'file://', workspace: this.workspace(nameOf(folder)) });
    }
    return this.place(key);
  }
}
