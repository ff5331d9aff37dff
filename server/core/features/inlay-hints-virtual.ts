import type { Cluster } from '../model/cluster';
import { virtualAddresses } from '../model/virtual-addresses';
import type { Block, Document } from '../syntax/tree';
import type { InlayHint } from './inlay-hints';
import type { LineRange } from './inlay-hints-options';
import { mentionsIn } from './mentions/mentions';
import type { Owner } from './owner';

/** Hints behind the lines that give an address which moves: which other files use it. */
export function hintVirtual(block: Block, range: LineRange, owner: Owner | undefined): InlayHint[] {
  if (!owner) return [];
  return mentionsIn(block).flatMap(({ kind, name, isDefinition, span }): InlayHint[] => {
    if (kind !== 'host' || !isDefinition || span.line < range.from || span.line >= range.to) return [];
    const uses = usesOf(owner.cluster).get(name.toLowerCase());
    if (!uses) return [];
    const told = [...uses].map(
      ([file, hosts]) => `${file} of ${hosts.size > 2 ? `${hosts.size} hosts` : [...hosts].join(', ')}`,
    );
    const more = told.length > 2 ? ` and ${told.length - 2} more` : '';
    // Not between an address and the length of its prefix, nor before a closing quote.
    const rest = /^(\/\d+)?["']?/.exec((block.lines[span.line]?.text ?? '').slice(span.end))?.[0] ?? '';
    return [
      {
        kind: 'hosts',
        span: { ...span, end: span.end + rest.length },
        label: `also in ${told.slice(0, 2).join(', ')}${more}`,
      },
    ];
  });
}

type Uses = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<Cluster, ReadonlyMap<string, Uses>>();

/** The names of files that use each virtual address, with the hosts they belong to. */
function usesOf(cluster: Cluster): ReadonlyMap<string, Uses> {
  const last = known.get(cluster);
  if (last) return last;
  const moving = virtualAddresses(cluster);
  const found = new Map<string, Map<string, Set<string>>>();
  if (moving.size > 0) {
    for (const host of cluster.hosts) {
      const files = [
        ...host.optionFiles,
        ...host.haproxy,
        ...host.corosync,
      ] as readonly unknown[] as readonly Document[];
      for (const document of files) {
        for (const { kind, name } of document.blocks.flatMap((block) => mentionsIn(block))) {
          const address = name.toLowerCase();
          if (kind !== 'host' || !moving.has(address)) continue;
          const byFile = found.get(address) ?? new Map<string, Set<string>>();
          found.set(address, byFile);
          const file = document.path.slice(document.path.lastIndexOf('/') + 1);
          byFile.set(file, (byFile.get(file) ?? new Set()).add(host.name));
        }
      }
    }
  }
  known.set(cluster, found);
  return found;
}
