import { isCorosyncFrom } from './corosync-release';
import type { CorosyncLine, CorosyncPair, CorosyncSection } from '../syntax/corosync';
import { corosyncSections } from '../syntax/corosync';
import { type Block, type Document, perBlock } from '../syntax/tree';

/** Every section of a block, outer ones before those inside them. */
export const sectionsIn = perBlock((block: Block<CorosyncLine>): readonly CorosyncSection[] => {
  const withChildren = (section: CorosyncSection): CorosyncSection[] => [
    section,
    ...section.children.flatMap(withChildren),
  ];
  return corosyncSections(block).flatMap(withChildren);
});

/** The first section of a path, such as `quorum` or `nodelist.node`. */
export function sectionAt(document: Document<CorosyncLine>, path: string): CorosyncSection | undefined {
  return document.blocks.flatMap((block) => sectionsIn(block)).find((section) => section.path === path);
}

/** The first section of a file, for findings about what is nowhere in it. */
export function firstSection(document: Document<CorosyncLine>): CorosyncSection | undefined {
  return document.blocks.flatMap((block) => corosyncSections(block))[0];
}

/** What one block says outside lists of nodes and subsystems, by the path the daemon stores it under. */
const settingsIn = perBlock((block: Block<CorosyncLine>): ReadonlyMap<string, CorosyncPair> => {
  const found = new Map<string, CorosyncPair>();
  for (const section of sectionsIn(block)) {
    const prefix = storedAt(section);
    if (prefix === undefined) continue;
    for (const pair of section.pairs) found.set(`${prefix}.${pair.key}`, pair);
  }
  return found;
});

/**
 * The line that decides each setting of a corosync.conf, by the path the daemon stores it under: `totem.token`,
 * `quorum.device.net.host`, and with the number of the link `totem.interface.0.mcastport`. The last line wins.
 */
export function corosyncSettings(document: Document<CorosyncLine>): ReadonlyMap<string, CorosyncPair> {
  const found = new Map<string, CorosyncPair>();
  for (const block of document.blocks) for (const [path, pair] of settingsIn(block)) found.set(path, pair);
  return found;
}

/**
 * The lines that a later line of the file overrules: the same key in the same section, or in a further section that
 * the daemon stores under the same path. Each node list counts its nodes from the first again.
 */
export function overruledLines(document: Document<CorosyncLine>): ReadonlySet<CorosyncPair> {
  const last = new Map<string, CorosyncPair>();
  const overruled = new Set<CorosyncPair>();
  let node = 0;
  for (const [number, section] of document.blocks.flatMap((block) => sectionsIn(block)).entries()) {
    if (section.path === 'nodelist') node = 0;
    const path = section.path === 'nodelist.node' ? `${section.path}.${node++}` : storedAt(section);
    // Subsystems and their like are told apart by their sections alone.
    const prefix = path ?? (section.path === 'logging' ? section.path : `${section.path}#${number}`);
    for (const pair of section.pairs) {
      const key = `${prefix}.${pair.key}`;
      const earlier = last.get(key);
      if (earlier) overruled.add(earlier);
      last.set(key, pair);
    }
  }
  return overruled;
}

/** Sections that may repeat have no path of their own, except interfaces, which their link number tells apart. */
function storedAt(section: CorosyncSection): string | undefined {
  if (section.path !== 'totem.interface')
    return /^(totem|quorum|system)(\.device(\.\w+)?)?$/.test(section.path) ? section.path : undefined;
  const number = section.pairs.findLast(({ key }) => key === 'linknumber' || key === 'ringnumber')?.value;
  return `totem.interface.${number ?? '0'}`;
}

/** How the traffic of a corosync cluster is protected. */
export interface Crypto {
  readonly cipher: string;
  readonly hash: string;
  /** Whether the daemon reads a key at all: corosync 3 does not without a cipher and a hash. */
  readonly usesKey: boolean;
}

/** What `secauth`, `crypto_cipher` and `crypto_hash` amount to: the latter two beat the first (exec/totemconfig.c). */
export function cryptoOf(settings: ReadonlyMap<string, CorosyncPair>): Crypto {
  const secured = settings.get('totem.secauth')?.value === 'on';
  const cipher = settings.get('totem.crypto_cipher')?.value ?? (secured ? 'aes256' : 'none');
  const hash = settings.get('totem.crypto_hash')?.value ?? (secured ? 'sha256' : 'none');
  return { cipher, hash, usesKey: cipher !== 'none' || hash !== 'none' };
}

/**
 * Whether a file is written for corosync 2: by the release where it is known, else by keys that corosync 3 no longer
 * has. There the transport is udp where nothing is said, and knet does not exist.
 */
export function isForCorosync2(settings: ReadonlyMap<string, CorosyncPair>, release?: string): boolean {
  if (release !== undefined) return !isCorosyncFrom('3.0', release);
  return [...settings.keys()].some((path) => /^totem\.(rrp_.*|interface\..*\.ringnumber)$/.test(path));
}
