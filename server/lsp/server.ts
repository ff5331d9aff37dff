import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { desiredOf } from '../core/desired';
import { planFixes } from '../core/fixing';
import { runningRules } from '../core/live/running-rules';
import type { DesiredCluster } from '../core/ops/desired';
import { rules } from '../core/rules/registry';
import type { Document } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import { codeActions } from './actions';
import { capabilitiesFor, formatted } from './capabilities';
import { equalizingEdits, toBeConfirmed, viewComparison } from './comparison';
import { viewClusters } from './clusters';
import { type EditTarget, toWorkspaceEdit } from './convert';
import { Display } from './display';
import type { Environment } from './environment';
import { answerFeatures } from './feature-requests';
import { answerFirstUse } from './first-use';
import {
  clustersRequest,
  type CompareParams,
  compareRequest,
  desiredRequest,
  explainRequest,
  fixWorkspaceCommand,
  type MakeEqualParams,
  makeEqualRequest,
  type RulePage,
  rulesRequest,
} from './protocol';
import { Roots } from './roots';
import { Settings } from './settings';
import { answerStatus } from './status';

/** Wires one editor connection to the workspaces of its folders. */
export function serve(connection: Connection, environment: Environment): void {
  const roots = new Roots(environment);
  const display = new Display(connection, roots, environment);
  const settings = new Settings(connection, () => display.refresh());
  let client: ClientCapabilities = {};
  let folders: readonly string[] = [];

  connection.onInitialize((params) => {
    client = params.capabilities;
    const { codeLens, inlayHint } = client.workspace ?? {};
    display.canRefresh = { lenses: codeLens?.refreshSupport ?? false, hints: inlayHint?.refreshSupport ?? false };
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- some editors know no more than one folder
    const { rootUri } = params;
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (rootUri ? [rootUri] : []);
    return { serverInfo: { name: 'quorate' }, capabilities: capabilitiesFor(client) };
  });

  connection.onInitialized(async () => {
    display.load(roots.add(folders));
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        display.load(roots.remove(removed.map((folder) => folder.uri)));
        display.load(roots.add(added.map((folder) => folder.uri)));
      });
    }
    // Side by side, so that an editor that refuses one thing still gets the other.
    await Promise.all([
      settings.follow(client),
      isWatching() && watch(),
      registersFormatting() && registerFormatting(),
    ]);
  });

  const watch = (): Promise<unknown> =>
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
  const registersFormatting = (): boolean => client.textDocument?.formatting?.dynamicRegistration ?? false;
  const registerFormatting = (): Promise<unknown> =>
    Promise.all([
      connection.client.register(DocumentFormattingRequest.type, { documentSelector: formatted }),
      connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector: formatted }),
    ]);
  const isWatching = (): boolean => client.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;

  connection.onDidOpenTextDocument(({ textDocument }) => {
    roots.open(textDocument.uri, textDocument.version, textDocument.text);
    display.schedule();
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    roots.change(textDocument.uri, textDocument.version, contentChanges);
    display.schedule();
  });
  connection.onDidSaveTextDocument(async () => {
    if (!isWatching()) await display.after(roots.loadAll());
  });
  connection.onDidCloseTextDocument(({ textDocument }) => display.after(roots.close(textDocument.uri)));
  connection.onDidChangeWatchedFiles(({ changes }) => display.after(roots.diskChanged(changes.map(({ uri }) => uri))));

  /** Waits until all is read; whoever has given up meanwhile costs nothing more. */
  const ready = async (token: CancellationToken): Promise<void> => {
    await display.ready();
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'nobody waits for this any more');
  };
  /** Answers about one of our files, with model and findings as of the last keystroke; null for any other file. */
  const about = async <T>(
    uri: string,
    token: CancellationToken,
    answer: (document: Document, workspace: Workspace) => T,
  ): Promise<T | null> => {
    await ready(token);
    const found = roots.at(uri);
    return found ? answer(found.document, found.workspace) : null;
  };
  const target: EditTarget = {
    versionOf: (uri) => roots.openVersion(uri),
    takesVersions: () => client.workspace?.workspaceEdit?.documentChanges ?? false,
    renamesFiles: () => client.workspace?.workspaceEdit?.resourceOperations?.includes('rename') ?? false,
    canAsk: () => client.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
  };

  connection.onCodeAction((params, token) =>
    about(params.textDocument.uri, token, (document, workspace) => codeActions(params, document, workspace, target)),
  );
  const { catalogs } = environment;
  answerFeatures({ connection, environment, roots, settings, target, client: () => client, ready });
  answerFirstUse(connection, roots, () => display.ready());
  answerStatus(connection, roots, display);
  connection.onRequest(clustersRequest, async () => {
    await display.ready();
    return viewClusters(roots.workspaces);
  });
  connection.onRequest(desiredRequest, async (): Promise<DesiredCluster[]> => {
    await display.ready();
    const bytes = environment.folders.bytes?.bind(environment.folders);
    return roots.housed.flatMap(({ uri, workspace }) => desiredOf(workspace, (path) => bytes?.(uri, path)));
  });
  connection.onRequest(compareRequest, async ({ uri }: CompareParams, token: CancellationToken) => {
    const compared = await about(uri, token, (document, workspace) => viewComparison(document, workspace, catalogs));
    return compared ?? [];
  });
  connection.onRequest(makeEqualRequest, async (params: MakeEqualParams, token: CancellationToken) => {
    const { setting, host } = params;
    const edits = await about(params.uri, token, (document, workspace) =>
      equalizingEdits(params, document, workspace, catalogs),
    );
    if (!edits)
      throw new ResponseError(LSPErrorCodes.RequestFailed, `no edit gives every host the ${setting} of ${host}`);
    const label = `${setting} as on ${host}`;
    const canConfirm = client.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
    const edit = toWorkspaceEdit(edits, target);
    const { applied } = await connection.workspace.applyEdit({
      label,
      edit: canConfirm ? toBeConfirmed(edit, label) : edit,
    });
    return applied;
  });
  connection.onRequest(rulesRequest, (): RulePage[] =>
    [...rules, ...Object.entries(runningRules)].map(([id, { summary, severity }]) => ({ id, summary, severity })),
  );
  connection.onRequest(explainRequest, async (rule: string) => {
    if (rule in runningRules || rules.some(([id]) => id === rule)) return environment.rulePage(rule);
    throw new ResponseError(ErrorCodes.InvalidParams, `there is no page of a rule ${rule}`);
  });
  connection.onExecuteCommand(async ({ command }, token) => {
    if (command !== fixWorkspaceCommand)
      throw new ResponseError(ErrorCodes.InvalidParams, `there is no command ${command}`);
    await ready(token);
    const plan = planFixes(roots.allFindings(), (fix) => fix.safe);
    if (plan.edits.length === 0) return 0;
    const edit = toWorkspaceEdit(plan.edits, target);
    const { applied } = await connection.workspace.applyEdit({ label: 'Fix all safe findings', edit });
    return applied ? plan.chosen.length : 0;
  });

  connection.listen();
}
