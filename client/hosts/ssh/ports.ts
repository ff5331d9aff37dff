import type { Duplex } from 'node:stream';

/** A host key nobody has accepted yet. */
export interface HostKeyQuestion {
  /** The host as people name it. */
  readonly host: string;
  /** Where the key was offered: name or address, and the port. */
  readonly address: string;
  readonly port: number;
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** `SHA256:...` as ssh-keygen -l prints it. */
  readonly fingerprint: string;
  /** What else one should know before answering. */
  readonly note?: string | undefined;
}

/** What a session asks people. The answers are kept in memory only. */
export interface People {
  /** A password or the passphrase of a key; undefined when the person gives none. */
  secret(question: string): Promise<string | undefined>;
  /** Whether to trust a key seen for the first time; it is then added to known_hosts. */
  trustHostKey(question: HostKeyQuestion): Promise<boolean>;
}

/** Opens a TCP connection; only tests need another one than the network's. */
export type Dial = (host: string, port: number) => Duplex;
