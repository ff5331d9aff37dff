import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings, cryptoOf } from '../../model/corosync-settings';
import type { CorosyncPair } from '../../syntax/corosync';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'encryption or a second link with a transport that has neither',
  *check(document) {
    const settings = corosyncSettings(document);
    const transport = settings.get('totem.transport');
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
