import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings, cryptoOf, isForCorosync2 } from '../../model/corosync-settings';
import type { CorosyncPair } from '../../syntax/corosync';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'encryption, a second link or a ttl with a transport that has none',
  *check(document) {
    const settings = corosyncSettings(document);
    const transport = settings.get('totem.transport');
    const isMulticast = transport ? transport.value === 'udp' : isForCorosync2(settings);
    for (const [path, pair] of settings) {
      if (
        isMulticast ||
        !/^totem\.interface\.\d\.ttl$/.test(path) ||
        !/^\d+$/.test(pair.value) ||
        Number(pair.value) === 1
      )
        continue;
      yield {
        span: pair.valueSpan,
        fatal: true,
        message: `ttl: ${pair.value} is for multicast, and transport ${transport?.value ?? 'knet'} sends none: corosync does not start`,
      };
    }
    if (!transport || !/^udpu?$/.test(transport.value)) return;
    const { cipher, hash } = cryptoOf(settings);
    if (cipher !== 'none' || hash !== 'none') yield refused(transport, 'cannot encrypt or sign, as this file asks for');
    const second = corosyncNodes(document).find(({ addresses }) => addresses.length > 1);
    if (second) yield refused(transport, 'has one link, but nodes of this file have several addresses');
  },
});

function refused({ value, valueSpan }: CorosyncPair, why: string): Report {
  return {
    span: valueSpan,
    fatal: true,
    message: `Transport ${value} ${why}, only knet can: corosync does not start`,
  };
}
