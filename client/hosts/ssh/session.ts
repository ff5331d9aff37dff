import type { Duplex, Readable } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { commandLine } from './command-line';
import { HostError } from './host-error';

/** A command as its arguments; nothing in it may be secret, because every user of the host can see it. */
export type Command = readonly [string, ...string[]];

export interface RunOptions {
  /** Standard input; the place for what is secret or large. Empty by default. */
  readonly stdin?: string | Uint8Array | Readable;
  /** The command is given up after this time; 60 000 by default. */
  readonly timeoutMs?: number;
  /** Gives the command up when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** Exit status; 128 + n when signal n ended the command. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  SEGV: 11,
  TERM: 15,
};

/** An open connection to one host. Many commands and tunnels share it. */
export class Session {
  private lost: HostError | undefined;
  private rootPrefix: Promise<readonly string[]> | undefined;

  /**
   * @param name the host as people name it
   * @param sudo whether root's commands go through sudo; undefined lets the user id decide
   * @param onClose is told once when the connection has ended, however that happened
   */
  constructor(
    readonly name: string,
    private readonly client: Client,
    private readonly sudo: boolean | undefined,
    onClose: () => void,
  ) {
    // The library also reports trouble that it then closes for; without a listener that would end the process.
    client.on('error', (error) => (this.lost ??= this.trouble('lost', error.message)));
    client.on('close', () => {
      this.lost ??= this.trouble('lost', 'the connection has ended');
      onClose();
    });
  }

  get isOpen(): boolean {
    return this.lost === undefined;
  }

  /**
   * Runs a command to its end; never rejects for its exit status.
   * @throws HostError when the connection is lost, the time is over or the signal aborts; the command may have run
   */
  async run(command: Command, options: RunOptions = {}): Promise<RunResult> {
    const { signal } = options;
    if (this.lost) throw this.lost;
    if (signal?.aborted) throw this.trouble('cancelled', `${command[0]} was not started`);
    return this.open(
      (done) => this.client.exec(commandLine(command), done),
      (channel) => this.toEnd(channel, command[0], options),
    );
  }

  private toEnd(channel: ClientChannel, name: string, options: RunOptions): Promise<RunResult> {
    const { stdin = '', timeoutMs = 60_000, signal } = options;
    return new Promise((resolve, reject) => {
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let status: number | undefined;
      const giveUp = (error: HostError): void => {
        reject(error);
        channel.signal('KILL');
        channel.close();
      };
      const timer = setTimeout(
        () => giveUp(this.trouble('timeout', `${name} did not end within ${timeoutMs / 1000} s`)),
        timeoutMs,
      );
      const abort = (): void => giveUp(this.trouble('cancelled', `${name} was given up`));
      signal?.addEventListener('abort', abort, { once: true });
      channel.on('data', (chunk: Buffer) => stdout.push(chunk));
      channel.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      channel.on('exit', (code: number | null, name?: string) => {
        status = code ?? 128 + (signalNumbers[name?.replace(/^SIG/, '') ?? ''] ?? 0);
      });
      channel.on('error', (error: Error) => giveUp(this.trouble('lost', error.message)));
      channel.on('close', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        const output = { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
        if (status === undefined) reject(this.lost ?? this.trouble('lost', `${name} ended without a status`));
        else resolve({ status, ...output });
      });
      if (typeof stdin === 'string' || stdin instanceof Uint8Array) channel.end(stdin);
      else stdin.on('error', (error) => giveUp(this.trouble('cancelled', error.message))).pipe(channel);
    });
  }

  /**
   * Runs a command as root: directly, or by `sudo -n`, which never asks.
   * @throws HostError as `run`, and when sudo refuses
   */
  async runAsRoot(command: Command, options: RunOptions = {}): Promise<RunResult> {
    const [first, ...rest] = [...(await this.prefix(options)), ...command];
    const result = await this.run([first as string, ...rest], options);
    const refusal = first === 'sudo' && result.status === 1 && /^sudo: /m.exec(result.stderr);
    if (refusal) {
      const said = result.stderr.trim().split('\n')[0];
      throw this.trouble('refused', `sudo refuses (${said}); docs/deploy.md has the lines for /etc/sudoers.d`);
    }
    return result;
  }

  /**
   * The content of a file.
   * @throws HostError also when it cannot be read
   */
  async readFile(path: string, options: RunOptions & { readonly asRoot?: boolean } = {}): Promise<Buffer> {
    const command: Command = ['cat', '--', path];
    const { status, stdout, stderr } = await (options.asRoot
      ? this.runAsRoot(command, options)
      : this.run(command, options));
    if (status !== 0) throw this.trouble('refused', stderr.trim() || `${path} cannot be read`);
    return stdout;
  }

  /** A tunnel to an address as the host sees it, such as 127.0.0.1:3306. */
  forwardTcp(address: string, port: number): Promise<Duplex> {
    return this.open((done) => this.client.forwardOut('127.0.0.1', 0, address, port, done), asIs);
  }

  /** A tunnel to a Unix socket of the host, such as /run/mysqld/mysqld.sock. */
  forwardSocket(path: string): Promise<Duplex> {
    return this.open((done) => this.client.openssh_forwardOutStreamLocal(path, done), asIs);
  }

  /** Ends the connection and everything that uses it. */
  close(): void {
    this.client.end();
  }

  private prefix(options: RunOptions): Promise<readonly string[]> {
    if (this.sudo === false) return Promise.resolve([]);
    this.rootPrefix ??= this.run(['id', '-u'], options.signal ? { signal: options.signal } : {}).then(
      ({ stdout }) => (stdout.toString().trim() === '0' ? [] : ['sudo', '-n', '--']),
      (error: unknown) => {
        this.rootPrefix = undefined;
        throw error;
      },
    );
    return this.rootPrefix;
  }

  /** Uses a channel in the moment it opens: what a short command prints and its status may follow at once. */
  private open<T>(
    start: (done: (error: Error | undefined, channel: ClientChannel) => void) => unknown,
    use: (channel: ClientChannel) => T | Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const closed = (): void => reject(this.lost ?? this.trouble('lost', 'the connection has ended'));
      this.client.once('close', closed);
      const refused = (error: unknown): void =>
        reject(this.lost ?? this.trouble('refused', error instanceof Error ? error.message : String(error)));
      try {
        start((error, channel) => {
          this.client.off('close', closed);
          if (error) refused(error);
          else resolve(use(channel));
        });
      } catch (error) {
        this.client.off('close', closed);
        refused(error);
      }
    });
  }

  private trouble(kind: HostError['trouble'], message: string): HostError {
    return new HostError(this.name, kind, message);
  }
}

const asIs = (channel: ClientChannel): Duplex => channel;
