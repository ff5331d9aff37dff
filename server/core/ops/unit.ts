import type { Program } from './desired';
import type { Effect } from './effect';
import type { FileAccess, Owner } from './observed';

/** One file to replace. */
export interface PlannedFile {
  readonly source: string;
  readonly path: string;
  /** What is replaced: the path behind all links. */
  readonly real: string;
  /** Digest the host must still have, or undefined where there must be no file. */
  readonly before: string | undefined;
  readonly after: string;
  /** What it must still have, and keeps; undefined where there is no file. A key gets the access of a key instead. */
  readonly access: FileAccess | undefined;
  readonly isSecret: boolean;
  /** Something is mounted there (a file of a container): it is written over, because a rename would not be seen. */
  readonly inPlace: boolean;
}

/** How the program learns of new files. */
export interface Activation {
  readonly kind: 'nothing' | 'set-global' | 'reload' | 'restart';
  readonly reason: string;
  /** Statements of `set-global`, and those that take them back. */
  readonly statements: readonly string[];
  readonly undo: readonly string[];
}

export interface PlannedHost {
  readonly name: string;
  readonly files: readonly PlannedFile[];
  readonly service: string | undefined;
  /** The program's, as it names it. */
  readonly version: string | undefined;
  readonly wasRunning: boolean;
  /** What starts and stops the program when it is not the service manager. */
  readonly owner: Owner | undefined;
  /** Servers of HAProxy that the new file no longer has: drained before the reload. */
  readonly removedServers: readonly string[];
}

export interface PlannedEffect {
  readonly host: string;
  /** The option or key, or the file where a whole file counts. */
  readonly what: string;
  readonly effect: Effect;
}

/**
 * Something that is switched off while a unit is on trial, and switched on again behind it. It carries a time limit
 * of its own, so that it also ends when nobody comes back to end it.
 */
export type Suspension =
  | {
      /** New sessions go to other servers. */
      readonly kind: 'drain';
      /** The proxy's host. */
      readonly host: string;
      /** `backend/server` each. */
      readonly servers: readonly string[];
      readonly reason: string;
    }
  | {
      /** Pacemaker watches and moves nothing. */
      readonly kind: 'maintenance';
      readonly host: string;
      readonly reason: string;
    }
  | {
      /** Orchestrator recovers nothing on these servers. */
      readonly kind: 'downtime';
      readonly host: 'orchestrator';
      /** `host:port` as Orchestrator knows them. */
      readonly servers: readonly string[];
      readonly reason: string;
    };

/** What is tried, confirmed and taken back as one: a program of one host, or corosync of all hosts. */
export interface Unit {
  readonly program: Program;
  readonly hosts: readonly PlannedHost[];
  readonly activation: Activation;
  readonly effects: readonly PlannedEffect[];
  /** What clients notice. */
  readonly interruption: string;
  /** Why it stands at this place of the order. */
  readonly reason: string;
  /** Today's writer is restarted, which needs a yes of its own. */
  readonly restartsWriter: boolean;
  readonly suspensions: readonly Suspension[];
}
