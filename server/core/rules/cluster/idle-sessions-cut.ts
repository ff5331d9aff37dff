import { effectiveValue } from '../../model/defaults';
import type { OptionCatalog } from '../../catalog/options';
import { modeOf, nameOf, type Proxy, settingOf } from '../../model/haproxy-proxies';
import { readTime } from '../../model/haproxy-time';
import type { ReadStatement } from '../../model/haproxy-reading';
import { type Host, isDatabase } from '../../model/host';
import { sectionOf } from '../../model/proxy-options';
import type { Setting } from '../../model/setting';
import { wordSpan } from '../../syntax/haproxy';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { poolRule } from '../pool-rule';

export default poolRule({
  severity: 'warning',
  summary: 'a proxy that cuts idle sessions long before the database would',
  *check({ proxy, members, senders }, { options }) {
    const patience = members.flatMap(({ host }) => (host && isDatabase(host) ? (patienceOf(host, options) ?? []) : []));
    const [first, ...others] = patience;
    if (!first) return;
    const shortest = others.reduce((least, each) => (each.seconds < least.seconds ? each : least), first);
    for (const { timeout, line, owner } of timeoutsOf(proxy, senders)) {
      const value = line.words[2];
      const time = value && !value.dynamic ? readTime(value.text) : undefined;
      // A time without a unit that looks like seconds is another rule's concern, and 0 is none.
      if (!value || !time || time.milliseconds === 0) continue;
      if (!time.hasUnit && time.milliseconds < 1000) continue;
      if (time.milliseconds >= shortest.seconds * 1000) continue;
      const { block } = sectionOf(owner, line);
      const span = wordSpan(block, line.line, value);
      const { host, setting, seconds } = shortest;
      const wanted = written(seconds);
      yield {
        span,
        message: `timeout ${timeout} ${value.text} of ${nameOf(owner)} ends database sessions that are idle for so long, while ${host.name} keeps them for ${wanted} (wait_timeout${setting ? '' : ', by default'}): applications that hold connections meet "server has gone away"`,
        related: setting?.valueSpan ? [{ span: setting.valueSpan, message: `wait_timeout of ${host.name}` }] : [],
        fixes: () =>
          spanText(span) === value.text
            ? [{ title: `Wait as long as ${host.name}: ${wanted}`, safe: false, edits: [replace(span, wanted)] }]
            : [],
      };
    }
  },
});

interface Patience {
  readonly host: Host;
  readonly seconds: number;
  readonly setting: Setting | undefined;
}

function patienceOf(host: Host, catalog: OptionCatalog): Patience | undefined {
  const { value = '', setting } = effectiveValue(host, 'wait_timeout', catalog) ?? {};
  return /^\d+$/.test(value) && Number(value) > 0 ? { host, seconds: Number(value), setting } : undefined;
}

/** The timeouts that end an idle session in tcp mode: `tunnel`, where it is set, takes the place of the other two. */
function timeoutsOf(proxy: Proxy, senders: readonly Proxy[]) {
  const found: { timeout: string; line: ReadStatement; owner: Proxy }[] = [];
  const add = (timeout: string, owner: Proxy): boolean => {
    const line = settingOf(owner, `timeout ${timeout}`);
    if (line && line !== 'unknown') found.push({ timeout, line, owner });
    return line !== undefined;
  };
  if (modeOf(proxy) !== 'tcp' || add('tunnel', proxy)) return found;
  add('server', proxy);
  for (const sender of senders) add('client', sender);
  return found;
}

/** As HAProxy writes times, in the largest unit that fits. */
function written(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
