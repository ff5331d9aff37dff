import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver';
import { definitionsAt } from '../core/features/definition';
import { sameOnOtherHosts } from '../core/features/other-hosts';
import { referencesAt } from '../core/features/references';
import type { Document } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import type { EditTarget } from './convert';
import type { Environment } from './environment';
import { completeAt, resolveCompletion, signatureHelp } from './completion';
import { hoverAt, symbolsOf } from './features';
import { highlightsOf, linksOf, locationsOf, prepareRename, renamed, symbolsNamed } from './navigation';
import { foldsOf, formatting, hintsOf, lensesOf, selectionsOf, tokensOf } from './presentation';
import type { Roots } from './roots';
import type { Settings } from './settings';

/** What answering about files takes. */
export interface FeatureContext {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly roots: Roots;
  readonly settings: Settings;
  readonly target: EditTarget;
  client(): ClientCapabilities;
  /** Waits until all is read; fails when nobody waits for the answer any more. */
  ready(token: CancellationToken): Promise<void>;
}

/** Answers what an editor asks about files, with model and findings as of the last keystroke; null for files not ours. */
export function answerFeatures(context: FeatureContext): void {
  const { connection, roots, settings, target } = context;
  const { catalogs, folders } = context.environment;
  const about = async <T>(
    { textDocument }: { readonly textDocument: { readonly uri: string } },
    token: CancellationToken,
    answer: (document: Document, workspace: Workspace, root: string) => T | Promise<T>,
  ): Promise<T | null> => {
    await context.ready(token);
    const found = roots.at(textDocument.uri);
    return found ? answer(found.document, found.workspace, found.root) : null;
  };

  connection.onHover((params, token) =>
    about(params, token, (document, workspace) => hoverAt(document, params.position, workspace, catalogs)),
  );
  connection.onCompletion((params, token) =>
    about(params, token, (document, workspace) =>
      completeAt(document, params.position, workspace, catalogs, context.client()),
    ),
  );
  connection.onCompletionResolve((item) => resolveCompletion(item, (uri) => roots.at(uri), catalogs));
  connection.onSignatureHelp((params, token) =>
    about(params, token, (document, workspace) => signatureHelp(document, params.position, workspace, catalogs)),
  );
  connection.onDocumentSymbol((params, token) => about(params, token, symbolsOf));
  connection.onCodeLens((params, token) =>
    about(params, token, (document, workspace) => lensesOf(document, workspace, settings)),
  );
  connection.languages.inlayHint.on((params, token) =>
    about(params, token, (document, workspace) => hintsOf(document, params.range, workspace, catalogs, settings)),
  );
  connection.languages.semanticTokens.on(async (params, token) => {
    const found = await about(params, token, (document, workspace) =>
      tokensOf(document, undefined, workspace, catalogs),
    );
    return found;
  });
  connection.languages.semanticTokens.onRange(async (params, token) => {
    const found = await about(params, token, (document, workspace) =>
      tokensOf(document, params.range, workspace, catalogs),
    );
    return found;
  });
  connection.onFoldingRanges((params, token) => about(params, token, foldsOf));
  connection.onSelectionRanges((params, token) =>
    about(params, token, (document) => selectionsOf(document, params.positions)),
  );
  connection.onDocumentFormatting((params, token) =>
    about(params, token, (document) => formatting(document, undefined, params.options)),
  );
  connection.onDocumentRangeFormatting((params, token) =>
    about(params, token, (document) => formatting(document, params.range, params.options)),
  );
  connection.onDefinition((params, token) =>
    about(params, token, (document, { model, documents }) =>
      locationsOf(definitionsAt(document, params.position, model, documents)),
    ),
  );
  connection.onImplementation((params, token) =>
    about(params, token, (document, { model }) => locationsOf(sameOnOtherHosts(document, params.position, model))),
  );
  connection.onReferences((params, token) =>
    about(params, token, (document, { model, documents }) =>
      locationsOf(referencesAt(document, params.position, model, documents, params.context.includeDeclaration)),
    ),
  );
  connection.onDocumentHighlight((params, token) =>
    about(params, token, (document, workspace) => highlightsOf(document, params.position, workspace)),
  );
  connection.onPrepareRename((params, token) =>
    about(params, token, (document, workspace) => prepareRename(document, params.position, workspace)),
  );
  connection.onRenameRequest((params, token) =>
    about(params, token, (document, workspace) =>
      renamed(document, params.position, params.newName, workspace, target),
    ),
  );
  connection.onDocumentLinks((params, token) =>
    about(params, token, (document, workspace, root) => linksOf(document, workspace, root, folders)),
  );
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    await context.ready(token);
    return symbolsNamed(query, roots.workspaces);
  });
}
