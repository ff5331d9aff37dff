import { type Host, isDatabase } from '../../model/host';
import { healthCheck } from '../../model/proxy-options';
import { poolName } from '../../model/pool-proxies';
import { isOn } from '../../model/setting';
import { wordSpan } from '../../syntax/haproxy';
import { poolRule } from '../pool-rule';
import type { Related } from '../finding';

export default poolRule({
  severity: 'error',
  summary: 'a check that logs in, and a database that refuses every such login',
  *check(pool) {
    const check = healthCheck(pool.proxy);
    if (!check || check === 'unknown' || check.kind !== 'mysql-check') return;
    const { words, line } = check.line;
    const [, , third, user, version] = words;
    if (third?.text !== 'user' || !user) return;
    const refusing = pool.members.flatMap(({ host }) => {
      const why = host && isDatabase(host) ? refusal(host, version?.text) : undefined;
      return host && why ? [{ host, ...why }] : [];
    });
    const [first] = refusing;
    if (!first) return;
    const span = wordSpan(check.section.block, line, words[1] ?? user);
    yield {
      span: { ...span, end: user.end },
      severity: first.certain ? 'error' : 'warning',
      message: `${first.text}, which the check of ${poolName(pool)} cannot do: ${first.certain ? 'the check fails whatever the user, and' : 'unless that is set out of sight,'} HAProxy takes ${namesOf(refusing.map(({ host }) => host))} for down`,
      related: refusing.flatMap(({ related }) => related),
    };
  },
});

interface Refusal {
  readonly text: string;
  readonly certain: boolean;
  readonly related: readonly Related[];
}

/** What HAProxy 2.6 to 3.4 met with on MariaDB 10.11 and MySQL 9.7; `post-80` is known to 3.4. */
function refusal({ name, options, target }: Host, version: string | undefined): Refusal | undefined {
  const tls = options.effective('require_secure_transport');
  if (tls && isOn(tls)) {
    return {
      text: `${name} asks every client for TLS (require_secure_transport)`,
      certain: true,
      related: [{ span: tls.valueSpan ?? tls.nameSpan, message: `set on ${name}` }],
    };
  }
  if (target.product !== 'mysql' || target.series === undefined || version === 'post-80') return undefined;
  const [major = 0, minor = 0] = target.series.split('.').map(Number);
  if (major >= 9) {
    return {
      text: `MySQL ${target.series} of ${name} has no mysql_native_password any more and asks for caching_sha2_password`,
      certain: true,
      related: [],
    };
  }
  const native = options.effective('mysql_native_password');
  if (major === 8 && minor >= 4 && !(native && isOn(native))) {
    return {
      text: `MySQL ${target.series} of ${name} switches mysql_native_password off by default and asks for caching_sha2_password`,
      certain: false,
      related: [],
    };
  }
  return undefined;
}

function namesOf(hosts: readonly Host[]): string {
  return [...new Set(hosts.map(({ name }) => name))].join(', ');
}
