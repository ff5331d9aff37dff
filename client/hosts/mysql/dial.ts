import { connect, type Socket } from 'node:net';

/** How long one address may stay silent before the next is tried beside it, in milliseconds (RFC 8305 advises 250). */
const headStart = 250;

/**
 * Connects to the first of several addresses of one host that answers. The addresses are tried in order, each a little
 * after the one before, so that a dead network of a host with several costs no time limit.
 *
 * @throws the most telling of their errors: one that was refused says more than one that stayed silent
 */
export function dial(
  addresses: readonly string[],
  port: number,
): { readonly socket: Promise<Socket>; readonly cancel: () => void } {
  const open = new Set<Socket>();
  const cancel = (): void => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const socket = new Promise<Socket>((resolve, reject) => {
    const errors: NodeJS.ErrnoException[] = [];
    let next = 0;
    const start = (): void => {
      const address = addresses[next++];
      if (address === undefined) return;
      const tried = connect({ host: address, port });
      open.add(tried);
      const timer = setTimeout(start, headStart);
      tried.once('connect', () => {
        clearTimeout(timer);
        open.delete(tried);
        cancel();
        next = addresses.length;
        resolve(tried);
      });
      tried.once('error', (error) => {
        clearTimeout(timer);
        open.delete(tried);
        errors.push(error);
        if (errors.length === addresses.length) reject(errors.find(({ code }) => code === 'ECONNREFUSED') ?? error);
        else start();
      });
    };
    start();
  });
  return { socket, cancel };
}
