import type { HaproxyWord } from '../syntax/haproxy-words';

/**
 * What the daemon would take in place of a word that is to be an address, or undefined where it may be one.
 * References in addresses are the environment's, and names are the resolver's of the machine: neither is judged.
 *
 * @param flags `port`: a port must stand; `no-port`: none may; `any-port`: ports are judged elsewhere; `digits`: nothing
 *   may stand behind the digits of a port, as HAProxy has it from 3.0 on
 */
export function addressFault(word: HaproxyWord, flags: readonly string[]): string | undefined {
  const { text } = word;
  // Addresses replace references by themselves, so that quotes that keep them from other words do not matter.
  if (word.dynamic || /\$[{A-Za-z_]/.test(text)) return undefined;
  if (text === '') return 'an address';
  const kind = /^([\w+-]+)@/.exec(text)?.[1];
  if (kind !== undefined && !/^(ipv[46]|tcp[46]?|udp[46]?)$/.test(kind)) return otherKindFault(kind, text);
  if (text.startsWith('/')) return undefined;
  const address = kind === undefined ? text : text.slice(kind.length + 1);
  const { host, port } = splitPort(address);
  if (flags.includes('port') && (port === undefined || port === '')) return 'an address with a port';
  if (flags.includes('no-port') && port !== undefined && port !== '') return 'an address without a port';
  const isPortJudged = !flags.includes('any-port') && port !== undefined && port !== '';
  if (isPortJudged && !/^[+-]?\d/.test(port)) return 'a port behind the colon';
  if (isPortJudged && flags.includes('digits') && !/^[+-]?\d+$/.test(port)) return 'a port of digits alone';
  if (kind !== undefined && isOfOtherFamily(kind, host)) return 'an address of that family';
  return isHost(host) ? undefined : 'an address';
}

/** `ipv6@10.0.0.1` and the like. */
function isOfOtherFamily(kind: string, host: string): boolean {
  if (kind.endsWith('6')) return /^[\d.]+$/.test(host);
  return kind.endsWith('4') && host.includes(':');
}

/** Sockets and descriptors: `fd@3` wants a number, the rest a name. */
function otherKindFault(kind: string, text: string): string | undefined {
  const rest = text.slice(kind.length + 1);
  if (kind === 'fd' || kind === 'sockpair') return /^\d+$/.test(rest) ? undefined : 'the number of a file descriptor';
  return undefined;
}

/** What stands before and behind the last colon that is not inside brackets. */
export function splitPort(text: string): { readonly host: string; readonly port: string | undefined } {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || colon < text.lastIndexOf(']')) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/**
 * Whether a host is an address, or a name that a resolver could know. A number of dotted parts is no name, but C
 * reads `10.1` and `010.0.0.1` as addresses.
 */
export function isHost(host: string): boolean {
  if (host === '' || host === '*') return true;
  if (host.startsWith('[')) return host.endsWith(']') && isHost(host.slice(1, -1)) && /[:\d]/.test(host);
  if (host.includes(':')) return isIpv6(host);
  if (/^[\d.]+$/.test(host)) return isNumeric(host);
  return /^[\w.-]+$/.test(host) && !host.startsWith('-') && !host.includes('..');
}

/** One to four numbers, the last of which fills the bytes that are left, as `inet_aton` of C reads them. */
function isNumeric(host: string): boolean {
  const parts = host.split('.');
  if (parts.length > 4 || parts.some((part) => part === '')) return false;
  const numbers = parts.map((part) => (/^0[0-7]*$/.test(part) ? parseInt(part, 8) : Number(part)));
  const last = numbers.pop() as number;
  return numbers.every((each) => each < 256) && last < 256 ** (4 - numbers.length);
}

/** Eight groups, or fewer around one `::`; the last two may be written as an IPv4 address, and a zone may follow. */
function isIpv6(host: string): boolean {
  const address = host.replace(/%[\w.-]+$/, '').replace(/:\d+\.\d+\.\d+\.\d+$/, ':0:0');
  if (!/^[0-9a-f:]+$/i.test(address) || address.includes(':::')) return false;
  const parts = address.split('::');
  if (parts.length > 2) return false;
  const groups = parts.flatMap((part) => (part === '' ? [] : part.split(':')));
  const isWhole = parts.length === 2 ? groups.length < 8 : groups.length === 8;
  return isWhole && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
}
