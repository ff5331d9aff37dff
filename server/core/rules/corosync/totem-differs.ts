import type { CorosyncCatalog } from '../../catalog/corosync';
import { type CorosyncFile, corosyncGroups, newestFile } from '../../model/corosync-files';
import { settingInEffect, splitPath } from '../../model/corosync-effective';
import { firstSection, sectionAt } from '../../model/corosync-settings';
import { differing } from '../combinators/differing';
import { setPath } from '../corosync-edits';
import type { Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts of one corosync cluster disagree on a totem or quorum setting',
  *check(cluster, { corosync }) {
    for (const files of corosyncGroups(cluster)) {
      if (files.length < 2) continue;
      const saidOfSection = new Set<string>();
      for (const path of new Set(files.flatMap(({ settings }) => [...settings.keys()]))) {
        if (mustAgree(path, corosync)) yield* disagreement(path, files, corosync, saidOfSection);
      }
    }
  },
});

/** @param saidOfSection remembers files that lack a whole section, so that this is said once and not key by key */
function* disagreement(
  path: string,
  files: readonly CorosyncFile[],
  catalog: CorosyncCatalog,
  saidOfSection: Set<string>,
): Generator<Report> {
  const newest = newestFile(files);
  const found = differing(
    files,
    (file) => settingInEffect(path, file, catalog),
    () => newest && settingInEffect(path, newest, catalog),
  );
  if (!found) return;
  const { wanted, agreeing, deviating } = found;
  const model = agreeing.find(({ settings }) => settings.has(path)) ?? agreeing[0];
  const { section, key } = splitPath(path);
  for (const file of deviating) {
    const written = file.settings.get(path);
    const stands = sectionAt(file.document, section);
    if (!stands && saidOfSection.has(`${file.document.path}\0${section}`)) continue;
    saidOfSection.add(`${file.document.path}\0${section}`);
    const span = written?.valueSpan ?? (stands ?? firstSection(file.document))?.nameSpan;
    if (!span) continue;
    const there = model.settings.get(path)?.valueSpan;
    const here = written ? `${path} is ${settingInEffect(path, file, catalog)} here` : `${path} is not set here`;
    yield {
      span,
      severity: breaksMembership.test(path) ? 'error' : 'warning',
      message: `${here}, but ${wanted === '' ? 'not set' : wanted} on ${model.owner} (${model.document.path}): ${consequence(path)}`,
      related: there ? [{ span: there, message: `as ${model.owner} has it` }] : [],
      fixes: () => {
        const edits = deviating.flatMap((each) => setPath(path, wanted, each.settings) ?? []);
        return wanted === '' || edits.length < deviating.length
          ? []
          : [{ title: `Set ${key} to ${wanted} on all hosts`, safe: false, edits }];
      },
    };
  }
}

/** Differences that keep nodes apart or make them count votes differently, as seen on corosync 3.1.7. */
const breaksMembership =
  /^(totem\.(transport|crypto_cipher|crypto_hash|config_version|interface\.\d\.mcastport)|quorum\.(provider|two_node|expected_votes|votes|auto_tie_breaker|auto_tie_breaker_node|device\..*))$/;

function consequence(path: string): string {
  if (path === 'totem.config_version')
    return 'a node that starts with the lower number shuts itself down when it meets the others';
  if (!breaksMembership.test(path)) return 'the cluster forms, but each host goes by its own value';
  if (path.startsWith('quorum.'))
    return 'the hosts count votes differently, so after a split both sides or neither may go on';
  return 'the hosts do not understand each other, and each stays alone';
}

/** What one host alone may say; crypto_cipher and crypto_hash in effect stand for secauth. */
const ownBusiness = /^totem\.(nodeid|secauth|key|keyfile|interface\.\d\.(bindnetaddr|linknumber|ringnumber))$/;

/** A key corosync does not know has no effect, so it cannot differ in effect. */
function mustAgree(path: string, catalog: CorosyncCatalog): boolean {
  if (!/^(totem|quorum)\./.test(path) || ownBusiness.test(path)) return false;
  const { section, key } = splitPath(path);
  return catalog.key(section, key) !== undefined;
}
