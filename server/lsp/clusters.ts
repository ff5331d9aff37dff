import { targetName } from '../core/features/option-fact';
import { isDatabase } from '../core/model/host';
import type { Workspace } from '../core/workspace';
import type { ClusterView, FileView } from './protocol';

/** Clusters of all workspace folders as the Hosts view shows them. */
export function viewClusters(workspaces: readonly Workspace[]): ClusterView[] {
  return workspaces.flatMap((workspace) =>
    workspace.model.clusters.map((cluster) => ({
      name: cluster.name,
      kinds: [...cluster.kinds],
      why: cluster.why,
      hosts: cluster.hosts.map((host) => ({
        name: host.name,
        addresses: [...host.addresses],
        roles: [...host.roles],
        // The product of a cluster that a manifest names is not that of its proxies.
        server: isDatabase(host) && host.target.product ? targetName(host.target) : undefined,
        files: host.placements.map(({ path, hostPath, why }): FileView => {
          const document = workspace.document(path);
          const found = document ? workspace.findings(document) : [];
          const count = (severity: string): number => found.filter((finding) => finding.severity === severity).length;
          return {
            uri: document?.uri ?? host.authkey?.uri ?? '',
            path,
            hostPath,
            why,
            errors: count('error'),
            warnings: count('warning'),
          };
        }),
      })),
    })),
  );
}
