import {
  type ClientCapabilities,
  CodeActionKind,
  type DocumentSelector,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { tokenModifiers, tokenTypes } from '../core/features/semantic-tokens';
import { fixWorkspaceCommand } from './protocol';

/** The kind of the action that editors run on saving. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.quorate`;

/** Files that are Quorate's to lay out; for JSON, YAML and SQL there are other formatters, which must stay the only ones. */
export const formatted: DocumentSelector = [
  { language: 'mycnf' },
  { language: 'corosync' },
  { language: 'haproxy' },
  { language: 'crm' },
  { language: 'keepalived' },
  { pattern: '**/*.cnf' },
  { pattern: '**/corosync*.conf' },
  { pattern: '**/*haproxy*.cfg' },
  { pattern: '**/*.crm' },
  { pattern: '**/*cib*.xml' },
  { pattern: '**/*keepalived*.conf' },
];

/** What the server offers an editor; one that takes registrations later on gets formatting for `formatted` alone. */
export function capabilitiesFor(client: ClientCapabilities): ServerCapabilities {
  const registersLater = client.textDocument?.formatting?.dynamicRegistration ?? false;
  return registersLater
    ? capabilities
    : { ...capabilities, documentFormattingProvider: true, documentRangeFormattingProvider: true };
}

const capabilities: ServerCapabilities = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  hoverProvider: true,
  completionProvider: { triggerCharacters: ['=', ':', ' ', '[', ',', "'", '"', '@', '-'], resolveProvider: true },
  signatureHelpProvider: { triggerCharacters: [' ', ',', '='] },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  definitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: {},
  codeLensProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    full: true,
    range: true,
  },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  executeCommandProvider: { commands: [fixWorkspaceCommand] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
