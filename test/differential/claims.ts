import type { Finding } from '../../server/core/rules/finding';
import type { Host } from '../../server/core/model/host';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { type Oracle, releaseOf } from './oracles';
import type { Seed } from './seeds';

/** What Quorate makes of a host's files. */
export interface Claims {
  readonly findings: readonly Finding[];
  /** The findings that say the program will not start. */
  readonly fatal: readonly Finding[];
  readonly host: Host;
}

/**
 * Has Quorate judge a seed with this text in place of its own, as a repository that mirrors the host. The manifest
 * beside it names the host and the release that judges, when Quorate is to know it.
 */
export function claimsOn(oracle: Oracle, seed: Seed, text: string, isReleaseKnown: boolean): Claims {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(`rule ${rule} failed`, { cause: error });
  });
  const put = (path: string, content: string): void => workspace.set(path, `file:///repository/${path}`, content);
  for (const [place, content] of Object.entries({ ...seed.around, [seed.place]: text }))
    put(seed.hostname + place, content);
  if (isReleaseKnown) put('quorate.json', JSON.stringify(manifestFor(oracle, seed.hostname)));
  workspace.update();
  const findings = workspace.documents.flatMap((document) => workspace.findings(document));
  const host = workspace.model.hosts.find(({ name }) => name === seed.hostname);
  if (!host) throw new Error(`${seed.name}: no host ${seed.hostname} is found`);
  return { findings, fatal: findings.filter((finding) => finding.fatal), host };
}

function manifestFor(oracle: Oracle, name: string): object {
  const release = releaseOf(oracle);
  const { program, series } = oracle;
  const told = program === 'haproxy' || program === 'corosync' ? { [program]: series } : {};
  const host = { name, ...told, files: { [`${name}/`]: '/' } };
  return {
    clusters: [
      { name: oracle.suite, ...(release && { product: release.product, version: release.series }), hosts: [host] },
    ],
  };
}
