import { createHash } from 'node:crypto';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** The rules that files of several hosts break, by the paths of a repository; hints do not count. */
export function rulesBroken(files: Readonly<Record<string, string>>): ReadonlySet<string> {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [path, text] of Object.entries(files)) {
    const uri = `file:///${path}`;
    // Keys are known by their digest alone.
    if (!path.endsWith('/authkey')) workspace.set(path, uri, text);
    else {
      const digest = createHash('sha256').update(text).digest('hex');
      workspace.setKeyfile({ uri, path, digest, size: text.length });
    }
  }
  workspace.update();
  return new Set(
    workspace.documents
      .flatMap((document) => workspace.findings(document))
      .flatMap(({ rule, severity }) => (severity === 'info' ? [] : [rule])),
  );
}
