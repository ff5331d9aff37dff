import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import { planFixes } from '../core/fixing';
import { rules } from '../core/rules/registry';
import type { Document } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import { codeActions } from './actions';
import { viewClusters } from './clusters';
import { toDiagnostic, toWorkspaceEdit } from './convert';
import { completeAt, hoverAt, lensesOf, symbolsOf } from './features';
import type { Folders } from './folders';
import { clustersChanged, clustersRequest, explainRequest, fixWorkspaceCommand, type RulePage, rulesRequest } from './protocol';
import { Roots } from './roots';

/** Everything the server needs of the world outside, so that it runs on Node and in a browser worker alike. */
export interface Environment {
  readonly catalogs: Catalogs;
  readonly folders: Folders;
  /** The page of a rule, in Markdown. */
  rulePage(id: string): Promise<string>;
  /** Told when a rule throws; the server goes on with all others. */
  onFault(rule: string, error: unknown): void;
}

/** Wires one editor connection to the workspaces of its folders. */
export function serve(connection: Connection, environment: Environment): void {
  const roots = new Roots(environment);
  let dynamicWatching = false;
  let refreshesLenses = false;
  let shownLayouts: readonly object[] = [];
  let scheduled = false;

  /** Judges once the queue of messages is empty, so that a burst of edits costs one run. */
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      publish();
    });
  };

  const publish = (): void => {
    const changed = roots.update();
    for (const [document, findings] of changed) {
      const diagnostics = findings.flatMap((finding) => toDiagnostic(finding) ?? []);
      const version = roots.openVersion(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics, ...(version !== null && { version }) });
    }
    if (changed.size > 0) void connection.sendNotification(clustersChanged);
    const layouts = roots.workspaces.map((workspace) => workspace.model.layout);
    if (refreshesLenses && layouts.some((layout, index) => layout !== shownLayouts[index])) void connection.sendRequest(CodeLensRefreshRequest.type);
    shownLayouts = layouts;
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    dynamicWatching = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    refreshesLenses = params.capabilities.workspace?.codeLens?.refreshSupport ?? false;
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: '' }] : []);
    roots.add(folders.map((folder) => folder.uri));
    return {
      serverInfo: { name: 'quorate' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.quorate`] },
        hoverProvider: true,
        completionProvider: { triggerCharacters: ['=', ':', ' ', '['] },
        documentSymbolProvider: true,
        codeLensProvider: {},
        executeCommandProvider: { commands: [fixWorkspaceCommand] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(async () => {
    if (dynamicWatching) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
    }
    await roots.load();
    schedule();
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    roots.open(textDocument.uri, textDocument.version, textDocument.text);
    schedule();
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    roots.change(textDocument.uri, textDocument.version, contentChanges);
    schedule();
  });
  connection.onDidCloseTextDocument(async ({ textDocument }) => {
    await roots.close(textDocument.uri);
    schedule();
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri, type } of changes) await roots.diskChanged(uri, type === FileChangeType.Deleted);
    schedule();
  });

  /** Answers about an open file, with model and findings as of the last keystroke; null for a file that is not ours. */
  const about = <T>(uri: string, answer: (document: Document, workspace: Workspace) => T): T | null => {
    const document = roots.document(uri);
    if (!document) return null;
    publish();
    return answer(document, roots.workspaceOf(uri));
  };

  connection.onCodeAction((params) =>
    about(params.textDocument.uri, (document, workspace) => codeActions(params, workspace, workspace.findings(document), (uri) => roots.openVersion(uri))),
  );
  connection.onHover(({ textDocument, position }) => about(textDocument.uri, (document, workspace) => hoverAt(document, position, workspace, environment.catalogs)));
  connection.onCompletion(({ textDocument, position }) => about(textDocument.uri, (document, workspace) => completeAt(document, position, workspace, environment.catalogs)));
  connection.onDocumentSymbol(({ textDocument }) => about(textDocument.uri, symbolsOf));
  connection.onCodeLens(({ textDocument }) => about(textDocument.uri, lensesOf));
  connection.onRequest(clustersRequest, () => viewClusters(roots.workspaces));
  connection.onRequest(rulesRequest, (): RulePage[] => rules.map(([id, { summary, severity }]) => ({ id, summary, severity })));
  connection.onRequest(explainRequest, (rule: string) => environment.rulePage(rule));
  connection.onExecuteCommand(async ({ command }) => {
    if (command !== fixWorkspaceCommand) return null;
    publish();
    const plan = planFixes(roots.allFindings(), (fix) => fix.safe);
    if (plan.edits.length === 0) return 0;
    const { applied } = await connection.workspace.applyEdit({ label: 'Fix all safe findings', edit: toWorkspaceEdit(plan.edits, (uri) => roots.openVersion(uri)) });
    return applied ? plan.chosen.length : 0;
  });

  connection.listen();
}
