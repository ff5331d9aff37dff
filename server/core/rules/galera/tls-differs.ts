import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import { type ProviderOption, providerOptions } from '../../model/provider-options';
import type { Setting } from '../../model/setting';
import { spanText } from '../../syntax/tree';
import { differing } from '../combinators/differing';
import type { Edit, Fix, Report } from '../finding';
import { onePerPlace, put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'some nodes of a Galera cluster encrypt what they say to one another, and some do not',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) yield* checkPeers(peers.flatMap(speakerOf));
  },
});

/** How a node speaks to the others. */
interface Speaker {
  readonly peer: GaleraPeer;
  /** Its `socket.ssl*` options by key; empty for one that does not encrypt. */
  readonly tls: ReadonlyMap<string, ProviderOption>;
  /** The line that holds them, or would. */
  readonly line: Setting | undefined;
}

/**
 * Nodes of which it is certain. Percona XtraDB Cluster encrypts by itself, `socket.ssl = no` beside a key switches off
 * half of it, and a node with `socket.dynamic` speaks both ways.
 */
function speakerOf(peer: GaleraPeer): Speaker[] {
  const { options, target } = peer.host;
  const all = target.product === 'mariadb' ? providerOptions(options) : undefined;
  if (!all || isYes(all.get('socket.dynamic'))) return [];
  const tls = new Map([...all].filter(([key]) => key.startsWith('socket.ssl')));
  const isWhole = Boolean(all.get('socket.ssl_key')?.value && all.get('socket.ssl_cert')?.value);
  const isSwitched = all.has('socket.ssl');
  const line = options.effective('wsrep_provider_options');
  if (isWhole) return isSwitched && !isYes(all.get('socket.ssl')) ? [] : [{ peer, tls, line }];
  const isPlain = !all.has('socket.ssl_key') && !all.has('socket.ssl_cert') && !isYes(all.get('socket.ssl'));
  return isPlain ? [{ peer, tls: new Map(), line }] : [];
}

function isYes(option: ProviderOption | undefined): boolean {
  return option !== undefined && /^(yes|true|on|1)$/i.test(option.value);
}

function* checkPeers(speakers: readonly Speaker[]): Generator<Report> {
  const encrypting = speakers.filter(({ tls }) => tls.size > 0);
  const plain = speakers.filter(({ tls }) => tls.size === 0);
  const found = differing(
    speakers,
    ({ tls }) => (tls.size > 0 ? 'tls' : 'plain'),
    () => (encrypting.length >= plain.length ? 'tls' : 'plain'),
  );
  const [right] = found?.agreeing ?? [];
  if (!found || !right) return;
  const [others, verb] = [namesOf(found.agreeing), found.agreeing.length > 1 ? 'do' : 'does'];
  for (const wrong of found.deviating) {
    const { peer, tls } = wrong;
    const [span, other] = [placeOf(wrong), placeOf(right)];
    if (!span || !other) continue;
    const told =
      tls.size > 0
        ? `${peer.host.name} encrypts what it says to the other nodes (socket.ssl_key), and ${others} ${verb} not`
        : `${peer.host.name} does not encrypt what it says to the other nodes, and ${others} ${verb} (socket.ssl_key)`;
    yield {
      span,
      // Where a node has no such line at all, a file that nobody sees may have it.
      severity: plain.every(({ line }) => line) ? 'error' : 'warning',
      message: `${told}: they never understand one another, so whoever starts second finds no cluster and gives up after half a minute`,
      related: [{ span: other, message: `as ${right.peer.host.name} has it` }],
      fixes: () => fixes(encrypting, plain),
    };
  }
}

function placeOf({ tls, line, peer }: Speaker): Report['span'] | undefined {
  return tls.get('socket.ssl_key')?.span ?? line?.valueSpan ?? peer.address?.nameSpan ?? peer.cluster?.nameSpan;
}

/** The plain nodes get what the others have, as long as these agree and no name of a host is in it. */
function fixes(encrypting: readonly Speaker[], plain: readonly Speaker[]): Fix[] {
  const written = encrypting.map(({ tls }) => [...tls.values()].map(({ span }) => spanText(span)).join('; '));
  const [added, ...more] = new Set(written);
  const hosts = [...encrypting, ...plain].map(({ peer }) => peer.host.name);
  if (added === undefined || more.length > 0 || hosts.some((name) => added.includes(name))) return [];
  const edits = onePerPlace(plain.map((speaker) => withOptions(speaker, added)));
  return edits.length > 0
    ? [{ title: `Encrypt on ${namesOf(plain)} too, with key and certificate at the same place`, safe: false, edits }]
    : [];
}

function withOptions({ line, peer }: Speaker, added: string): Edit | undefined {
  const text = line?.value?.trim().replace(/;$/, '');
  const value = text ? `${text}; ${added}` : `"${added}"`;
  return put(line, 'wsrep_provider_options', value, peer.address ?? peer.cluster);
}

function namesOf(speakers: readonly Speaker[]): string {
  return speakers.map(({ peer }) => peer.host.name).join(', ');
}
