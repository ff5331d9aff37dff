import type { Running } from '../core/live/running';
import type { Cause } from '../core/ops/status/verdict';

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

/** Request without parameters: whom to ask for the status of each cluster. Answers with `ClusterTarget`s. */
export const statusTargetsRequest = 'quorate/statusTargets';

/** Request with a `CausesParams`: the lines of the files that verdicts name; null for each that has none. */
export const causesRequest = 'quorate/causes';

export interface CausesParams {
  readonly cluster: string;
  readonly causes: readonly Cause[];
}

export interface CauseView {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Notification with `ObservedHost`s: what running servers said, to be compared with their files. */
export const observedNotification = 'quorate/observed';

export interface ObservedHost {
  /** `HostTarget.key` */
  readonly key: string;
  /** Undefined when nobody can say: what was said of the host's files before is taken back. */
  readonly running: Running | undefined;
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

/** Request with a `CompareParams`: the clusters a file belongs to, host by host; answers with `ComparisonView[]`. */
export const compareRequest = 'quorate/compare';

export interface CompareParams {
  /** Any file of a host of the cluster. */
  readonly uri: string;
}

/** One cluster. `programs` is empty where no two hosts run the same program. */
export interface ComparisonView {
  readonly cluster: string;
  readonly programs: readonly ComparedProgramView[];
}

export interface ComparedProgramView {
  readonly program: 'database' | 'corosync' | 'haproxy' | 'keepalived' | 'pacemaker';
  readonly hosts: readonly string[];
  readonly settings: readonly ComparedSettingView[];
  /** Why there is nothing to compare, as a sentence. */
  readonly remark: string | undefined;
}

export interface ComparedSettingView {
  readonly name: string;
  readonly verdict: 'clash' | 'differs' | 'expected' | 'equal';
  readonly why: string | undefined;
  /** In the order of the hosts. */
  readonly values: readonly ComparedValueView[];
}

export interface ComparedValueView {
  /** Undefined where neither a line nor the catalogue says anything. */
  readonly text: string | undefined;
  readonly isDefault: boolean;
  /** How many earlier lines the line beats. */
  readonly overruled: number;
  readonly place:
    | {
        readonly uri: string;
        /** Path below the workspace folder. */
        readonly path: string;
        readonly line: number;
        readonly start: number;
        readonly end: number;
      }
    | undefined;
  /** Whether the other hosts can be made to say the same by an edit. */
  readonly canSpread: boolean;
}

/**
 * Request with a `MakeEqualParams`: the server sends an edit that makes every host say what one of them says, for a
 * person to confirm. Answers whether it was applied; fails where the comparison has moved on.
 */
export const makeEqualRequest = 'quorate/makeEqual';

export interface MakeEqualParams extends CompareParams {
  readonly cluster: string;
  /** Index in the comparison's programs. */
  readonly program: number;
  readonly setting: string;
  readonly host: string;
}

/** Request without parameters: the kinds of clusters that can be set up; answers with `NewClusterKind[]`. */
export const newClusterKindsRequest = 'quorate/newClusterKinds';

export interface NewClusterKind {
  readonly kind: string;
  readonly title: string;
  /** `mariadb`, `mysql`. */
  readonly products: readonly string[];
}

/** Request with a `NewClusterParams`: the files of a new cluster; fails with the reason why there can be none. */
export const newClusterRequest = 'quorate/newCluster';

export interface NewClusterParams {
  readonly kind: string;
  readonly name: string;
  readonly product: string;
  /** `10.0.0`. */
  readonly network: string;
}

export interface NewFile {
  /** Below the cluster's folder. */
  readonly path: string;
  readonly text: string;
}

/** Request with the URI of a workspace folder: the text of a quorate.json that says what was found in it, or null. */
export const manifestRequest = 'quorate/manifest';

/**
 * Request without parameters: which files should be where on which host, with the bytes they have on disk. Answers with
 * `DesiredCluster[]` of `core/ops/desired`, which needs nothing further of the server.
 */
export const desiredRequest = 'quorate/desired';
/** Request to the extension with the URI of a folder: what is in it; nothing where it cannot be read. */
export const readFolderRequest = 'quorate/readFolder';

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * Request to the extension with the URI of a file: its bytes as characters of one byte each, because bytes themselves
 * do not travel as JSON; null where there is no such file.
 */
export const readFileRequest = 'quorate/readFile';

/** Request to the extension without parameters: the pages of all rules by id, for a server without a disk. */
export const readPagesRequest = 'quorate/readPages';
