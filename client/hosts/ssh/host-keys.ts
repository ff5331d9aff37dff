import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HostError } from './host-error';
import { fingerprint, judgeKey, keyType, type KnownHostsFile, knownHostsLine, knownKeyTypes } from './known-hosts';
import type { People } from './ports';
import type { Destination } from './ssh-config';

/** The keys of one host, as known_hosts files of this machine and the person in front of it vouch for them. */
export class HostKeys {
  private readonly files: readonly KnownHostsFile[];
  private readonly name: string;

  constructor(
    private readonly destination: Destination,
    private readonly people: People,
  ) {
    this.files = destination.knownHostsFiles.map((path) => ({ path, text: readOrEmpty(path) }));
    this.name = destination.hostKeyAlias ?? destination.hostName;
  }

  /** The port counts for the name looked up, except with an alias (ssh_config(5), HostKeyAlias). */
  private get port(): number {
    return this.destination.hostKeyAlias === undefined ? this.destination.port : 22;
  }

  /** Algorithms for host keys, those of known keys first: a server has several keys and shows only one of them. */
  get algorithms(): ServerKeyAlgorithm[] {
    const known = knownKeyTypes(this.files, this.name, this.port);
    const isKnown = (algorithm: ServerKeyAlgorithm): boolean => known.includes(algorithm.replace(/^rsa-.*/, 'ssh-rsa'));
    return [...serverKeyAlgorithms.filter(isKnown), ...serverKeyAlgorithms.filter((each) => !isKnown(each))];
  }

  /**
   * Returns when the key may be trusted.
   * @throws HostError when it may not
   */
  async verify(key: Buffer): Promise<void> {
    const { name, hostName, port, strictHostKeyChecking, hashKnownHosts } = this.destination;
    const verdict = judgeKey(this.files, this.name, this.port, key);
    const seen = `${keyType(key)} ${fingerprint(key)}`;
    switch (verdict.kind) {
      case 'known':
        return;
      case 'revoked':
        throw this.refusal(`its key ${seen} is revoked (${verdict.place})`);
      case 'changed':
        throw this.refusal(
          `its key has changed: ${hostName} port ${port} now shows ${seen}, but ${verdict.places.join(', ')} has another one. ` +
            'Somebody may be listening in, or the host was installed anew. Ask who runs it; ' +
            `only then remove the old key: ssh-keygen -R '${this.port === 22 ? this.name : `[${this.name}]:${this.port}`}'`,
        );
      case 'unknown':
        break;
    }
    if (strictHostKeyChecking === 'yes') {
      throw this.refusal(`its key ${seen} is not in known_hosts, and StrictHostKeyChecking is yes`);
    }
    const question = { host: name, address: hostName, port, type: keyType(key), fingerprint: fingerprint(key) };
    const isTrusted =
      strictHostKeyChecking === 'accept-new' || (await this.people.trustHostKey({ ...question, note: verdict.note }));
    if (!isTrusted) throw this.refusal(`its key ${seen} is not trusted; connect with ssh once and compare it`);
    const [file] = this.destination.knownHostsFiles;
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const isEnded = readOrEmpty(file).match(/[^\n]$/) === null;
    appendFileSync(file, `${isEnded ? '' : '\n'}${knownHostsLine(this.name, this.port, key, hashKnownHosts)}`, {
      mode: 0o600,
    });
  }

  private refusal(message: string): HostError {
    return new HostError(this.destination.name, 'host-key', message);
  }
}

const serverKeyAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

type ServerKeyAlgorithm = (typeof serverKeyAlgorithms)[number];

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
