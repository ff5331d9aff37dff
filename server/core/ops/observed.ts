import type { Program } from './desired';

/** Who may do what with a file. A deploy keeps it as the plan saw it. */
export interface FileAccess {
  readonly owner: string;
  readonly group: string;
  /** In octal, such as `644`. */
  readonly mode: string;
  /** Of SELinux; undefined where there is none. */
  readonly label: string | undefined;
  /** Entries beside those of the mode, such as `user:backup:r--`; `+` where the host cannot tell them. */
  readonly acl: readonly string[];
}

/** A file as it was found on a host. */
export interface ObservedFile {
  readonly path: string;
  /** Undefined where there is no such file yet. */
  readonly found:
    | {
        /** The path behind all links: what gets replaced. */
        readonly real: string;
        /** SHA-256 in hexadecimal. */
        readonly digest: string;
        readonly access: FileAccess;
        /** Base64; undefined of keys. */
        readonly content: string | undefined;
        /** Something is mounted there, so it cannot be replaced by a rename. */
        readonly isMount: boolean;
      }
    | undefined;
  /** SHA-256 of what was deployed last, as the host remembers it. */
  readonly deployed: string | undefined;
}

export interface ObservedProgram {
  readonly program: Program;
  /** The first line of its `--version`, or undefined where the program is not installed. */
  readonly version: string | undefined;
  /** The service's name, or undefined where the host has none of the names the program is known by. */
  readonly service: string | undefined;
  readonly isRunning: boolean;
  /** Who starts and stops it, when it is not the service manager. */
  readonly owner: Owner | undefined;
}

/** What owns a program on its host. */
export interface Owner {
  readonly kind: 'pacemaker' | 'container';
  /** The resource as Pacemaker lists it (without the number of an instance), or the container. */
  readonly name: string;
  /** The service of a compose file that makes the container; undefined of others. */
  readonly service?: string | undefined;
  /** The node as Pacemaker calls it; empty of containers. */
  readonly node: string;
  /** It runs on several nodes. */
  readonly isClone: boolean;
  /** What Pacemaker would do to stop it here, as it simulated that, such as `Move vip`. */
  readonly transition: readonly string[];
}

/** One option that reads otherwise in the new files. */
export interface ChangedOption {
  /** Canonical, with underscores. */
  readonly name: string;
  /** Undefined where the files do not set it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a running database server says of itself. */
export interface ObservedServer {
  /** Variables that `SET GLOBAL` may change, and whether sessions have values of their own. */
  readonly dynamic: Readonly<Record<string, 'global' | 'session'>>;
  /** Values of these variables now. */
  readonly values: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  readonly replicas: number;
  readonly isReplica: boolean;
  /** State of a Galera node, or undefined of other servers. */
  readonly galera: { readonly state: string; readonly uuid: string; readonly size: number } | undefined;
  /** Part in its group of a member of Group Replication, such as `PRIMARY` and `ONLINE`. */
  readonly group: { readonly role: string; readonly state: string } | undefined;
}

/** A host as it was found. */
export interface ObservedHost {
  readonly name: string;
  readonly files: readonly ObservedFile[];
  readonly programs: readonly ObservedProgram[];
  readonly lock: { readonly owner: string; readonly secondsLeft: number } | undefined;
  /** A trial somebody began and nobody confirmed or took back. */
  readonly unfinished: string | undefined;
  readonly server: ObservedServer | undefined;
  /** Options of the database server that would read otherwise. */
  readonly changedOptions: readonly ChangedOption[];
  /** Keys of corosync.conf that would read otherwise, as `totem.token`. */
  readonly changedKeys: readonly string[];
  /** Its own addresses. */
  readonly addresses: readonly string[];
  /** Servers its HAProxy sends sessions to, where its runtime socket lets them be drained. */
  readonly proxied: readonly { readonly name: string; readonly address: string }[];
  /** What the new compose file makes of the container of a program; undefined where it makes the same as before. */
  readonly recreated: { readonly program: Program; readonly options: readonly string[] } | undefined;
  /** Servers of HAProxy, as `backend/server`, that the new files no longer have at their address. */
  readonly removedServers: readonly string[];
  /** `host:port` by which an Orchestrator knows its database server. */
  readonly orchestrated: readonly string[];
  /** Whether Pacemaker runs on it, and whether it is in maintenance already. */
  readonly pacemaker: { readonly isInMaintenance: boolean } | undefined;
}
