import type { CorosyncCatalog } from '../catalog/corosync';
import type { CorosyncFile } from './corosync-files';
import type { CorosyncNode } from './cluster-text';
import { cryptoOf } from './corosync-settings';

/** A stored path as the catalogue knows it: the section without link numbers, and the key. */
export function splitPath(path: string): { readonly section: string; readonly key: string } {
  const at = path.lastIndexOf('.');
  return {
    section: path.slice(0, at).replace(/^totem\.interface\.[^.]*$/, 'totem.interface'),
    key: path.slice(at + 1),
  };
}

/**
 * The value of a setting in effect: written, following from another setting, or the default. Numbers are put in
 * their shortest form; empty means that nothing is set.
 *
 * @returns undefined when the daemon computes the value and this program does not
 */
export function settingInEffect(
  path: string,
  { settings, nodes }: CorosyncFile,
  catalog: CorosyncCatalog,
): string | undefined {
  if (path === 'totem.crypto_cipher') return cryptoOf(settings).cipher;
  if (path === 'totem.crypto_hash') return cryptoOf(settings).hash;
  const written = settings.get(path)?.value;
  if (written !== undefined) return /^\d+$/.test(written) ? String(BigInt(written)) : written;
  if (path === 'quorum.wait_for_all') return settings.get('quorum.two_node')?.value ?? '0';
  if (path === 'quorum.expected_votes') return nodes.length === 0 ? '' : String(sumOfVotes(nodes));
  const port = /^totem\.interface\.(\d)\.mcastport$/.exec(path);
  if (port) return String(5405 + Number(port[1]));
  const { section, key } = splitPath(path);
  const standard = catalog.key(section, key)?.default ?? '';
  // A default of several words is a formula.
  return /\s/.test(standard) ? undefined : standard;
}

/** The votes a node has: one unless its section says otherwise. */
export function votesOf({ section }: CorosyncNode): bigint {
  const written = section.pairs.findLast(({ key }) => key === 'quorum_votes')?.value ?? '1';
  return /^\d+$/.test(written) ? BigInt(written) : 1n;
}

function sumOfVotes(nodes: readonly CorosyncNode[]): bigint {
  return nodes.reduce((sum, node) => sum + votesOf(node), 0n);
}
