import { versionNumber } from '../../catalog/release';
import { accountsOf, changesOf, targetOf } from '../../model/replication-sql';
import type { Host } from '../../model/host';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica that logs in without encryption to an account that demands it',
  *check(cluster) {
    const { created } = accountsOf(cluster);
    for (const { change, host, source } of changesOf(cluster)) {
      const [user, name] = [change.values.get('user')?.value, change.values.get('host')?.value];
      if (!user?.isKnown || !name || !change.values.has('password')) continue;
      const [from, to] = [targetOf(cluster, source), targetOf(cluster, host)];
      if (from.product !== 'mysql' || to.product !== 'mysql' || !isBetween(from.series) || !isBetween(to.series))
        continue;
      if (isOn(change.values.get('ssl')?.value.text) || hasKey(change.values)) continue;
      const accounts = created.filter((account) => account.user.text === user.text);
      const asks = accounts.find((account) => account.password && usesSha2(account.plugin, source));
      if (!asks || accounts.length > 1) continue;
      const add = change.wording === 'master' ? 'MASTER_SSL = 1' : 'SOURCE_SSL = 1';
      const key = change.wording === 'master' ? 'GET_MASTER_PUBLIC_KEY = 1' : 'GET_SOURCE_PUBLIC_KEY = 1';
      const behind = { ...name.span, start: name.span.end };
      yield {
        span: user.span,
        message: `${user.text} logs in with caching_sha2_password, which asks for an encrypted connection or a public key, and this statement gives neither: error 2061, the IO thread says Connecting for ever`,
        related: [{ span: asks.user.span, message: 'the account' }],
        fixes: () =>
          [add, key].map((text) => ({ title: `Add ${text}`, safe: false, edits: [replace(behind, `, ${text}`)] })),
      };
    }
  },
});

/** Releases with caching_sha2_password by default whose replicas do not encrypt by default; 9.7 does (tried). */
function isBetween(series: string | undefined): boolean {
  return (
    series !== undefined &&
    versionNumber(series) >= versionNumber('8.0') &&
    versionNumber(series) <= versionNumber('8.4')
  );
}

function usesSha2(plugin: string | undefined, source: Host | undefined): boolean {
  if (plugin !== undefined) return plugin === 'caching_sha2_password';
  const chosen =
    source && ['default_authentication_plugin', 'authentication_policy'].map((name) => source.options.value(name));
  return !chosen?.some((value) => value !== undefined && !/^(caching_sha2_password|\*)/i.test(value));
}

function isOn(text: string | undefined): boolean {
  return text !== undefined && text !== '0';
}

function hasKey(values: ReadonlyMap<string, { readonly value: { readonly text: string } }>): boolean {
  return [...values].some(([name, { value }]) => /public_key(_path)?$/.test(name) && isOn(value.text));
}
