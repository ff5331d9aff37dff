import { readFileSync, readdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Access } from '../../../server/core/ops/access';

/** Everything needed to open one connection, as ssh_config(5) and the host's own data say it. */
export interface Destination {
  /** The name people use for the host. */
  readonly name: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** The name looked up in known_hosts. */
  readonly hostKeyAlias: string | undefined;
  /** Private keys to try, existing or not. */
  readonly identityFiles: readonly string[];
  /** Whether only `identityFiles` may be offered, not every key of the agent. */
  readonly identitiesOnly: boolean;
  /** The agent's socket; undefined for none. */
  readonly agent: string | undefined;
  /** Hosts to go through, in order. */
  readonly jumps: readonly string[];
  readonly knownHostsFiles: readonly string[];
  readonly hashKnownHosts: boolean;
  /** `yes` never asks about unknown keys, `ask` does, `accept-new` takes them. `no` counts as `ask`. */
  readonly strictHostKeyChecking: 'yes' | 'ask' | 'accept-new';
  readonly connectTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly keepAliveCount: number;
  /** A ProxyCommand as written, with its tokens. */
  readonly proxyCommand: string | undefined;
}

/** Where this person's SSH settings are. */
export interface SshSettings {
  /** Configuration files, the first one wins. */
  readonly configFiles: readonly string[];
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function ownSettings(): SshSettings {
  const home = homedir();
  return { configFiles: [join(home, '.ssh/config'), '/etc/ssh/ssh_config'], home, environment: process.env };
}

/**
 * What `ssh NAME` would use, with the host's own data before it as options of a command line would be.
 * `Match exec` is not run: a check of a configuration must not start programs.
 */
export async function destinationOf(access: Access, settings: SshSettings): Promise<Destination> {
  const alias = access.host ?? access.name;
  const found = new Values(await compute(alias, access.user, settings));
  const local = userInfo().username;
  const user = access.user ?? found.text('user') ?? local;
  const original = { '%': '%', n: alias, h: alias, r: user, u: local, d: settings.home };
  const hostName = expand(found.text('hostname') ?? alias, original);
  const port = access.port ?? found.number('port') ?? 22;
  const tokens = { ...original, h: hostName, p: `${port}` };
  const file = (written: string): string => inHome(expand(written, tokens), settings);
  const identities = [
    ...(access.identityFile === undefined ? [] : [access.identityFile]),
    ...found.list('identityfile'),
  ];
  const defaults = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'];
  const agent = found.text('identityagent') ?? 'SSH_AUTH_SOCK';
  const jump = access.jump ?? found.text('proxyjump') ?? 'none';
  const proxyCommand = found.text('proxycommand');
  return {
    name: access.name,
    hostName,
    port,
    user,
    hostKeyAlias: found.text('hostkeyalias'),
    identityFiles: (identities.length > 0 ? identities : defaults).filter((each) => each !== 'none').map(file),
    identitiesOnly: found.is('identitiesonly'),
    agent: agentSocket(agent, file, settings),
    jumps: jump === 'none' ? [] : jump.split(',').map((each) => each.trim()),
    knownHostsFiles: [
      ...(found.words('userknownhostsfile') ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
      ...(found.words('globalknownhostsfile') ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    ].map(file),
    hashKnownHosts: found.is('hashknownhosts'),
    strictHostKeyChecking: strictness(found.text('stricthostkeychecking')),
    connectTimeoutMs: 1000 * (found.number('connecttimeout') ?? 15),
    keepAliveMs: 1000 * (found.number('serveraliveinterval') || 10),
    keepAliveCount: found.number('serveralivecountmax') ?? 3,
    proxyCommand: jump === 'none' && proxyCommand !== 'none' ? proxyCommand : undefined,
  };
}

/** `user@host:port` of a ProxyJump list as something to connect to; `ssh://` is allowed in front (ssh_config(5)). */
export function jumpAccess(jump: string): Access {
  const [, user, bracketed, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@]*)@)?(?:\[([^\]]+)\]|([^:]+|[^:]*:.*:[^:]*?))(?::(\d+))?$/.exec(jump) ?? [];
  const host = bracketed ?? plain ?? jump;
  return { name: host, user: user === '' ? undefined : user, port: port === undefined ? undefined : Number(port) };
}

