/**
 * What a file is to Quorate. `sql` stands for SQL and shell scripts about replication and accounts. The content of a
 * `keyfile` is never read into the model, only its digest. An `orchestrator` file is read for the account it names.
 */
export type FileKind =
  | 'mycnf'
  | 'corosync'
  | 'haproxy'
  | 'crm'
  | 'cib'
  | 'keepalived'
  | 'sql'
  | 'keyfile'
  | 'persisted'
  | 'compose'
  | 'manifest'
  | 'inventory'
  | 'orchestrator';

/** How an owner was found, best evidence first; `quorate hosts` and the code lens say it in words. */
export type OwnerSource = 'manifest' | 'compose' | 'mirror' | 'folder' | 'file' | 'shared' | 'nodelist' | 'place';

/**
 * The home of hosts that a manifest places: its clusters are strangers to one another, and to what lies beside them.
 * @param folder of the manifest, empty for that of the workspace
 */
export function manifestHome(folder: string, cluster: string): string {
  return `${folder === '' ? '' : `${folder}/`}quorate.json#${cluster}`;
}

/** One file's place on one host. A shared file has a placement for every host that reads it. */
export interface Placement {
  readonly path: string;
  readonly kind: FileKind;
  /** The folder that holds the host and its peers. */
  readonly home: string;
  readonly host: string;
  /** Where the file lies on the host, when that is known. */
  readonly hostPath: string | undefined;
  readonly source: OwnerSource;
  readonly why: string;
  /** Other hosts read this file too. Where nothing says where it lies on the host, it is read before the host's own. */
  readonly shared: boolean;
}
