import { versionNumber } from '../../catalog/release';
import type { Host } from '../../model/host';
import { changesOf, tlsDemandOf } from '../../model/replication-sql';
import { isOn } from '../../model/setting';
import { type Fix, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica and its source that do not agree on TLS',
  *check(cluster) {
    for (const { change, host, source } of changesOf(cluster)) {
      const name = change.values.get('host')?.value;
      if (!host || !source || host === source || !name) continue;
      const ssl = change.values.get('ssl')?.value.text;
      const verify = change.values.get('ssl_verify_server_cert')?.value.text;
      const behind = { ...name.span, start: name.span.end };
      const word = change.wording.toUpperCase();
      const isPlain = ssl === '0' || (ssl === undefined && !encryptsByDefault(host));
      const encrypt = (): Fix[] =>
        ssl === undefined
          ? [{ title: `Add ${word}_SSL = 1`, safe: false, edits: [replace(behind, `, ${word}_SSL = 1`)] }]
          : [];
      const user = change.values.get('user')?.value;
      const demand = user?.isKnown ? tlsDemandOf(cluster, source, user.text) : undefined;
      const required = source.options.effective('require_secure_transport');
      if (required && isOn(required) && isPlain) {
        yield {
          span: name.span,
          message: `${source.name} takes encrypted connections only (require_secure_transport), and this statement asks for none: the login is refused, and the IO thread says Connecting for ever`,
          related: [{ span: required.nameSpan, message: 'demands encryption' }],
          fixes: encrypt,
        };
      } else if (demand && demand.wants !== 'nothing' && isPlain && !hasDefaults(host)) {
        yield {
          span: name.span,
          message: `The account ${user?.text} demands an encrypted connection (REQUIRE ${demand.word.text.toUpperCase()}), and this statement asks for none: the login is refused (error 1045), and the IO thread says Connecting for ever`,
          related: [{ span: demand.word.span, message: 'demands encryption' }],
          fixes: () => (demand.wants === 'encryption' ? encrypt() : []),
        };
      } else if (demand?.wants === 'certificate' && !change.values.has('ssl_cert') && !hasDefaults(host)) {
        yield {
          span: name.span,
          message: `The account ${user?.text} demands a certificate of its client (REQUIRE ${demand.word.text.toUpperCase()}), and this statement names none with ${word}_SSL_CERT and ${word}_SSL_KEY: the login is refused (error 1045), and the IO thread says Connecting for ever`,
          related: [{ span: demand.word.span, message: 'demands a certificate' }],
        };
      } else if (demandsCertificate(host) && hasNoCertificate(source) && ssl !== '0' && verify !== '0') {
        yield {
          span: name.span,
          message: `${host.name} runs MariaDB ${host.target.series ?? ''}, whose replicas demand TLS and check the certificate, and ${source.name} with ${source.target.series ?? ''} has none unless files give it one: error 2026, later 1129`,
          fixes: () => [
            {
              title: `Add ${word}_SSL = 0`,
              safe: false,
              edits: [replace(behind, `, ${word}_SSL = 0`)],
            },
          ],
        };
      }
    }
  },
});

/** Newer releases of MariaDB have options for what a statement leaves out. */
function hasDefaults({ options }: Host): boolean {
  return ['master_ssl', 'master_ssl_cert', 'master_ssl_key'].some((name) => options.effective(name) !== undefined);
}

/** MySQL 9.7 and MariaDB 11.8 do (tried); older ones do not. */
function encryptsByDefault({ target: { product, series } }: Host): boolean {
  if (product === undefined || series === undefined) return true;
  return versionNumber(series) > versionNumber(product === 'mysql' ? '8.4' : '11.3');
}

function demandsCertificate({ target: { product, series } }: Host): boolean {
  return product === 'mariadb' && series !== undefined && versionNumber(series) >= versionNumber('11.8');
}

/** From 11.4 on MariaDB makes itself a certificate where it is given none. */
function hasNoCertificate({ target: { product, series }, options }: Host): boolean {
  const isOld = product === 'mariadb' && series !== undefined && versionNumber(series) < versionNumber('11.4');
  return isOld && !options.effective('ssl_cert') && !options.effective('ssl_key');
}