/** Values by lower-cased keyword. */
type Computed = Readonly<Record<string, string | readonly string[]>>;

class Values {
  constructor(private readonly found: Computed) {}

  text(key: string): string | undefined {
    const value = this.found[key];
    return typeof value === 'string' ? value : value?.[0];
  }

  list(key: string): readonly string[] {
    const value = this.found[key];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  }

  words(key: string): readonly string[] | undefined {
    const value = this.found[key];
    return typeof value === 'string' ? value.split(/\s+/) : value;
  }

  /** A time such as `30` or `1m`, or a count. */
  number(key: string): number | undefined {
    const [, digits, unit = 's'] = /^(\d+)([smh]?)$/.exec(this.text(key) ?? '') ?? [];
    return digits === undefined ? undefined : Number(digits) * ({ m: 60, h: 3600 }[unit] ?? 1);
  }

  is(key: string): boolean {
    return /^(yes|true)$/i.test(this.text(key) ?? '');
  }
}

async function compute(host: string, user: string | undefined, settings: SshSettings): Promise<Computed> {
  // The package's types are those of an ES module, which code like this cannot require.
  const { default: SSHConfig } = await import('ssh-config');
  const text = settings.configFiles.map((file) => withIncludes(file, settings, 0)).join('\n');
  const config = SSHConfig.parse(text);
  return config.compute(
    { Host: host, ...(user === undefined ? {} : { User: user }) },
    { ignoreCase: true, matchExec: false },
  );
}

/** The text of a configuration file with the files it includes in place (at most 16 deep, as ssh does). */
function withIncludes(file: string, settings: SshSettings, depth: number): string {
  const text = readOrEmpty(file);
  let section = '';
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*(host|match)[\s=]/i.test(line)) section = line;
      const [, patterns] = /^\s*include[\s=]+(.*?)\s*$/i.exec(line) ?? [];
      if (patterns === undefined || depth >= 16) return line;
      const files = patterns.split(/\s+/).flatMap((pattern) => matching(pattern.replaceAll('"', ''), file, settings));
      // What an included file says of other hosts ends there: the section around the line goes on behind it.
      return [...files.map((each) => withIncludes(each, settings, depth + 1)), section].join('\n');
    })
    .join('\n');
}

/** Files an Include names; patterns are understood in the last part of a path. */
function matching(pattern: string, from: string, settings: SshSettings): string[] {
  const expanded = inHome(pattern, settings);
  const path = isAbsolute(expanded) ? expanded : join(dirname(from), expanded);
  if (!/[*?]/.test(basename(path))) return [path];
  const escaped = basename(path).replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const fits = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  try {
    return readdirSync(dirname(path))
      .filter((name) => fits.test(name) && !name.startsWith('.'))
      .sort()
      .map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function expand(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(/%([%a-zA-Z])/g, (whole, token: string) => tokens[token] ?? whole);
}

function inHome(path: string, { home, environment }: SshSettings): string {
  return path.replace(/^~(?=\/|$)/, home).replace(/\$\{(\w+)\}/g, (_, name: string) => environment[name] ?? '');
}

function agentSocket(written: string, file: (path: string) => string, settings: SshSettings): string | undefined {
  if (written === 'none') return undefined;
  if (written === 'SSH_AUTH_SOCK') return settings.environment['SSH_AUTH_SOCK'];
  return written.startsWith('$') ? settings.environment[written.replace(/^\$\{?|\}$/g, '')] : file(written);
}

function strictness(written: string | undefined): Destination['strictHostKeyChecking'] {
  if (written === 'accept-new') return 'accept-new';
  return written === 'yes' || written === 'true' ? 'yes' : 'ask';
}
