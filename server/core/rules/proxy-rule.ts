import { collectedProxies, isEnabled, type Proxy } from '../model/haproxy-proxies';
import { anyReports, oncePerPlace } from './combinators/once-per-place';
import type { Report } from './finding';
import { type HostRule, hostRule, type Rule } from './rule';

/**
 * Judges one proxy in service with what it inherits. It is asked again only when one of these changes, because a file
 * may hold thousands of proxies and a keystroke changes one. A line that several inherit is spoken of once.
 */
export function proxyRule(
  rule: Omit<HostRule, 'level' | 'check'> & { readonly check: (proxy: Proxy) => Iterable<Report> },
): Rule {
  const reports = collectedProxies((proxy) => (isEnabled(proxy) ? anyReports(rule.check(proxy)) : undefined));
  return hostRule({ ...rule, check: (host) => oncePerPlace(reports(host)) });
}
