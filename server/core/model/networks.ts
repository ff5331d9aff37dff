/**
 * Whether a network such as `10.0.0.0/8`, a single address or `*` holds an address, as `proxy_protocol_networks` of
 * MariaDB counts. Of IPv6 only equal addresses are told; a network of it, or a name, might hold any.
 */
export function covers(network: string, address: string): boolean {
  if (network === '*') return true;
  const [base = '', length] = network.split('/');
  const [wanted, given] = [numberOf(base), numberOf(address)];
  if (given === undefined) return base.includes(':') && (length !== undefined || base.toLowerCase() === address);
  if (wanted === undefined) return !base.includes(':') && base !== 'localhost';
  const bits = length === undefined ? 32 : Number(length);
  if (bits === 0) return true;
  return wanted >>> (32 - bits) === given >>> (32 - bits);
}

/** The number an IPv4 address stands for; undefined for anything else. */
export function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}
