/** How to reach a host by SSH, where `~/.ssh/config` does not say it. Secrets are never among it. */
export interface Access {
  /** The host as people name it; also the name looked up in `~/.ssh/config` unless `host` is given. */
  readonly name: string;
  /** Name or address to connect to. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  /** The file of the private key; `~` is the home folder. */
  readonly identityFile?: string | undefined;
  /** A host to go through, as in ProxyJump. */
  readonly jump?: string | undefined;
  /** Whether commands that need root go through sudo; without it they do whenever the user is not root. */
  readonly sudo?: boolean | undefined;
}
