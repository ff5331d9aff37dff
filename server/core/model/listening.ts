import { isAddress, isLoopback, isWildcard, readEndpoint } from './addresses';
import type { Host } from './host';
import { rememberPer } from './reads';
import { isOn, type Setting } from './setting';

/** The port a database server listens on unless an option says otherwise (MySQL and MariaDB, all releases). */
export const defaultPort = 3306;

/** Where a host's database server takes connections. */
export interface Listening {
  /** The port for clients first, then those for administrators and for the X protocol. */
  readonly ports: readonly number[];
  /** The line that sets the first port; undefined for the default. */
  readonly portSetting: Setting | undefined;
  /** IP addresses and names; `*` for all, which is the default. */
  readonly addresses: readonly string[];
  /** The line that decides the addresses, or that switches the network off. */
  readonly addressSetting: Setting | undefined;
}

/** What a host's files say of where its server listens; undefined when it takes no TCP connections at all. */
export const listening = rememberPer((host: Host): Listening | undefined => {
  if (networkIsOff(host)) return undefined;
  const portSetting = host.options.effective('port');
  const others = ['extra_port', 'admin_port', 'mysqlx_port'].map((name) => portOf(host.options.value(name)));
  const addressSetting = host.options.effective('bind_address');
  const addresses = (addressSetting?.value ?? '')
    .split(',')
    .flatMap((text) => readEndpoint(text.trim())?.address ?? []);
  return {
    ports: [portOf(portSetting?.value) ?? defaultPort, ...others].filter((port) => port !== undefined),
    portSetting,
    addresses: addresses.length > 0 ? addresses : ['*'],
    addressSetting,
  };
});

/** The line by which a server takes connections from its own machine only; undefined when others reach it. */
export function closingSetting(host: Host): Setting | undefined {
  if (networkIsOff(host)) return host.options.effective('skip_networking');
  const where = listening(host);
  return where?.addresses.every(isLoopback) ? where.addressSetting : undefined;
}

/** An address by which other hosts can reach the host, as far as its files or the manifest tell one. */
export function knownAddress(host: Host): string | undefined {
  return [...host.addresses].find((address) => isAddress(address) && !isLoopback(address) && !isWildcard(address));
}

function networkIsOff(host: Host): boolean {
  const setting = host.options.effective('skip_networking');
  return setting !== undefined && isOn(setting);
}

function portOf(value: string | undefined): number | undefined {
  const port = value !== undefined && /^\d+$/.test(value) ? Number(value) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}
