import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { groupOf, mycnf, type MyCnfLine } from '../../../server/core/syntax/mycnf';
import { Document } from '../../../server/core/syntax/tree';
import { type Groups, plainGroups } from './plain-groups';
import { Secret } from './secret';

/** How far encryption is insisted on; the words and their meaning are those of `ssl-mode` of the mysql client. */
export type TlsMode = 'DISABLED' | 'PREFERRED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';

/** Who we are to a database server. */
export interface Account {
  readonly user: string;
  readonly password: Secret | undefined;
  readonly tls: TlsMode;
  /** Paths of PEM files on this machine. */
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** The groups that are read, each overriding the ones before it. */
const groups = ['client', 'client-server', 'client-mariadb', 'quorate'];

/**
 * The account of `~/.my.cnf`; the user of this machine where the file names none.
 *
 * @param file an option file in its place
 * @throws with the file's name when it cannot be read, or when others may write it; only `~/.my.cnf` may be missing
 */
export async function accountOfOptionFile(file?: string): Promise<Account> {
  const options = new Map<string, string>();
  await readInto(options, file ?? join(homedir(), '.my.cnf'), 0, file === undefined);
  const mode = options.get('ssl-mode')?.toUpperCase();
  const password = options.get('password');
  return {
    user: options.get('user') ?? process.env['USER'] ?? 'root',
    password: password === undefined ? undefined : new Secret(password),
    tls: isTlsMode(mode) ? mode : tlsOf(options),
    ca: options.get('ssl-ca'),
    certificate: options.get('ssl-cert'),
    key: options.get('ssl-key'),
  };
}

/** MariaDB's clients have no ssl-mode but three switches. */
function tlsOf(options: ReadonlyMap<string, string>): TlsMode {
  const isOn = (name: string): boolean => /^(|1|on|true)$/i.test(options.get(name) ?? 'off');
  if (options.has('skip-ssl') || /^(0|off|false)$/i.test(options.get('ssl') ?? '')) return 'DISABLED';
  if (isOn('ssl-verify-server-cert')) return options.has('ssl-ca') ? 'VERIFY_IDENTITY' : 'REQUIRED';
  return isOn('ssl') || options.has('ssl-ca') || options.has('ssl-cert') ? 'REQUIRED' : 'PREFERRED';
}

function isTlsMode(mode: string | undefined): mode is TlsMode {
  return mode !== undefined && ['DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'].includes(mode);
}

/** my_getopt stops at ten levels of includes (mysys/my_default.c). */
const deepest = 10;

async function readInto(
  options: Map<string, string>,
  file: string,
  depth: number,
  mayBeMissing = false,
): Promise<void> {
  const text = await readOwn(file, mayBeMissing);
  if (text === undefined || depth > deepest) return;
  const found = plainGroups(text) ?? (await readGroups(options, file, text, depth));
  for (const name of groups) {
    for (const [option, value] of found.get(name) ?? []) options.set(option.replaceAll('_', '-').toLowerCase(), value);
  }
}

/**
 * Reads what `ini` cannot express: it takes `;` and `#` inside a password for comments, and knows neither `\s` nor
 * includes, which are read into `options` where they stand.
 */
async function readGroups(options: Map<string, string>, file: string, text: string, depth: number): Promise<Groups> {
  const document = new Document<MyCnfLine>(file, file, mycnf, text);
  const found = new Map<string, Map<string, string>>(groups.map((name) => [name, new Map()]));
  for (const block of document.blocks) {
    const group = found.get(groupOf(block) ?? '');
    for (const line of block.lines) {
      if (line.kind === 'include' && /^!include$/i.test(line.directive))
        await readInto(options, resolve(dirname(file), line.path), depth + 1);
      if (line.kind === 'setting') group?.set(line.name, line.value ?? '');
    }
  }
  return found;
}

async function readOwn(file: string, mayBeMissing: boolean): Promise<string | undefined> {
  try {
    const { mode } = await stat(file);
    // The clients ignore such a file with a warning, because anybody may have written into it.
    if (process.platform !== 'win32' && (mode & 0o002) !== 0)
      throw new Error('everybody may write it; chmod 600 first');
    return await readFile(file, 'utf8');
  } catch (error) {
    if (mayBeMissing && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
