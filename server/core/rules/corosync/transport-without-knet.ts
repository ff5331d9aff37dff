import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings, cryptoOf, isForCorosync2 } from '../../model/corosync-settings';
import type { CorosyncLine, CorosyncPair } from '../../syntax/corosync';
import type { Document } from '../../syntax/tree';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'encryption, a second link or a ttl with a transport that has none',
  *check(document, { corosyncRelease }) {
    const settings = corosyncSettings(document);
    // Corosync 2 encrypts and has two rings with every transport.
    const isForTwo = isForCorosync2(settings, corosyncRelease);
    if (isForTwo && corosyncRelease !== undefined) return;
    const outcome = isForTwo
      ? { severity: 'warning' as const, daemon: 'corosync 3' }
      : { fatal: true as const, daemon: 'corosync' };
    for (const { span, message } of faultsOf(document, settings)) {
      const { daemon, ...certainty } = outcome;
      yield { span, ...certainty, message: `${message}: ${daemon} does not start` };
    }
  },
});

type Settings = ReadonlyMap<string, CorosyncPair>;

type Fault = Pick<Report, 'span' | 'message'>;

function* faultsOf(document: Document<CorosyncLine>, settings: Settings): Generator<Fault> {
  const transport = settings.get('totem.transport');
  const isMulticast = transport ? transport.value === 'udp' : isForCorosync2(settings);
  for (const [path, pair] of settings) {
    if (isMulticast || !/^totem\.interface\.\d\.ttl$/.test(path)) continue;
    if (!/^\d+$/.test(pair.value) || Number(pair.value) === 1) continue;
    const message = `ttl: ${pair.value} is for multicast, and transport ${transport?.value ?? 'knet'} sends none`;
    yield { span: pair.valueSpan, message };
  }
  if (!transport || !/^udpu?$/.test(transport.value)) return;
  const { cipher, hash } = cryptoOf(settings);
  if (cipher !== 'none' || hash !== 'none') yield refused(transport, 'cannot encrypt or sign, as this file asks for');
  const second = corosyncNodes(document).find(({ addresses }) => addresses.length > 1);
  if (second) yield refused(transport, 'has one link, but nodes of this file have several addresses');
}

function refused({ value, valueSpan }: CorosyncPair, why: string): Fault {
  return { span: valueSpan, message: `Transport ${value} ${why}, only knet can` };
}
