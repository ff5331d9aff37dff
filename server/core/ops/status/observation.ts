/** One row of an answer under the columns' own names. Values are text, as the server sends them; null is SQL's NULL. */
export type Row = Readonly<Record<string, string | null>>;

/** Why there is no answer. */
export interface Trouble {
  readonly kind:
    | 'refused' // a machine answered, but nothing listens there
    | 'timeout' // nothing answered in time
    | 'unresolved' // the name has no address
    | 'denied' // our own account was refused
    | 'overloaded' // no connection is left (1040, 1203)
    | 'blocked' // the server blocks our address (1129)
    | 'offline' // the server runs in offline mode and turns accounts away (3032, 6400)
    | 'insecure' // encryption or a host key could not be agreed on
    | 'missing' // the program is not there or does not run
    | 'failed'; // anything else
  /** The error number or code as the program gives it. */
  readonly code: string | undefined;
  readonly message: string;
  /** What was asked: `10.0.0.1:3306`, `corosync-quorumtool -s`. */
  readonly asked: string;
}

export type Asked<T> =
  { readonly answered: true; readonly value: T } | { readonly answered: false; readonly trouble: Trouble };

/** Where a running value came from. */
export type Origin = 'file' | 'command-line' | 'persisted' | 'run-time' | 'automatic';

/** What a database server said of itself in one refresh. */
export interface Database {
  readonly product: 'mariadb' | 'mysql';
  /** `@@version`. */
  readonly version: string;
  /** SHOW GLOBAL VARIABLES, names in lower case. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * Where values came from, by variable, as far as the server tells: of variables that are not in it, it is the default.
   * Absent where the server does not tell.
   */
  readonly origins?: Readonly<Record<string, Origin>> | undefined;
  /** SHOW GLOBAL STATUS, names in lower case. */
  readonly status: Readonly<Record<string, string>>;
  /** One row a channel: SHOW ALL SLAVES STATUS or SHOW REPLICA STATUS. */
  readonly channels: readonly Row[];
  /** SHOW MASTER STATUS or SHOW BINARY LOG STATUS; absent without a binary log. */
  readonly binaryLog: Row | undefined;
  /** performance_schema.replication_applier_status_by_worker: the last error of each worker. */
  readonly workers: readonly Row[];
  /** Sessions that send the binary log to replicas, and sessions that wait for a semi-synchronous answer. */
  readonly processes: readonly Row[];
  /** Tables whose engine Galera does not replicate; at most twenty. */
  readonly unreplicatedTables: readonly Row[];
  /** performance_schema.replication_group_members with replication_group_member_stats. */
  readonly groupMembers: readonly Row[];
  /** performance_schema.clone_progress: the stages of the last copy this server was given; empty without the plugin. */
  readonly cloneStages?: readonly Row[];
  /** mysql.wsrep_cluster_members (MariaDB 10.4 and later). */
  readonly galeraMembers: readonly Row[];
  /** The server's own clock, seconds since 1970. */
  readonly clock: number | undefined;
  /** Statements the account may not run, with what the server said. */
  readonly denied: readonly { readonly statement: string; readonly message: string }[];
}

/** What corosync's tools printed, read into fields. */
export interface Corosync {
  /** corosync-quorumtool -s: the fields of its listing, `Nodes`, `Expected votes`, `Flags` and so on. */
  readonly quorum: Readonly<Record<string, string>>;
  readonly members: readonly { readonly nodeid: string; readonly votes: string; readonly name: string }[];
  /** corosync-cfgtool -n: the links to every other node, by number. */
  readonly links: readonly {
    readonly nodeid: string;
    readonly link: string;
    readonly addresses: string;
    readonly enabled: boolean;
    readonly connected: boolean;
  }[];
  /** corosync-cmapctl: every key with its value. */
  readonly map: Readonly<Record<string, string>>;
  /** corosync-qdevice-tool -sv: its fields, or why it says nothing; absent where no quorum device is configured. */
  readonly device?: { readonly fields: Readonly<Record<string, string>>; readonly trouble: string | undefined };
}

/** What crm_mon says in XML, read into plain records of its attributes. */
export interface Pacemaker {
  readonly summary: {
    readonly quorate: boolean;
    readonly controller: string | undefined;
    readonly stonith: boolean;
    readonly maintenance: boolean;
    readonly noQuorumPolicy: string | undefined;
  };
  readonly nodes: readonly Row[];
  /** Attributes of each resource with the nodes it runs on, joined by a comma in `nodes`. */
  readonly resources: readonly Row[];
  readonly failures: readonly Row[];
  /** Location constraints that crm_resource --move and --ban leave. */
  readonly bans: readonly Row[];
  /** Fail counts: `node`, `resource`, `fail-count`, `migration-threshold`. */
  readonly failCounts: readonly Row[];
}

/** HAProxy's `show stat`, rows by header name, and `show info`. */
export interface Haproxy {
  readonly rows: readonly Row[];
  readonly info: Readonly<Record<string, string>>;
}

/** Orchestrator's answers. */
export interface Orchestrator {
  readonly analysis: readonly Row[];
  readonly problems: readonly Row[];
  readonly blockedRecoveries: readonly Row[];
  readonly isLeader: boolean | undefined;
}

/** What the log and the disk of a Galera node tell of a state transfer. */
export interface Transfer {
  /** What the data directory holds, without Galera's own cache. */
  readonly kibibytes: number | undefined;
  /** The node name of the donor the group chose. */
  readonly donor?: string | undefined;
  /** A copy of all data, the writes missed while it was away, or those that came meanwhile; absent without a transfer. */
  readonly phase?: 'copy' | 'missed writes' | 'queue' | undefined;
  readonly events?: { readonly done: number; readonly total: number } | undefined;
}

/** Everything one host said in one refresh. What was not asked is absent. */
export interface HostObservation {
  readonly host: string;
  /** Milliseconds since 1970, by our own clock. */
  readonly at: number;
  readonly ssh?: Asked<null>;
  readonly database?: Asked<Database>;
  /** Asked of a Galera node that joins or gives its data to another. */
  readonly transfer?: Transfer;
  readonly corosync?: Asked<Corosync>;
  /** corosync-qnetd-tool -s on a host that is the arbiter of a quorum device: its fields. */
  readonly arbiter?: Asked<Readonly<Record<string, string>>>;
  readonly pacemaker?: Asked<Pacemaker>;
  readonly haproxy?: Asked<Haproxy>;
  readonly orchestrator?: Asked<Orchestrator>;
  /** The last lines of a daemon's own log, asked when it does not answer. */
  readonly logs?: readonly { readonly program: Program; readonly file: string; readonly lines: readonly string[] }[];
}

export type Program = 'host' | 'database' | 'corosync' | 'pacemaker' | 'haproxy' | 'orchestrator';
