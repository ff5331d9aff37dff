import type { Access } from './access';

/** What reads a file of ours on a host. Each is validated, activated and watched in its own way. */
export type Program = 'corosync' | 'database' | 'haproxy';

/** One file as it should be on a host. It holds everything a deploy needs, so that it survives what made it. */
export interface DesiredFile {
  /** Path in the repository, for people. */
  readonly source: string;
  /** Absolute path on the host. */
  readonly path: string;
  readonly program: Program;
  /** The bytes in base64. */
  readonly content: string;
  /** SHA-256 of the bytes in hexadecimal. */
  readonly digest: string;
  /** A key: its bytes are never shown, and nobody but root may read it. */
  readonly isSecret: boolean;
  /** It makes the container that the program runs in. */
  readonly isCompose?: boolean;
}

export interface DesiredHost {
  readonly name: string;
  readonly access: Access;
  /** What the host does in its cluster, as far as the files prove it. */
  readonly roles: readonly string[];
  /** As the files give them. */
  readonly addresses: readonly string[];
  readonly files: readonly DesiredFile[];
}

/** Why something cannot be deployed as it stands. */
export interface Stop {
  readonly kind:
    'errors' | 'place' | 'secret' | 'drift' | 'locked' | 'unfinished' | 'unreachable' | 'corosync' | 'unsupported';
  readonly host: string | undefined;
  readonly message: string;
}

export interface DesiredCluster {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly hosts: readonly DesiredHost[];
  /** What the files themselves rule out: open errors, files whose place nobody knows. */
  readonly stops: readonly Stop[];
}
