import { isAddress } from '../../model/addresses';
import type { Host } from '../../model/host';
import { type Account, accountsOf, changesOf } from '../../model/replication-sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'an account for replication that its replica cannot use from where it is',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const all = [...created, ...grants.flatMap(({ accounts }) => accounts)];
    for (const { change, host, source } of changesOf(cluster)) {
      const user = change.values.get('user')?.value;
      if (!user?.isKnown || !host || host === source) continue;
      const accounts = all.filter((account) => account.user.text === user.text);
      const [first] = accounts;
      if (!first || accounts.some((account) => mayComeFrom(account, host) !== false)) continue;
      const hosts = [...new Set(accounts.map((account) => account.host))].join(', ');
      yield {
        span: user.span,
        message: `The account ${user.text} may come from ${hosts}, and ${host.name} (${[...host.addresses].filter(isAddress).join(', ') || 'another machine'}) does not: error 1045, and the IO thread says Connecting for ever`,
        related: [{ span: first.hostToken?.span ?? first.user.span, message: 'where the account may come from' }],
      };
    }
  },
});

/** Whether an account lets a host in; undefined where that cannot be told. */
function mayComeFrom({ host: pattern, hostToken }: Account, host: Host): boolean | undefined {
  if (hostToken && !hostToken.isKnown) return undefined;
  if (pattern === '%') return true;
  if (/^(localhost|127\.0\.0\.1|::1)$/.test(pattern)) return false;
  const addresses = [...host.addresses].filter((address) => isAddress(address) && !address.includes(':'));
  const numbers = /^[\d.%_]+$/.test(pattern);
  // Names are looked up by the source, in ways no file tells; of two networks one may not be known here.
  if (!numbers || addresses.length === 0) return undefined;
  const matches = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`);
  return addresses.some((address) => matches.test(address));
}
