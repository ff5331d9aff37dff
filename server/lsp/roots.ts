import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { rules } from '../core/rules/registry';
import type { Finding } from '../core/rules/finding';
import type { Document } from '../core/syntax/tree';
import { Workspace } from '../core/workspace';
import type { Environment } from './server';

interface Root {
  readonly uri: string;
  readonly workspace: Workspace;
}

/**
 * The folders of an editor's workspace, each with its model. Text of open editors wins over the disk; a file that
 * lies in no folder gets a model of its own, so that its single-file findings still appear.
 */
export class Roots {
  private readonly roots: Root[] = [];
  /** Versions of open files as the editor counts them, by URI. */
  private readonly versions = new Map<string, number>();

  constructor(private readonly environment: Environment) {}

  add(uris: readonly string[]): void {
    for (const uri of uris) {
      const bare = uri.replace(/\/+$/, '');
      if (this.roots.some((root) => root.uri === bare)) continue;
      const name = decodeURIComponent(bare.slice(bare.lastIndexOf('/') + 1));
      this.roots.push({ uri: bare, workspace: new Workspace(this.environment.catalogs, rules, name, this.environment.onFault) });
    }
  }

  async load(): Promise<void> {
    for (const { uri, workspace } of this.roots) {
      await this.environment.folders.load(uri, workspace, (path) => this.versions.has(`${uri}/${encodePath(path)}`));
    }
  }

  open(uri: string, version: number, text: string): void {
    this.versions.set(uri, version);
    const { workspace, path } = this.place(uri);
    workspace.set(path, uri, text);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    if (!this.versions.has(uri)) return;
    this.versions.set(uri, version);
    const { workspace, path } = this.place(uri);
    for (const change of changes) {
      if ('range' in change && workspace.document(path)) workspace.edit(path, [{ range: change.range, newText: change.text }]);
      else if (!('range' in change)) workspace.set(path, uri, change.text);
    }
  }

  async close(uri: string): Promise<void> {
    this.versions.delete(uri);
    await this.reload(uri);
  }

  async diskChanged(uri: string, deleted: boolean): Promise<void> {
    if (this.versions.has(uri)) return;
    const { workspace, path } = this.place(uri);
    if (deleted) workspace.remove(path);
    else if (Workspace.wants(path) || workspace.document(path)) await this.reload(uri);
  }

  /** The version the editor gave an open file; null for a closed one. */
  openVersion(uri: string): number | null {
    return this.versions.get(uri) ?? null;
  }

  update(): Map<Document, readonly Finding[]> {
    return new Map(this.roots.flatMap((root) => [...root.workspace.update()]));
  }

  allFindings(): Finding[] {
    return this.workspaces.flatMap((workspace) => workspace.documents.flatMap((document) => workspace.findings(document)));
  }

  document(uri: string): Document | undefined {
    const { workspace, path } = this.place(uri);
    return workspace.document(path);
  }

  workspaceOf(uri: string): Workspace {
    return this.place(uri).workspace;
  }

  get workspaces(): readonly Workspace[] {
    return this.roots.map((root) => root.workspace);
  }

  private async reload(uri: string): Promise<void> {
    const { root, workspace, path } = this.place(uri);
    await this.environment.folders.reload(root, path, workspace);
  }

  private place(uri: string): { root: string; workspace: Workspace; path: string } {
    const root = this.roots.find((each) => uri.startsWith(each.uri + '/'));
    if (root) return { root: root.uri, workspace: root.workspace, path: decodeURIComponent(uri.slice(root.uri.length + 1)) };
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    this.add([folder]);
    return this.place(uri);
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
