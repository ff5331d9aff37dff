/** An address with its port, as `server` lines, `gcomm://` and group seeds write it. */
export interface Endpoint {
  /** IP address without brackets, or a host name; lower-cased. */
  readonly address: string;
  readonly port: number | undefined;
}

/** Reads `10.0.0.1:3306`, `db1`, `[fe80::1]:4567`; undefined for an empty text. */
export function readEndpoint(text: string): Endpoint | undefined {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { address: (bracketed[1] as string).toLowerCase(), port: portOf(bracketed[2]) };
  if (text === '') return undefined;
  const colons = text.split(':').length - 1;
  if (colons !== 1) return { address: text.toLowerCase(), port: undefined };
  const [address, port] = text.split(':') as [string, string];
  return { address: address.toLowerCase(), port: portOf(port) };
}

function portOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Whether an address reaches only the machine it is written on. */
export function isLoopback(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|localhost|localhost\.localdomain)$/i.test(address);
}

/** Whether a listening address stands for all addresses of a machine. */
export function isWildcard(address: string): boolean {
  return address === '*' || address === '0.0.0.0' || address === '::' || address === '';
}

/** Whether a text is an IP address rather than a name. */
export function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text));
}

/** The members of a Galera address: `gcomm://a,b:4567?pc.wait_prim=no`; undefined when it is none. */
export function readGcomm(
  value: string,
): { readonly members: readonly Endpoint[]; readonly query: string } | undefined {
  const match = /^gcomm:\/\/([^?]*)(\?.*)?$/i.exec(value.trim());
  if (!match) return undefined;
  const members = (match[1] as string).split(',').map((part) => readEndpoint(part.trim()));
  return { members: members.filter((member) => member !== undefined), query: match[2] ?? '' };
}
