import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createConnection,
  createMessageConnection,
  type Diagnostic,
  FileChangeType,
  type InitializeResult,
  ProposedFeatures,
  type MessageConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { catalogs } from '../../server/disk/catalogs';
import { rulePage } from '../../server/disk/rule-pages';
import { clientFolders } from '../../server/lsp/client-folders';
import { diskFolders } from '../../server/lsp/disk-folders';
import type { Environment } from '../../server/lsp/environment';
import { foldersByScheme } from '../../server/lsp/folders';
import { clustersRequest, type FolderEntry, readFileRequest, readFolderRequest } from '../../server/lsp/protocol';
import { serve } from '../../server/lsp/server';

/** What VS Code can do, as far as the server asks. */
export const everything: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true },
  workspace: {
    workspaceFolders: true,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    applyEdit: true,
  },
};

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly environment?: Partial<Environment>;
  /** Bytes of files that only the editor can read, by URI. */
  readonly files?: ReadonlyMap<string, Buffer>;
  /** What the editor answers when it is asked for settings. */
  readonly settings?: Record<string, unknown>;
}

/** An editor on the other end of a real server, over streams in memory. */
export class Editor {
  /** Every message with findings, in the order of their arrival. */
  readonly published: PublishDiagnosticsParams[] = [];
  /** Requests and notifications from the server, by method. */
  readonly received: { method: string; params: unknown }[] = [];
  /** What the server said was a fault of its own. */
  readonly faults: string[] = [];
  readonly warnings: string[] = [];
  settings: Record<string, unknown>;
  private readonly files: ReadonlyMap<string, Buffer>;
  readonly client: MessageConnection;
  initialized!: InitializeResult;
  private waiting: (() => void)[] = [];
  /** A promise that is rejected behind everybody's back ends a server, but not a test. */
  private readonly onRejection = (reason: unknown): void => void this.faults.push(`unhandled: ${String(reason)}`);

  private constructor(options: EditorOptions) {
    const [up, down] = [new PassThrough(), new PassThrough()];
    this.settings = options.settings ?? {};
    this.files = options.files ?? new Map();
    const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
    serve(server, {
      catalogs,
      folders: foldersByScheme(
        diskFolders((message) => void this.warnings.push(message)),
        clientFolders(server),
      ),
      rulePage,
      onFault: (what, error) => void this.faults.push(`${what}: ${String(error)}`),
      ...options.environment,
    });
    this.client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.client.onNotification((method, params) => this.receive(method, params));
    this.client.onUnhandledProgress((params) => this.receive('$/progress', params));
    this.client.onRequest((method, params) => this.answer(method, params));
    this.client.listen();
    process.on('unhandledRejection', this.onRejection);
  }

  /** Starts a server for folders; those given as paths are on disk. */
  static async start(folders: readonly string[], options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(options);
    const workspaceFolders = folders.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) }));
    const capabilities = options.capabilities ?? everything;
    editor.initialized = await editor.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      workspaceFolders,
    });
    await editor.notify('initialized', {});
    return editor;
  }

  /** Ends watching for faults. The streams stay open, because a server that still answers is no fault. */
  stop(): void {
    process.off('unhandledRejection', this.onRejection);
  }

  request<T>(method: string, params?: unknown): Promise<T> {
    return this.client.sendRequest<T>(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.client.sendNotification(method, params as object);
  }

  /** Everything sent so far is read and judged, and its findings have arrived. */
  async settled(): Promise<void> {
    await this.request(clustersRequest);
  }

  open(file: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri: uriOf(file), languageId: 'plaintext', version, text };
    return this.notify('textDocument/didOpen', { textDocument });
  }

  /** Replaces a whole line. */
  editLine(file: string, version: number, line: number, text: string): Promise<void> {
    const range: Range = { start: { line, character: 0 }, end: { line, character: 100_000 } };
    return this.edit(file, version, [{ range, text }]);
  }

  edit(file: string, version: number, contentChanges: object[]): Promise<void> {
    return this.notify('textDocument/didChange', { textDocument: { uri: uriOf(file), version }, contentChanges });
  }

  close(file: string): Promise<void> {
    return this.notify('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
  }

  /** Tells what a watcher saw on disk. */
  changedOnDisk(...files: string[]): Promise<void> {
    const changes = files.map((file) => ({ uri: uriOf(file), type: FileChangeType.Changed }));
    return this.notify('workspace/didChangeWatchedFiles', { changes });
  }

  /** What the editor shows of a file, of one rule. */
  shown(file: string, rule?: string): readonly Diagnostic[] {
    const last = this.published.findLast((message) => message.uri === uriOf(file));
    return (last?.diagnostics ?? []).filter(({ code }) => rule === undefined || code === rule);
  }

  /** Asks about a place in a file. */
  at<T>(method: string, file: string, line: number, character: number): Promise<T> {
    return this.request(method, { textDocument: { uri: uriOf(file) }, position: { line, character } });
  }

  /** Waits for a message that satisfies a condition, if none has arrived yet. */
  async when<T>(condition: () => T | undefined): Promise<T> {
    for (;;) {
      const value = condition();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private receive(method: string, params: unknown): void {
    this.received.push({ method, params });
    if (method === 'textDocument/publishDiagnostics') this.published.push(params as PublishDiagnosticsParams);
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private entriesOf(folder: string): FolderEntry[] {
    const below = [...this.files.keys()]
      .filter((uri) => uri.startsWith(folder + '/'))
      .map((uri) => uri.slice(folder.length + 1).split('/'));
    const entries = new Map(below.map(([name = '', ...rest]) => [name, rest.length > 0]));
    return [...entries].map(([name, isFolder]) => ({ name: decodeURIComponent(name), isFolder }));
  }

  private answer(method: string, params: unknown): unknown {
    this.receive(method, params);
    if (method === readFileRequest) return this.files.get(String(params))?.toString('latin1') ?? null;
    if (method === readFolderRequest) return this.entriesOf(String(params));
    if (method === 'workspace/applyEdit') return { applied: true };
    if (method !== 'workspace/configuration') return null;
    return (params as { items: { section: string }[] }).items.map(({ section }) => this.settings[section] ?? null);
  }
}

/** A path or a URI as a URI. */
export function uriOf(file: string): string {
  return file.includes('://') || file.startsWith('untitled:') ? file : pathToFileURL(file).href;
}

/** Starts editors for the tests of the `describe` it is called in, and stops them behind each test. */
export function editors(): (folders: readonly string[], options?: EditorOptions) => Promise<Editor> {
  const started: Editor[] = [];
  afterEach(() => {
    for (const editor of started.splice(0)) {
      editor.stop();
      assert.deepEqual(editor.faults, []);
    }
  });
  return async (folders, options) => {
    const editor = await Editor.start(folders, options);
    started.push(editor);
    return editor;
  };
}
