import { isLoopback } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { databasePools, type PoolServer } from '../../model/database-pools';
import type { Host } from '../../model/host';
import { closingSetting, knownAddress } from '../../model/listening';
import { isOn, type Setting } from '../../model/setting';
import { topologyOf } from '../../model/topology/topology';
import { isReadOnly } from '../../model/writers';
import { deleteLine, type Fix, type Related, type Severity } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a database that others must reach takes connections from its own machine only',
  *check(cluster) {
    const closed = new Map<Host, Setting>();
    for (const host of cluster.databases) {
      const setting = closingSetting(host);
      if (setting) closed.set(host, setting);
    }
    if (closed.size === 0) return;
    const proxied = serversByHost(cluster);
    for (const [host, setting] of closed) {
      const need =
        byProxy(proxied.get(host)) ??
        byReplication(host, cluster, closed) ??
        byGalera(host, cluster, proxied.get(host));
      if (!need) continue;
      yield {
        span: setting.valueSpan ?? setting.nameSpan,
        severity: need.severity,
        message: `${host.name} takes connections from its own machine only, but ${need.why}`,
        related: need.related ?? [],
        fixes: () => open(host, setting),
      };
    }
  },
});

/** Who has to reach a host over the network. */
interface Need {
  readonly why: string;
  readonly severity: Severity;
  readonly related?: readonly Related[];
}

function serversByHost(cluster: Cluster): Map<Host | undefined, PoolServer[]> {
  const servers = new Map<Host | undefined, PoolServer[]>();
  for (const pool of databasePools(cluster)) {
    for (const server of pool.servers) {
      const known = servers.get(server.host);
      if (known) known.push(server);
      else servers.set(server.host, [server]);
    }
  }
  return servers;
}

function byProxy(servers: readonly PoolServer[] = []): Need | undefined {
  const remote = servers.find(({ server }) => !isLoopback(server.address));
  if (!remote) return undefined;
  const { addressSpan, address } = remote.server;
  return {
    why: `the proxy connects to ${address}: it finds the server down`,
    severity: 'error',
    related: [{ span: addressSpan, message: 'the server line of the proxy' }],
  };
}

function byReplication(host: Host, cluster: Cluster, closed: ReadonlyMap<Host, Setting>): Need | undefined {
  const others = cluster.databases.filter((other) => other !== host);
  if (host.roles.has('group-member')) {
    const members = others.filter(({ roles }) => roles.has('group-member'));
    return members.length === 0
      ? undefined
      : {
          why: `the other members (${namesOf(members)}) fetch from it what they miss when they join: they get error 2003`,
          severity: 'error',
        };
  }
  if (host.roles.has('galera-node') || others.length === 0) return undefined;
  const topology = topologyOf(cluster);
  if (topology.edges.length > 0) {
    const replicas = topology.replicasOf(host);
    return replicas.length === 0 ? undefined : bySource(replicas);
  }
  if (host.roles.has('source') || host.roles.has('co-master')) {
    return bySource(others);
  }
  return byBinaryLog(host, others, closed);
}

function bySource(replicas: readonly Host[]): Need {
  return {
    why: `it is a source, and ${namesOf(replicas)} cannot replicate from it: error 2003, and the IO thread says Connecting for ever`,
    severity: 'error',
  };
}

/** Without a role, a source is known by its binary log, and its replicas by ids of their own. */
function byBinaryLog(host: Host, others: readonly Host[], closed: ReadonlyMap<Host, Setting>): Need | undefined {
  const replicas = others.filter((other) => other.options.effective('server_id') && !other.roles.has('galera-node'));
  if (!maySource(host) || replicas.length === 0) return undefined;
  const rivals = replicas.filter(maySource);
  // Where another host with a binary log can be reached, that one is the source.
  if (rivals.some((rival) => !closed.has(rival))) return undefined;
  const isOnly = rivals.length === 0;
  return {
    why: isOnly
      ? `it alone has a binary log: ${namesOf(replicas)} cannot replicate from it, with error 2003 and an IO thread that says Connecting for ever`
      : `it and ${namesOf(rivals)} keep binary logs: whichever of them replicates from another one gets error 2003`,
    severity: isOnly ? 'error' : 'warning',
    related: replicas.slice(0, 3).flatMap((replica) => {
      const id = replica.options.effective('server_id');
      return id ? [{ span: id.valueSpan ?? id.nameSpan, message: `${replica.name} has a server_id of its own` }] : [];
    }),
  };
}

function maySource(host: Host): boolean {
  const log = host.options.effective('log_bin');
  if (!log || !host.options.effective('server_id') || host.roles.has('replica') || isReadOnly(host)) return false;
  return log.negated ? isOn(log) : true;
}

/**
 * A Galera node talks to the others by ports that bind_address does not touch, so it joins all the same. Only its
 * clients are shut out, which is right where each of them has a proxy, or an application, beside it.
 */
function byGalera(host: Host, cluster: Cluster, servers: readonly PoolServer[] = []): Need | undefined {
  const nodes = cluster.databases.filter((other) => other !== host && other.roles.has('galera-node'));
  if (!host.roles.has('galera-node') || nodes.length === 0 || servers.length > 0) return undefined;
  return {
    why: `it is a node of a Galera cluster: it joins ${namesOf(nodes)}, but no client or proxy of another machine gets in`,
    severity: 'warning',
  };
}

/** Not safe: what listens on the network is open to whomever the firewall lets in. */
function open(host: Host, setting: Setting): Fix[] {
  if (setting.name === 'skip_networking') {
    return [
      { title: 'Let the server take connections from the network', safe: false, edits: [deleteLine(setting.nameSpan)] },
    ];
  }
  const own = knownAddress(host);
  return [...(own === undefined ? [] : [own]), '0.0.0.0'].flatMap((address) => {
    const edit = setValue(setting, address);
    return edit
      ? [{ title: `Listen on ${address === '0.0.0.0' ? 'all addresses' : address}`, safe: false, edits: [edit] }]
      : [];
  });
}

function namesOf(hosts: readonly Host[]): string {
  return hosts.map(({ name }) => name).join(', ');
}
