/** What the extension asks of the server beyond the language server protocol. Types only; both sides import them. */

/** Request without parameters: every cluster with its hosts and files. */
export const clustersRequest = 'quorate/clusters';

/** Notification from the server: the answer to `clustersRequest` may differ now. */
export const clustersChanged = 'quorate/clustersChanged';

export interface ClusterView {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly why: string;
  readonly hosts: readonly HostView[];
}

export interface HostView {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly roles: readonly string[];
  /** `MariaDB 10.11`, or undefined while nothing proves it. */
  readonly server: string | undefined;
  readonly files: readonly FileView[];
}

export interface FileView {
  readonly uri: string;
  readonly path: string;
  readonly hostPath: string | undefined;
  readonly why: string;
  readonly errors: number;
  readonly warnings: number;
}

/** Request without parameters: every rule there is. */
export const rulesRequest = 'quorate/rules';

/** Request with a rule's id: its page, in Markdown. */
export const explainRequest = 'quorate/explain';

/** Command of the server: apply every safe fix in all files; answers with how many. */
export const fixWorkspaceCommand = 'quorate.server.fixWorkspace';

export interface RulePage {
  readonly id: string;
  readonly summary: string;
  readonly severity: string;
}
