import { type ClusterKind, newCluster } from '../../server/core/scaffold/new-cluster';

/** A new cluster with the password filled in where its files ask for one. */
export function written(kind: ClusterKind, product: 'mariadb' | 'mysql' = 'mariadb'): ReadonlyMap<string, string> {
  const files = newCluster({ kind, name: 'shop', product, network: '10.0.0' });
  return new Map([...files].map(([path, text]) => [path, text.replaceAll('PUT-A-PASSWORD-HERE', 'a test password')]));
}

/** The files of each host by their absolute path there. */
export function hostsIn(files: ReadonlyMap<string, string>): Map<string, Record<string, string>> {
  const hosts = new Map<string, Record<string, string>>();
  for (const [path, text] of files) {
    const [, host = '', place = ''] = /^([^/]+)(\/etc\/.*)$/.exec(path) ?? [];
    if (place !== '') hosts.set(host, { ...hosts.get(host), [place]: text });
  }
  return hosts;
}
