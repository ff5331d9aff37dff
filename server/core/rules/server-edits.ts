import type { ProxyServer } from '../model/cluster-text';
import { spanText } from '../syntax/tree';
import { type Edit, replace } from './finding';

/** Puts another address in the place of the one a server line has; its port and the rest stay. */
export function withAddress({ addressSpan, address }: ProxyServer, wanted: string): Edit {
  const written = spanText(addressSpan);
  return replace(addressSpan, written.toLowerCase().includes(address) ? writeOver(written, address, wanted) : wanted);
}

function writeOver(written: string, address: string, wanted: string): string {
  const at = written.toLowerCase().indexOf(address);
  const brackets = wanted.includes(':') && written[at - 1] !== '[';
  return written.slice(0, at) + (brackets ? `[${wanted}]` : wanted) + written.slice(at + address.length);
}
