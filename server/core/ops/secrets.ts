/** What stands in the place of a secret in everything that is shown, written down or imported. */
const mask = '********';

/** Names of options, keys and variables whose value is a secret. */
const secretName =
  /passw|passphrase|secret|sst_auth|auth(entication)?_string|^auth_pass$|_token$|^file_key_management_filekey$/i;
/** Names that speak of passwords and hold none: policies, plugins, lifetimes. */
const policyName =
  /^(validate_password|simple_password|cracklib_password|strict_password|password_(reuse|history|require|expir)|old_passwords|default_password|disconnect_on|max_password|(caching_)?sha\d+_(password|_?)|mysql_native_password|skip_.*|.*_plugin$|.*proxy_users$)/i;

/** `name = value` of an option file, of SET GLOBAL, and commented out. */
const option = /^(\s*(?:[#;]\s*)?(?:SET\s+GLOBAL\s+)?)([\w.-]+)(\s*=\s*)(\S.*)$/i;
/** `key: value` of corosync.conf; `key` itself is the key of the cluster. */
const corosyncKey = /^(\s*#?\s*)(\w+)(\s*:\s*)(\S.*)$/;
/** `"MySQLTopologyPassword": "..."` of JSON files. */
const json = /^(\s*"[^"]*(?:password|secret|token)[^"]*"\s*:\s*)"[^"]*"/i;
/** Words of haproxy.cfg behind which a secret stands (configuration.txt: userlists, stats auth, global). */
const haproxy: readonly RegExp[] = [
  /^(\s*#?\s*user\s+\S+\s+(?:insecure-)?password\s+)(?:"[^"]*"|\S+)(.*)$/,
  /^(\s*#?\s*stats\s+auth\s+[^\s:]+:)\S+(.*)$/,
  /^(\s*#?\s*dynamic-cookie-key\s+)\S+(.*)$/,
  /^(\s*#?\s*(?:pre)?setenv\s+\S*(?:PASS|SECRET|TOKEN|API_?KEY)\S*\s+)\S.*()$/i,
  /^(.*\bauthorization["']?,?\s+["']?)\S.*()$/i,
  /^(\s*#?\s*tcp-check\s+send(?:-lf)?\s+["']?AUTH(?:\\ | ))\S.*()$/i,
];
/** `auth_pass` of keepalived.conf. */
const keepalived = /^(\s*[#!]?\s*auth_pass\s+)\S.*$/;
/** Where in a line a secret is given a name: lists and flags of compose files, options within a value, SQL. */
const named =
  /(?<name>[\w.-]*(?:passw|passphrase|secret|sst[_-]auth|auth(?:entication)?[_-]string|[_-]token)[\w.-]*)(?<equals>["']?\s*[=:]\s*)(?<value>"[^"]*"|'[^']*'|[^\s"',;}\]]+)/gi;
const identified =
  /\b(identified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?|password\s*\(\s*)("[^"]*"|'[^']*')/gi;
/** `scheme://user:password@host` */
const url = /(\b[\w+]+:\/\/[^\s:/@]+:)[^\s@/]+(?=@)/g;

/** A line of configuration with what is secret in it taken out. The same line always comes to the same text. */
export function withoutSecrets(line: string): string {
  const [, start = '', name, equals = '', value = ''] = option.exec(line) ?? [];
  if (name !== undefined && isSecret(name, value)) return `${start}${name}${equals}${mask}`;
  const [, indent = '', key, colon = '', held = ''] = corosyncKey.exec(line) ?? [];
  if (key !== undefined && (key === 'key' || isSecret(key, held))) return `${indent}${key}${colon}${mask}`;
  if (json.test(line)) return line.replace(json, `$1"${mask}"`);
  for (const each of haproxy) if (each.test(line)) return line.replace(each, `$1${mask}$2`);
  return line
    .replace(keepalived, `$1${mask}`)
    .replace(named, (whole: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as { readonly name: string; readonly equals: string; readonly value: string };
      if (!isSecret(groups.name.replace(/^-+/, ''), groups.value.replace(/^["']/, ''))) return whole;
      return `${groups.name}${groups.equals}${masked(groups.value)}`;
    })
    .replace(identified, (_whole, words: string, value: string) => words + masked(value))
    .replace(url, `$1${mask}`);
}

/** A value's place, in the quotes it had. */
function masked(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  return `${quote}${mask}${quote}`;
}

function isSecret(written: string, value: string): boolean {
  const name = written.replaceAll('-', '_').replace(/^loose_/i, '');
  // A path to a secret is none.
  return secretName.test(name) && !policyName.test(name) && !/^(FILE:|\/)/.test(value);
}

/** Whether a text holds the place of a secret that was taken out. */
export const isMasked = (text: string): boolean => text.includes(mask);

/**
 * A text with the places of secrets filled from the text a host has: an imported file says where a secret stands, and
 * the secret stays on the host. Lines belong together that are equal but for the secret, in their order.
 *
 * @returns the text, and the numbers (from 1) of lines whose secret the host does not have
 */
export function withSecretsOf(wanted: string, found: string): { readonly text: string; readonly missing: number[] } {
  const secrets = new Map<string, string[]>();
  for (const line of found.split('\n')) {
    const masked = withoutSecrets(line);
    if (masked !== line) secrets.set(masked, [...(secrets.get(masked) ?? []), line]);
  }
  const missing: number[] = [];
  const lines = wanted.split('\n').map((line, index) => {
    if (!isMasked(line)) return line;
    const [own, ...others] = secrets.get(line) ?? [];
    if (own === undefined) {
      missing.push(index + 1);
      return line;
    }
    // The last one serves for every further line that looks the same.
    if (others.length > 0) secrets.set(line, others);
    return own;
  });
  return { text: lines.join('\n'), missing };
}
