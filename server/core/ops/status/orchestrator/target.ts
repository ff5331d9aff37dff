import type { ClusterTarget, HostTarget } from '../target';

/** Whether a text is the address of an Orchestrator: `http://host:port`, without a path. */
export const isOrchestratorUrl = (text: string): boolean => /^http:\/\/[^\s/]+\/?$/.test(text);

/** Orchestrator stands in none of the files a cluster is made of; it is one host more to ask. */
export function withOrchestrator(target: ClusterTarget, url: string): ClusterTarget {
  const name = 'orchestrator';
  const orchestrator: HostTarget = {
    key: name,
    name,
    names: [name],
    addresses: [],
    access: { name },
    database: undefined,
    corosync: undefined,
    arbiter: false,
    pacemaker: false,
    haproxy: undefined,
    orchestrator: { url: url.replace(/\/$/, '') },
  };
  return { ...target, hosts: [...target.hosts, orchestrator] };
}
