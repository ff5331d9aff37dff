import type { CorosyncNode } from './cluster-text';
import { isCorosyncFrom } from './corosync-release';
import { isForCorosync2 } from './corosync-settings';
import type { CorosyncFile } from './corosync-files';
import type { Host } from './host';

/**
 * The node of a list that is a host itself: the one of its name, full or short, else the one with an address of it.
 * Where both fit, the daemon goes by the name (exec/totemconfig.c, 3.1.7).
 */
export function ownNode(host: Host, nodes: readonly CorosyncNode[]): CorosyncNode | undefined {
  const short = (name: string): string => name.toLowerCase().replace(/\..*/, '');
  return (
    nodes.find(({ name }) => name !== undefined && isNameOf(host, name)) ??
    nodes.find(({ name }) => name !== undefined && short(name) === short(host.name)) ??
    nodes.find(({ addresses }) => addresses.some(({ address }) => host.addresses.has(address)))
  );
}

function isNameOf(host: Host, name: string): boolean {
  return name.toLowerCase() === host.name.toLowerCase() || host.names.has(name.toLowerCase());
}

/** Whether every host that reads a file is known to have a release, or a later one: `3.1.7`. */
export function isReadFrom(release: string, { hosts }: CorosyncFile): boolean {
  return hosts.length > 0 && hosts.every(({ corosyncRelease }) => isCorosyncFrom(release, corosyncRelease));
}

/** Whether the hosts that read a file run corosync 2, or it is written for it where their release is not known. */
export function isReadByCorosync2({ hosts, settings }: CorosyncFile): boolean {
  const releases = new Set(hosts.map(({ corosyncRelease }) => corosyncRelease));
  return isForCorosync2(settings, releases.size === 1 ? [...releases][0] : undefined);
}
