import type { Target } from '../catalog/options';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Document, Span } from '../syntax/tree';
import type { Options } from './options';
import type { Placement } from './placement';
import type { SourceStatement } from './topology/statements';

/** What a host does in its cluster, as far as the files prove it. Rules stay silent where a role they need is unknown. */
export type Role = 'source' | 'replica' | 'co-master' | 'galera-node' | 'group-member' | 'proxy' | 'cluster-node';

/** A file that is compared by its digest alone, such as corosync's authkey. Its content never reaches the model. */
export interface Keyfile {
  readonly uri: string;
  readonly path: string;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
  readonly size: number;
}

/** The account for replication that the environment of a container names: a source makes it, a replica logs in with it. */
export interface ReplicationLogin {
  readonly user: { readonly value: string; readonly span: Span } | undefined;
  readonly password: { readonly value: string; readonly span: Span } | undefined;
}

/** One machine (or container) of a cluster with every file it reads. A new object whenever something of it changes. */
export interface Host {
  /** Unique over the workspace: home folder and name. */
  readonly key: string;
  readonly name: string;
  /** The folder that holds this host and its peers; hosts of different homes are strangers until an address links them. */
  readonly home: string;
  /** Every name it answers to, lower-cased: folder, node name, `report_host`, container alias. */
  readonly names: ReadonlySet<string>;
  /** Its IP addresses (or names used as such) as its files, the manifest or an inventory give them. */
  readonly addresses: ReadonlySet<string>;
  readonly roles: ReadonlySet<Role>;
  /** Product and release of its database server. */
  readonly target: Target;
  readonly haproxyRelease: string | undefined;
  /** The release of corosync, such as `3.1.7`, where the manifest says it. */
  readonly corosyncRelease: string | undefined;
  /** Option files in reading order. */
  readonly optionFiles: readonly Document<MyCnfLine>[];
  /** Option files that nothing includes. */
  readonly unreadFiles: readonly Document<MyCnfLine>[];
  /** Those of them that come in by an include only. */
  readonly includedFiles: ReadonlySet<Document>;
  /** What the database server reads; empty when the host has no option file. */
  readonly options: Options;
  readonly corosync: readonly Document<CorosyncLine>[];
  readonly haproxy: readonly Document<HaproxyLine>[];
  /** What is told to Pacemaker of the cluster it belongs to: text of the crm shell and CIBs. */
  readonly pacemaker: readonly Document[];
  readonly keepalived: readonly Document<KeepalivedLine>[];
  readonly authkey: Keyfile | undefined;
  /** Whether it runs a database server, as far as its files show. */
  readonly runsDatabase: boolean;
  /** What its own SQL, its environment, an option or the manifest names as its sources. */
  readonly replicatesFrom: readonly SourceStatement[];
  readonly replicationLogin: ReplicationLogin | undefined;
  /** SQL and shell scripts that are run against this host. */
  readonly sql: readonly Document[];
  /** SQL and shell scripts that lie beside several hosts; which one a statement is for, only its command tells. */
  readonly sharedSql: readonly Document[];
  /** How each of its files was found to be its own. */
  readonly placements: readonly Placement[];
}

/** Whether a host runs a database server, as far as its files show. */
export function isDatabase(host: Host): boolean {
  return host.runsDatabase;
}
