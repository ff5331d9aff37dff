import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What known_hosts says of a key: see sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export type KeyVerdict =
  | { readonly kind: 'known' }
  /** Nothing is known of the host; `note` says when a line spoke of an authority instead of a key. */
  | { readonly kind: 'unknown'; readonly note?: string }
  /** Another key is known: somebody is in between, or the host was made anew. */
  | { readonly kind: 'changed'; readonly places: readonly string[] }
  | { readonly kind: 'revoked'; readonly place: string };

/** One known_hosts file. */
export interface KnownHostsFile {
  readonly path: string;
  readonly text: string;
}

interface Entry {
  readonly marker: string | undefined;
  readonly hosts: string;
  readonly type: string;
  readonly key: string;
  readonly place: string;
}

/** Judges the key a server offers. */
export function judgeKey(files: readonly KnownHostsFile[], host: string, port: number, key: Buffer): KeyVerdict {
  const offered = key.toString('base64');
  const here = entriesOf(files).filter((entry) => speaksOf(entry.hosts, host, port));
  const revoked = here.find((entry) => entry.marker === '@revoked' && entry.key === offered);
  if (revoked) return { kind: 'revoked', place: revoked.place };
  const keys = here.filter((entry) => entry.marker === undefined);
  if (keys.some((entry) => entry.key === offered)) return { kind: 'known' };
  // Only a key of the same kind contradicts: a host has one key of each kind.
  const others = keys.filter((entry) => entry.type === keyType(key));
  if (others.length > 0) return { kind: 'changed', places: others.map((entry) => entry.place) };
  const authority = here.find((entry) => entry.marker === '@cert-authority');
  if (!authority) return { kind: 'unknown' };
  return {
    kind: 'unknown',
    note: `${authority.place} trusts an authority for this host, but certificates of hosts cannot be checked here; compare the fingerprint yourself`,
  };
}

/** Kinds of keys known of a host, so that the server can be asked for one of these first. */
export function knownKeyTypes(files: readonly KnownHostsFile[], host: string, port: number): string[] {
  const here = entriesOf(files).filter((entry) => entry.marker === undefined && speaksOf(entry.hosts, host, port));
  return [...new Set(here.map((entry) => entry.type))];
}

/** A line for known_hosts. */
export function knownHostsLine(host: string, port: number, key: Buffer, hashed: boolean): string {
  const name = nameOf(host, port);
  const salt = randomBytes(20);
  const written = hashed ? `|1|${salt.toString('base64')}|${hashOf(name, salt)}` : name;
  return `${written} ${keyType(key)} ${key.toString('base64')}\n`;
}

/** The kind of a key as it names itself (RFC 4253, 6.6). */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.toString('latin1', 4, 4 + length);
}

/** As `ssh-keygen -l` prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function entriesOf(files: readonly KnownHostsFile[]): Entry[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const words = line.trim().split(/\s+/);
      if (words[0] === '' || words[0]?.startsWith('#')) return [];
      const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
      const [hosts, type, key] = words;
      if (hosts === undefined || type === undefined || key === undefined) return [];
      return [{ marker, hosts, type, key, place: `${path}:${index + 1}` }];
    }),
  );
}

function speaksOf(hosts: string, host: string, port: number): boolean {
  const name = nameOf(host, port);
  const [, salt, hash] = /^\|1\|([^|]+)\|(.+)$/.exec(hosts) ?? [];
  if (salt !== undefined) return hashOf(name, Buffer.from(salt, 'base64')) === hash;
  let found = false;
  for (const pattern of hosts.split(',')) {
    const isNegated = pattern.startsWith('!');
    if (!fits(isNegated ? pattern.slice(1) : pattern, name)) continue;
    if (isNegated) return false;
    found = true;
  }
  return found;
}

function nameOf(host: string, port: number): string {
  const lower = host.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${port}`;
}

function hashOf(name: string, salt: Buffer): string {
  return createHmac('sha1', salt).update(name).digest('base64');
}

function fits(pattern: string, name: string): boolean {
  const escaped = pattern.toLowerCase().replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}
