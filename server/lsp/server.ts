import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import { absolute, type Finding } from '../core/rules/finding';
import { planFixes } from '../core/rules/fixing';
import { rangeOf } from '../core/syntax/tree';
import { toDiagnostic, toWorkspaceEdit } from './convert';
import type { Folders } from './folders';
import { Roots } from './roots';

/** Everything the server needs of the world outside, so that it runs on Node and in a browser worker alike. */
export interface Environment {
  readonly catalogs: Catalogs;
  readonly folders: Folders;
}

/** Wires one editor connection to the workspaces of its folders. */
export function serve(connection: Connection, environment: Environment): void {
  const roots = new Roots(environment);
  let dynamicWatching = false;
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
    for (const [document, findings] of roots.update()) {
      const diagnostics = findings.flatMap((finding) => toDiagnostic(finding) ?? []);
      const version = roots.openVersion(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics, ...(version !== null && { version }) });
    }
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    dynamicWatching = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: '' }] : []);
    roots.add(folders.map((folder) => folder.uri));
    return {
      serverInfo: { name: 'quorate' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, 'source.fixAll.quorate'] },
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

  connection.onCodeAction(({ textDocument, range, context }) => {
    roots.update();
    const found = roots.findings(textDocument.uri);
    const wanted = (kind: string): boolean => !context.only || context.only.some((only) => kind === only || kind.startsWith(only + '.'));
    const actions: CodeAction[] = [];
    if (wanted(CodeActionKind.QuickFix)) {
      for (const finding of found.filter((each) => touches(each, range))) actions.push(...quickFixes(finding));
    }
    if (wanted('source.fixAll.quorate')) {
      const plan = planFixes(found, (fix) => fix.safe);
      if (plan.edits.length > 0) {
        actions.push({ title: 'Fix all safe Quorate findings of this file', kind: 'source.fixAll.quorate', edit: toWorkspaceEdit(plan.edits, (uri) => roots.openVersion(uri)) });
      }
    }
    return actions;
  });

  const quickFixes = (finding: Finding): CodeAction[] => {
    const diagnostic = toDiagnostic(finding);
    if (!diagnostic) return [];
    return (finding.fixes?.() ?? []).flatMap((fix, index) => {
      const edits = absolute(fix.edits);
      if (!edits) return [];
      const edit = toWorkspaceEdit(edits, (uri) => roots.openVersion(uri));
      return [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: index === 0 && fix.safe, edit }];
    });
  };

  connection.listen();
}

function touches(finding: Finding, range: { start: { line: number }; end: { line: number } }): boolean {
  const own = rangeOf(finding.span);
  return own !== undefined && own.start.line <= range.end.line && own.end.line >= range.start.line;
}
