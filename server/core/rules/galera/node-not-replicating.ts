import type { Cluster } from '../../model/cluster';
import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import type { Host } from '../../model/host';
import { mayHavePackagedGalera } from '../../model/packaged-files';
import { isOn, type Setting } from '../../model/setting';
import { type GaleraNode, galeraOptions, isNoProvider, replicatesWith } from '../../model/wsrep';
import type { Fix, Report } from '../finding';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a member of a Galera cluster that starts without replication',
  *check(cluster) {
    const clusters = galeraClusters(cluster);
    for (const host of cluster.databases) {
      const node = galeraOptions(host.options);
      const lack = node && lackOf(host, node);
      if (!lack) continue;
      const others = clusters
        .map((peers) => peers.filter((peer) => peer.host !== host))
        .find((peers) => isMember(host, node, peers, cluster));
      const report = (others && besideOthers(host, lack, others)) ?? alone(host, lack, node);
      if (report) yield report;
    }
  },
});

/** Why a server does not replicate: a line that says so, or one of the two it needs that is nowhere. */
interface Lack {
  readonly option: 'wsrep_on' | 'wsrep_provider';
  /** Undefined where the option is nowhere. */
  readonly setting: Setting | undefined;
  /** The line that tells the server of its cluster. */
  readonly place: Setting;
}

function lackOf({ options, target }: Host, { address, cluster }: GaleraNode): Lack | undefined {
  const place = address ?? cluster;
  const [on, provider] = [options.effective('wsrep_on'), options.effective('wsrep_provider')];
  if (!place) return undefined;
  if (isNoProvider(provider)) return { option: 'wsrep_provider', setting: provider, place };
  // Percona XtraDB Cluster has no wsrep_on in its files, and MariaDB before 10.1 was another build for Galera.
  if (target.product !== 'mariadb' || /^(5\.|10\.0)/.test(target.series ?? '')) return undefined;
  if (!on || !isOn(on)) return { option: 'wsrep_on', setting: on, place };
  return provider ? undefined : { option: 'wsrep_provider', setting: undefined, place };
}

/**
 * Whether a host belongs to nodes: one of them lists it, or its own list does and names one of them. While nothing tells
 * its address, the very list of another node speaks for it. A replica of the cluster has its lines at most, and a source.
 */
function isMember(host: Host, node: GaleraNode, others: readonly GaleraPeer[], cluster: Cluster): boolean {
  const whose = (address: string): Host | undefined => cluster.hostCalled(address);
  if (others.some(({ members }) => members?.some(({ address }) => whose(address) === host))) return true;
  const own = node.members?.map(({ address }) => address) ?? [];
  if (own.length === 0 || host.replicatesFrom.length > 0) return false;
  if (own.some((address) => whose(address) === host))
    return own.some((address) => others.some((other) => other.host === whose(address)));
  const text = [...own].sort().join();
  return (
    host.addresses.size === 0 &&
    others.some(
      ({ members }) =>
        members
          ?.map(({ address }) => address)
          .sort()
          .join() === text,
    )
  );
}

function besideOthers(host: Host, { option, setting, place }: Lack, others: readonly GaleraPeer[]): Report | undefined {
  const replicating = others.flatMap((peer) => {
    const provider = replicatesWith(peer.host);
    return provider ? [{ peer, provider }] : [];
  });
  // What a line does not say may be said by a file that nobody sees, of the others as well.
  if (!setting && (replicating.length === 0 || mayHavePackagedGalera(host))) return undefined;
  const [example] = replicating;
  const other = example && (option === 'wsrep_on' ? example.peer.host.options.effective('wsrep_on') : example.provider);
  const names = others.map((peer) => peer.host.name).join(', ');
  return {
    span: setting?.valueSpan ?? (setting ?? place).nameSpan,
    severity: setting || replicating.length === others.length ? 'error' : 'warning',
    message: `${reasonOf(option, setting)}, so ${host.name} starts as a lone server beside ${names}: what is written to it reaches no other node, and theirs not it`,
    ...(other && {
      related: [
        { span: other.valueSpan ?? other.nameSpan, message: `${option} of ${example?.peer.host.name ?? 'the others'}` },
      ],
    }),
    fixes: () => {
      const providers = new Set(replicating.map(({ provider }) => provider.value));
      const [value] = option === 'wsrep_on' ? ['ON'] : providers.size === 1 ? providers : [];
      return value === undefined ? [] : fixes(host, option, value, setting, place);
    },
  };
}

/** A node of whose cluster no other file is here, or all of which lack the same line. */
function alone(host: Host, { option, setting, place }: Lack, { members }: GaleraNode): Report | undefined {
  const isWhole = host.placements.some(({ hostPath }) => hostPath?.startsWith('/etc/mysql/'));
  const provider = host.options.effective('wsrep_provider');
  if (setting || option !== 'wsrep_on' || !provider?.value || !members?.length || !isWhole) return undefined;
  return {
    span: place.nameSpan,
    severity: 'warning',
    message: `${reasonOf(option, setting)}, so ${host.name} starts as a lone server and never connects to its cluster`,
    fixes: () => fixes(host, option, 'ON', setting, place),
  };
}

function reasonOf(option: Lack['option'], setting: Setting | undefined): string {
  if (setting) return `${option} is ${option === 'wsrep_on' ? 'OFF' : 'none'}`;
  return `${option} is set nowhere and is ${option === 'wsrep_on' ? 'OFF' : 'none'} by default`;
}

/** Not safe: the server joins at its next start, and a state transfer then replaces what it has. */
function fixes(host: Host, option: string, value: string, setting: Setting | undefined, place: Setting): Fix[] {
  const edit = put(setting, option, value, place);
  return edit ? [{ title: `Set ${option} = ${value} on ${host.name}`, safe: false, edits: [edit] }] : [];
}
