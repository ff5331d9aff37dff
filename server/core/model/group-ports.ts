import type { Span } from '../syntax/tree';
import { readEndpoint } from './addresses';
import { type GaleraPeer, groupPort } from './galera-clusters';
import { type ProviderOption, providerOptions } from './provider-options';

/** The ports on which a node talks to the others. */
export interface GroupPorts {
  /** Where it listens. */
  readonly listens: number;
  /** Where it looks for members whose port its list does not tell: the port goes for both (Galera 26.4, tried). */
  readonly looks: number;
  /** What sets where it listens; undefined for the usual port. */
  readonly span: Span | undefined;
  /** Its `base_port`. */
  readonly base: ProviderOption | undefined;
}

/** The ports of a node; undefined where its files leave them open. */
export function groupPorts({ host, nodeAddress }: GaleraPeer): GroupPorts | undefined {
  const options = providerOptions(host.options);
  if (!options) return undefined;
  const [listen, base] = [options.get('gmcast.listen_addr'), options.get('base_port')];
  const listens = /:(\d+)\/?$/.exec(listen?.value ?? '')?.[1];
  const own = nodeAddress?.value ? readEndpoint(nodeAddress.value)?.port : undefined;
  const looks = base ? Number(base.value) : (own ?? groupPort);
  const span =
    (listens === undefined ? undefined : listen?.span) ??
    base?.span ??
    (own === undefined ? undefined : nodeAddress?.valueSpan);
  return Number.isInteger(looks) ? { listens: listens ? Number(listens) : looks, looks, span, base } : undefined;
}
