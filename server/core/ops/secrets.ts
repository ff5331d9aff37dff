const secretName = /(passw|passphrase|secret|sst_auth|auth_string|\bkey\b\s*:|userlist|insecure-)/i;

/** A line of configuration with what is secret in it taken out, for everything that is shown or written down. */
export function withoutSecrets(line: string): string {
  if (!secretName.test(line)) return line;
  const [, named] = /^([^=:]*[=:]\s*)/.exec(line) ?? [];
  return named === undefined ? line.replace(/\S+\s*$/, '********') : `${named}********`;
}
