import { vrrpInstances, type VrrpValue } from '../../model/keepalived';
import type { KeepalivedLine } from '../../syntax/keepalived';
import type { Block, Document } from '../../syntax/tree';
import type { Mention } from './mention';

/** The addresses in a VRRP instance: those that move, the host's own and those of its peers. */
export function mentionsInKeepalived(block: Block<KeepalivedLine>): readonly Mention[] {
  const { document } = block as unknown as { readonly document: Document<KeepalivedLine> };
  const of = ({ text, span }: VrrpValue, isDefinition: boolean): Mention[] =>
    span.block === (block as unknown as Block) ? [{ kind: 'host', name: text, isDefinition, span }] : [];
  return vrrpInstances(document).flatMap(({ addresses, peers, source }) => [
    ...addresses.flatMap((each) => of(each, true)),
    ...(source ? of(source, true) : []),
    ...peers.flatMap((each) => of(each, false)),
  ]);
}
