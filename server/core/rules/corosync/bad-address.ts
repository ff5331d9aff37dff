import { corosyncNodes } from '../../model/cluster-text';
import { spanText } from '../../syntax/tree';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'an address of a node that is none, or of another family than the rest of its link',
  *check(document) {
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
