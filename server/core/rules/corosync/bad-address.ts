import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings } from '../../model/corosync-settings';
import { isHost } from '../../model/haproxy-addresses';
import type { CorosyncLine } from '../../syntax/corosync';
import type { Document } from '../../syntax/tree';
import { spanText } from '../../syntax/tree';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary:
    'an address of a node or of a multicast group that is none, or one of another family than the rest of its link',
  *check(document) {
    yield* badGroups(document);
    const families = new Map<string, Report['span']>();
    const first = new Map<string, string>();
    for (const { addresses } of corosyncNodes(document)) {
      for (const { address, link, span } of addresses) {
        // A zone stands behind a percent sign, and IPv6 addresses alone have one.
        if (!/^([\w.-]+|[\w.:-]*:[\w.:%-]*)$/.test(address)) {
          const message = `${spanText(span)} is neither an address nor a name of a host: corosync does not start`;
          yield { span, message, fatal: true };
          continue;
        }
        // What a name stands for, the machine knows.
        const family = address.includes(':') ? 'IPv6' : /^[\d.]+$/.test(address) ? 'IPv4' : undefined;
        if (family === undefined) continue;
        const before = first.get(link);
        if (before === undefined) {
          first.set(link, family);
          families.set(link, span);
        } else if (before !== family) {
          const origin = families.get(link);
          yield {
            span,
            fatal: true,
            message: `${address} is an ${family} address, but ${link} of another node is of ${before}: corosync does not start`,
            related: origin ? [{ span: origin, message: `an ${before} address on the same link` }] : [],
          };
        }
      }
    }
  },
});

/** Corosync reads the group whatever the transport is, and with udp wants one of multicast (3.1.2 to 3.1.9). */
function* badGroups(document: Document<CorosyncLine>): Generator<Report> {
  const settings = corosyncSettings(document);
  const isMulticast = settings.get('totem.transport')?.value === 'udp';
  for (const [path, { value, valueSpan }] of settings) {
    if (!/^totem\.interface\..*\.mcastaddr$/.test(path) || value === '') continue;
    const first = /^(\d+)(\.\d+){3}$/.exec(value)?.[1];
    const isGroup = first === undefined || (Number(first) >= 224 && Number(first) < 240);
    if (isHost(value) && (isGroup || !isMulticast)) continue;
    const meaning = isHost(value) ? 'no group of multicast, which is 224.0.0.0 to 239.255.255.255' : 'no address';
    yield { span: valueSpan, message: `mcastaddr: ${value} is ${meaning}: corosync does not start`, fatal: true };
  }
}
