import type { Host } from '../model/host';
import type { Options } from '../model/options';
import type { Setting } from '../model/setting';
import type { Block } from '../syntax/tree';

const known = new WeakMap<Options, ReadonlyMap<Block, readonly Setting[]>>();

/** The options a host's server reads from a block, in order; none from groups and files it does not read. */
export function settingsOfBlock(block: unknown, { options }: Host): readonly Setting[] {
  let byBlock = known.get(options);
  if (!byBlock) known.set(options, (byBlock = group(options)));
  return byBlock.get(block as Block) ?? [];
}

/** A block that several lines include counts once. */
function group({ stream }: Options): Map<Block, Setting[]> {
  const found = new Map<Block, Setting[]>();
  const seen = new Set<Setting>();
  for (const setting of stream) {
    if (seen.has(setting)) continue;
    seen.add(setting);
    const some = found.get(setting.nameSpan.block);
    if (some) some.push(setting);
    else found.set(setting.nameSpan.block, [setting]);
  }
  return found;
}
