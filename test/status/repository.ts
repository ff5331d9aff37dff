import { statusTargets } from '../../server/core/live/targets';
import type { ClusterTarget } from '../../server/core/ops/status/target';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** Files of a repository by their path, the same text the hosts of the lab read. */
export type RepositoryFiles = Readonly<Record<string, string>>;

/** The only cluster of a small repository, read by the same code that reads one from disk. */
export function targetOf(files: RepositoryFiles): ClusterTarget {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [path, text] of Object.entries(files)) workspace.set(path, `file:///${path}`, text);
  workspace.update();
  const [target, another] = statusTargets(workspace);
  if (!target || another) throw new Error(`one cluster was meant, ${workspace.model.clusters.length} are there`);
  return target;
}
