import type { KeyFact } from '../catalog/corosync';
import { isKey } from '../syntax/corosync';

/**
 * Why corosync 3 refuses a value, in words that follow "the value"; undefined when it takes it, or when it does not
 * check the key. Integers are what strtoll takes in base 10 (exec/coroparse.c), words are compared letter by letter.
 */
export function refusal(fact: KeyFact, value: string): string | undefined {
  // `corosync -t` takes any provider, but the start fails: "Invalid quorum provider" (3.1.7).
  if (fact.section === 'quorum' && fact.key === 'provider')
    return isProvider(value) ? undefined : 'must be corosync_votequorum';
  if (fact.section === 'nodelist.node' && fact.type === 'address')
    return isNoAddress(value) ? 'must be an address or a host name, and nothing else' : undefined;
  // Opened whether or not to_logfile asks for it; which folders there are, the machine knows.
  if (fact.key === 'logfile' && fact.section !== 'logging.logging_daemon')
    return value === '' || /^[^\w./-].*\//.test(value) ? 'must be the path of a file' : undefined;
  if (!fact.checked) return undefined;
  // It becomes a part of the name under which the daemon stores the section.
  if (fact.key === 'subsys') return isKey(value) ? undefined : 'must be made of letters, digits and . _ / : -';
  // There is one version, and how it is written is not compared letter by letter: 02 will do.
  if (fact.section === 'totem' && fact.key === 'version') return /^[+-]?\d+$/.test(value) ? undefined : 'must be 2';
  if (fact.type === 'integer') return refusedInteger(fact, value);
  if (fact.type !== 'enum' && fact.type !== 'boolean') return undefined;
  const values = [...(fact.values ?? []), ...(alsoTaken[fact.key] ?? [])];
  // Priorities alone are compared without regard to case.
  const word = /_(priority|level)$/.test(fact.key) ? value.toLowerCase() : value;
  return values.length === 0 || values.includes(word) ? undefined : `must be one of ${values.join(', ')}`;
}

/**
 * Whether the daemon looks at a bad value only when it is the last one of its key: words that are not checked while
 * the file is read, and numbers that are too low for a timer. Seen with `corosync -t` 3.1.7 for every key.
 */
export function isCheckedInEffect({ section, key, type }: KeyFact, value: string): boolean {
  if (type === 'integer') return /^\d+$/.test(value) && BigInt(value) < 2n ** 32n && section === 'totem';
  return section === 'logging' || type === 'address' || /^(transport|link_mode|knet_transport|provider)$/.test(key);
}

/** What no resolver takes, whatever hosts there are: quotes, ports, prefixes, lists, numbers above 255. */
function isNoAddress(value: string): boolean {
  if (value === '') return true;
  if (/[\s"'`;,/\\()[\]{}<>|#\u2018-\u201f]/.test(value)) return true;
  const [, ...ports] = value.split(':');
  return ports.length === 1 || (/^\d+(\.\d+){3}$/.test(value) && value.split('.').some((part) => Number(part) > 255));
}

function isProvider(value: string): boolean {
  return value === 'corosync_votequorum' || value === 'corosync_ykd';
}

function refusedInteger(fact: KeyFact, value: string): string | undefined {
  if (!/^[+-]?\d+$/.test(value)) return 'must be a whole number';
  const [min, max] = rangeOf(fact);
  const number = BigInt(value);
  // A timer of 0 is one that is not set.
  if (number === 0n && fact.section === 'totem') return undefined;
  return number < min || number > max ? `must be between ${min} and ${max}` : undefined;
}

/**
 * The range the daemon enforces, where it is wider than the sensible one: seen with `corosync -t` 3.1.7.
 * A negative config_version wraps around.
 */
function rangeOf({ key, min, max, removed }: KeyFact): [bigint, bigint] {
  if (removed !== undefined) return [0n, 2n ** 32n - 1n];
  if (key === 'linknumber') return [0n, 255n];
  // 0 stands for none, which is another rule's concern.
  if (key === 'nodeid') return [0n, 2n ** 32n - 1n];
  if (key === 'mcastport') return [0n, 65535n];
  if (key === 'config_version') return [-(2n ** 64n), 2n ** 64n - 1n];
  return [BigInt(min ?? 0), BigInt(max ?? 2 ** 32 - 1)];
}

/** Words taken besides those the manual names, most by libqb; seen with `corosync -t` 3.1.7. */
const alsoTaken: Readonly<Record<string, readonly string[]>> = {
  // Taken by what follows 3.1.10.
  crypto_model: ['gcrypt'],
  syslog_facility: ['auth', 'authpriv', 'cron', 'ftp', 'kern', 'lpr', 'mail', 'news', 'syslog', 'user', 'uucp'],
  logfile_priority: ['error'],
  syslog_priority: ['error'],
  syslog_level: ['error'],
};
