import type { Access } from '../access';

/** One host whose status is wanted, and what its files let expect. Plain data: it goes over the language server too. */
export interface HostTarget {
  /** Unique in the workspace. */
  readonly key: string;
  readonly name: string;
  /** Lower-cased. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly access: Access;
  /** Absent where the files give the host no database server. */
  readonly database:
    | {
        readonly port: number;
        /** The Unix socket on the host. */
        readonly socket: string | undefined;
        /** Whether the server takes connections from its own machine only. */
        readonly localOnly: boolean;
        readonly galera: boolean;
        /** Whether the files make it a member of a group of Group Replication. */
        readonly group?: boolean;
        /** Whether the files of this host set what only replicas need. */
        readonly replica: boolean;
        /** The error log, an absolute path on the host. */
        readonly errorLog: string | undefined;
        /** The data directory on the host, as far as the files give it. */
        readonly dataFolder?: string | undefined;
      }
    | undefined;
  readonly corosync: { readonly logFile: string | undefined; readonly links: number } | undefined;
  /** Whether a quorum device of the cluster names this host as its arbiter. */
  readonly arbiter: boolean;
  readonly pacemaker: boolean;
  readonly haproxy:
    | {
        /** The stats socket of the global section. */
        readonly socket: string | undefined;
        /** `http://address:port/uri` of a statistics page. */
        readonly url: string | undefined;
      }
    | undefined;
  readonly orchestrator: { readonly url: string } | undefined;
}

/** Hosts that are judged together. */
export interface ClusterTarget {
  readonly name: string;
  readonly hosts: readonly HostTarget[];
  /**
   * How many hosts take writes at one time, as far as the files tell: `several` for co-masters, Galera and
   * multi-primary groups, `one` for a pair with a passive side, undefined where nothing says it.
   */
  readonly writers: 'one' | 'several' | undefined;
  /** Who replicates from whom by the files, by name. */
  readonly planned: readonly { readonly source: string; readonly replica: string; readonly channel: string }[];
}
