import type { CorosyncPair, CorosyncSection } from '../syntax/corosync';
import type { CorosyncNode } from './cluster-text';
import { votesOf } from './corosync-effective';
import type { CorosyncFile } from './corosync-files';
import { sectionAt } from './corosync-settings';

/** How one corosync.conf counts votes, as far as the file tells (votequorum(5), exec/votequorum.c of 3.1.7). */
export interface Votequorum {
  readonly file: CorosyncFile;
  readonly section: CorosyncSection;
  readonly nodes: readonly CorosyncNode[];
  /** The votes of all listed nodes together. */
  readonly nodeVotes: number;
  /** The line that switches a feature on; undefined where it is off or absent. */
  readonly on: (key: Feature) => CorosyncPair | undefined;
  /** The deciding line of a key of the quorum section, whatever its value. */
  readonly line: (key: string) => CorosyncPair | undefined;
  /** The quorum device; a `device` section without a model is none. */
  readonly device: QuorumDevice | undefined;
}

export type Feature = 'two_node' | 'wait_for_all' | 'last_man_standing' | 'auto_tie_breaker' | 'allow_downscale';

export interface QuorumDevice {
  readonly section: CorosyncSection;
  readonly model: string;
  /** The line `votes` of the device. */
  readonly votes: CorosyncPair | undefined;
  /** The deciding line of a key of its `net` section. */
  readonly net: (key: string) => CorosyncPair | undefined;
}

/** How a file counts votes; undefined where the provider that counts them is not there. */
export function votequorumOf(file: CorosyncFile): Votequorum | undefined {
  const { settings, document, nodes } = file;
  const section = sectionAt(document, 'quorum');
  if (!section || settings.get('quorum.provider')?.value !== 'corosync_votequorum') return undefined;
  const line = (key: string) => settings.get(`quorum.${key}`);
  return {
    file,
    section,
    nodes,
    nodeVotes: Number(nodes.reduce((sum, node) => sum + votesOf(node), 0n)),
    on: (key) => {
      const pair = line(key);
      return pair && (numberIn(pair) ?? 0) > 0 ? pair : undefined;
    },
    line,
    device: deviceOf(file),
  };
}

function deviceOf({ settings, document }: CorosyncFile): QuorumDevice | undefined {
  const section = sectionAt(document, 'quorum.device');
  const model = settings.get('quorum.device.model')?.value;
  if (!section || !model) return undefined;
  const votes = settings.get('quorum.device.votes');
  return { section, model, votes, net: (key) => settings.get(`quorum.device.net.${key}`) };
}

/** Whether a node waits until it has seen all others: by its own line, or because `two_node` brings it. */
export function waitsForAll({ on, line }: Votequorum): boolean {
  return line('wait_for_all') ? on('wait_for_all') !== undefined : on('two_node') !== undefined;
}

/** The number a line sets; undefined for no line, and for what the daemon refuses to take for a number. */
export function numberIn(pair: CorosyncPair | undefined): number | undefined {
  return pair && /^\d+$/.test(pair.value) ? Number(pair.value) : undefined;
}

/** How a node is called in messages. */
export function nodeLabel({ name, addresses, nodeid }: CorosyncNode): string {
  return name ?? addresses[0]?.address ?? `nodeid ${nodeid}`;
}

/**
 * How long a node may be silent before the others take it for dead, in milliseconds: `token`, and for each node above
 * two `token_coefficient` more (corosync.conf(5); 3650 with three nodes and nothing written, 3.1.7).
 */
export function tokenInEffect({ settings, nodes }: CorosyncFile): number {
  const token = numberIn(settings.get('totem.token')) || 3000;
  const coefficient = numberIn(settings.get('totem.token_coefficient')) ?? 650;
  return token + Math.max(nodes.length - 2, 0) * coefficient;
}
