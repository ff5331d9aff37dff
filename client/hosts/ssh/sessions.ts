import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { Client } from 'ssh2';
import type { Access } from '../../../server/core/ops/access';
import { Authentication, type Secrets } from './authentication';
import { HostError } from './host-error';
import { HostKeys } from './host-keys';
import type { Dial, People } from './ports';
import { dialByCommand, proxyWords } from './proxy-command';
import { Session } from './session';
import { type Destination, destinationOf, jumpAccess, ownSettings, type SshSettings } from './ssh-config';

/** Connections to hosts, each opened once and used again until it ends. */
export class Sessions {
  private readonly open = new Map<string, Promise<Session>>();
  private readonly secrets: Secrets = new Map();
  /** One question at a time: two prompts at once cannot be told apart. */
  private asking: Promise<unknown> = Promise.resolve();
  private readonly people: People;

  constructor(
    people: People,
    private readonly settings: SshSettings = ownSettings(),
    private readonly dial: Dial = (host, port) => connectTcp(port, host),
  ) {
    const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
      const answer = this.asking.then(ask);
      this.asking = answer.catch(() => undefined);
      return answer;
    };
    this.people = {
      secret: (question) => inTurn(() => people.secret(question)),
      trustHostKey: (question) => inTurn(() => people.trustHostKey(question)),
    };
  }

  /**
   * The connection to a host, a new one where there is none.
   * @throws HostError with the reason and the next step
   */
  async to(access: Access): Promise<Session> {
    const key = JSON.stringify(access);
    const known = this.open.get(key);
    const session = await known?.catch(() => undefined);
    if (session?.isOpen) return session;
    // Somebody else may have begun anew meanwhile.
    const newer = this.open.get(key);
    if (newer !== undefined && newer !== known) return newer;
    const opening = this.connect(access, [], () => this.forget(key, opening));
    this.open.set(key, opening);
    opening.catch(() => this.forget(key, opening));
    return opening;
  }

  /** Ends all connections. */
  close(): void {
    for (const opening of this.open.values()) void opening.then((session) => session.close()).catch(() => undefined);
    this.open.clear();
    this.secrets.clear();
  }

  private forget(key: string, opening: Promise<Session>): void {
    if (this.open.get(key) === opening) this.open.delete(key);
  }

  private async connect(access: Access, through: readonly string[], onClose: () => void): Promise<Session> {
    const destination = await destinationOf(access, this.settings);
    if (destination.proxyCommand !== undefined) {
      const { hostName: h, port, user: r, name: n } = destination;
      const words = proxyWords(destination.proxyCommand, { '%': '%', h, p: `${port}`, r, n });
      if (words) return this.logIn(access, destination, dialByCommand(words), onClose);
      const message =
        'its ProxyCommand needs a shell, which is not used here; write it as ProxyJump, or put it into a script';
      throw new HostError(access.name, 'unreachable', message);
    }
    const jump = destination.jumps.at(-1);
    if (jump === undefined) return this.logIn(access, destination, undefined, onClose);
    if (through.includes(jump)) {
      throw new HostError(
        access.name,
        'unreachable',
        `ProxyJump goes round in a circle: ${[...through, jump].join(', ')}`,
      );
    }
    const before = destination.jumps.slice(0, -1).join(',');
    const hop = { ...jumpAccess(jump), ...(before === '' ? {} : { jump: before }) };
    const gate = await this.connect(hop, [...through, jump], () => undefined);
    const ended = (): void => {
      gate.close();
      onClose();
    };
    try {
      const tunnel = await gate.forwardTcp(destination.hostName, destination.port);
      return await this.logIn(access, destination, tunnel, ended);
    } catch (error) {
      gate.close();
      throw error;
    }
  }

  private async logIn(
    access: Access,
    destination: Destination,
    tunnel: Duplex | undefined,
    onClose: () => void,
  ): Promise<Session> {
    const { name, hostName, port, user } = destination;
    const keys = new HostKeys(destination, this.people);
    const authentication = new Authentication(destination, this.people, this.secrets);
    const client = new Client();
    const sock = tunnel ?? this.dial(hostName, port);
    let refusal: HostError | undefined;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error & { level?: string }): void => {
        reject(refusal ?? explain(error, destination, authentication));
        client.destroy();
      };
      client.once('ready', resolve);
      client.on('error', fail);
      client.once('close', () => fail(new Error('the connection was closed')));
      let lastAllowed: Parameters<Authentication['next']>[0] = [];
      client.connect({
        sock: sock,
        username: user,
        algorithms: { serverHostKey: keys.algorithms },
        // Questions to a person take their own time, so the limit below only counts until the server answers.
        readyTimeout: 0,
        timeout: 0,
        keepaliveInterval: destination.keepAliveMs,
        keepaliveCountMax: destination.keepAliveCount,
        hostVerifier: (key: Buffer, done: (isTrusted: boolean) => void) => {
          clearTimeout(timer);
          keys.verify(key).then(
            () => done(true),
            (error: unknown) => {
              refusal = error instanceof HostError ? error : new HostError(name, 'host-key', String(error));
              done(false);
            },
          );
        },
        authHandler: (left, _partial, next) => {
          lastAllowed = left ?? lastAllowed;
          authentication.next(lastAllowed).then(
            (method) => (method ? next(method) : fail(noneLeft)),
            (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
          );
        },
      });
      const timer = setTimeout(
        () => fail(new Error(`no answer within ${destination.connectTimeoutMs / 1000} s`)),
        destination.connectTimeoutMs,
      );
      client.once('ready', () => clearTimeout(timer));
      client.once('close', () => clearTimeout(timer));
    });
    client.removeAllListeners('error');
    client.removeAllListeners('close');
    return new Session(name, client, access.sudo, onClose);
  }
}

const noneLeft = Object.assign(new Error('no way to log in is left'), { level: 'client-authentication' });

function explain(error: Error & { level?: string }, destination: Destination, { tried }: Authentication): HostError {
  const { name, hostName, port, user } = destination;
  const cause = { cause: error };
  if (error.level === 'client-authentication') {
    const ways = tried.length === 0 ? 'there was no key to try' : `tried: ${tried.join(', ')}`;
    const message = `${user} cannot log in at ${hostName} port ${port} (${ways}); try "ssh ${user}@${hostName}"`;
    return new HostError(name, 'authentication', message, cause);
  }
  return new HostError(name, 'unreachable', `no SSH connection to ${hostName} port ${port}: ${error.message}`, cause);
}
