import type { Catalogs } from '../catalog/catalogs';
import type { Model } from '../model/model';
import type { CorosyncLine } from '../syntax/corosync';
import type { CrmLine } from '../syntax/crm';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { MyCnfLine } from '../syntax/mycnf';
import { type Block, type Document, type Span } from '../syntax/tree';
import { hintCorosync } from './inlay-hints-corosync';
import { hintHaproxy } from './inlay-hints-haproxy';
import { hintKeepalived } from './inlay-hints-keepalived';
import { hintOptions } from './inlay-hints-options';
import { hintCib, hintCrm } from './inlay-hints-pacemaker';
import { hintVirtual } from './inlay-hints-virtual';
import { ownersOf } from './owner';

/**
 * What a hint tells; each kind can be turned off.
 * - `overruled`: the line that decides instead of this one
 * - `units`: what a bare number counts
 * - `hosts`: the host an address belongs to, and how many hosts list it
 * - `sequences`: the ids that an increment and an offset generate
 */
export type HintKind = 'overruled' | 'units' | 'hosts' | 'sequences';

/** A few words behind a place in a line. */
export interface InlayHint {
  readonly kind: HintKind;
  /** The hint stands behind the span's end. */
  readonly span: Span;
  readonly label: string;
  readonly tooltip?: string;
}

/** Hints for the lines `from` up to `to`, which are those an editor shows. */
export function inlayHints(
  document: Document,
  from: number,
  to: number,
  model: Model,
  catalogs: Catalogs,
): InlayHint[] {
  const owner = ownersOf(model, document.path)[0];
  const found: InlayHint[] = [];
  let start = 0;
  for (const block of document.blocks) {
    const end = start + block.lines.length;
    if (start < to && end > from) {
      const range = { from: Math.max(0, from - start), to: Math.min(block.lines.length, to - start) };
      switch (document.language) {
        case 'mycnf':
          found.push(...hintOptions(block as unknown as Block<MyCnfLine>, range, owner, catalogs.options));
          break;
        case 'corosync':
          found.push(...hintCorosync(block as unknown as Block<CorosyncLine>, range, owner));
          break;
        case 'haproxy':
          found.push(...hintHaproxy(block as unknown as Block<HaproxyLine>, range, owner, catalogs.haproxy));
          break;
        case 'crm':
          found.push(...hintCrm(block as unknown as Block<CrmLine>, range, catalogs.pacemaker));
          found.push(...hintVirtual(block, range, owner));
          break;
        case 'cib':
          found.push(...hintCib(block, range, catalogs.pacemaker), ...hintVirtual(block, range, owner));
          break;
        case 'keepalived':
          found.push(...hintKeepalived(block as unknown as Block<KeepalivedLine>, range, owner, catalogs.keepalived));
          found.push(...hintVirtual(block, range, owner));
          break;
        case 'plain':
          return [];
      }
    }
    start = end;
  }
  return found;
}
