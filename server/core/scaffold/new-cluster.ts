import type { Product } from '../catalog/options';
import { jsonText } from '../text/json-text';
import { haproxyFile, proxyAccount } from './haproxy-file';
import { type NewHost, type NewSet, optionFile, placeOf } from './option-file';
import { orchestratorFile, orchestratorSql } from './orchestrator-file';
import { corosyncFile, pacemakerFile } from './pacemaker-files';
import { readme } from './readme';
import { accountsSql, followSql } from './replication-sql';

/** What can be set up, with the words a person chooses it by. */
export const clusterKinds = {
  pair: 'A source and a replica',
  'multi-source': 'Three servers that all take writes, each replicating from the two others without a ring',
  galera: 'Three Galera nodes behind HAProxy',
  pacemaker: 'A source and a replica under Corosync and Pacemaker, with an address that moves',
  orchestrator: 'A source and two replicas under Orchestrator',
} as const;

export type ClusterKind = keyof typeof clusterKinds;

/** What a new cluster is to be. */
export interface NewCluster {
  readonly kind: ClusterKind;
  /** What people call it; letters, digits, `-` and `_`, as it becomes part of names. */
  readonly name: string;
  readonly product: Product;
  /** The first three numbers of the hosts' addresses, such as `10.0.0`. */
  readonly network: string;
}

/** Products a kind can be made of: the provider of Galera's nodes comes with MariaDB. */
export function productsFor(kind: ClusterKind): readonly Product[] {
  return kind === 'galera' ? ['mariadb'] : ['mariadb', 'mysql'];
}

/** Why a cluster cannot be called or numbered so, in words that follow the value; undefined when it can. */
export function refusalOfName(name: string): string | undefined {
  return /^[a-z][\w-]{0,31}$/i.test(name)
    ? undefined
    : 'is no name: it begins with a letter and has letters, digits, - and _';
}

export function refusalOfNetwork(network: string): string | undefined {
  const numbers = network.split('.');
  const isByte = (text: string): boolean => /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) < 256;
  return numbers.length === 3 && numbers.every(isByte) ? undefined : 'is no network such as 10.0.0';
}

/**
 * A whole consistent set of files for a new cluster, by path below its folder. Nothing secret is in it: where an
 * account needs a password the text says so.
 */
export function newCluster(wanted: NewCluster): ReadonlyMap<string, string> {
  const set = setOf(wanted);
  const files = new Map<string, string>();
  for (const host of set.hosts) {
    if (host.role === 'proxy') files.set(`${host.name}/etc/haproxy/haproxy.cfg`, haproxyFile(set));
    else files.set(`${host.name}${placeOf(set)}`, optionFile(host, set));
    if (set.kind === 'pacemaker') files.set(`${host.name}/etc/corosync/corosync.conf`, corosyncFile(set));
  }
  const accounts = [accountsSql(set), set.kind === 'galera' ? proxyAccount(set) : '', orchestratorSql(set)].join('');
  if (accounts !== '') files.set('sql/accounts.sql', accounts);
  for (const host of set.hosts) {
    const follow = followSql(host, set);
    if (follow !== undefined) files.set(`sql/${host.name}-replication.sql`, follow);
  }
  if (set.kind === 'pacemaker') files.set('pacemaker/cluster.crm', pacemakerFile(set));
  if (set.kind === 'orchestrator') files.set('orchestrator/orchestrator.conf.json', orchestratorFile());
  files.set('quorate.json', manifest(set));
  files.set('README.md', readme(set, [...files.keys()]));
  return files;
}

function setOf({ kind, name, product, network }: NewCluster): NewSet {
  const count = kind === 'pair' || kind === 'pacemaker' ? 2 : 3;
  const databases = Array.from({ length: count }, (_, index): NewHost => {
    const role = kind === 'galera' ? 'node' : kind === 'multi-source' || index === 0 ? 'source' : 'replica';
    return { name: `db${index + 1}`, number: index + 1, address: `${network}.${11 + index}`, role };
  });
  const proxy: NewHost = { name: 'lb1', number: 0, address: `${network}.10`, role: 'proxy' };
  return { kind, name, product, network, hosts: kind === 'galera' ? [...databases, proxy] : databases };
}

function manifest(set: NewSet): string {
  const hosts = set.hosts.map((host) => ({
    name: host.name,
    addresses: [host.address],
    ...(rolesOf(host, set).length > 0 && { roles: rolesOf(host, set) }),
    files: { [`${host.name}/etc/`]: '/etc' },
  }));
  const version = { mariadb: '10.11', mysql: '8.4' }[set.product];
  const clusters = [{ name: set.name, product: set.product, version, hosts }];
  return jsonText({ clusters });
}

/** Roles the files do not show by themselves. */
function rolesOf({ role }: NewHost, { kind }: NewSet): readonly string[] {
  if (kind === 'multi-source') return ['co-master'];
  return role === 'source' || role === 'replica' ? [role] : [];
}
