/** More hosts than any inventory line means; `[1:99999999]` is a slip. */
const mostHosts = 1000;

/**
 * The names a host pattern of an Ansible inventory stands for: `db[01:03]`, `db[a:c].example.net`, `db[1:9:2]`, both
 * ends included, leading zeros kept (Ansible's `expand_hostname_range`). A name without a range is itself; undefined
 * for a range that counts backwards, mixes letters and numbers, or is longer than a thousand.
 */
export function expandHostRange(pattern: string): string[] | undefined {
  let names = [''];
  for (const [part] of pattern.matchAll(/\[[^\]]*\]|[^[]+|\[/g)) {
    const range = part.startsWith('[') ? expandRange(part) : [part];
    if (!range || names.length * range.length > mostHosts) return undefined;
    names = names.flatMap((name) => range.map((each) => name + each));
  }
  return names;
}

function expandRange(bracketed: string): string[] | undefined {
  const match = /^\[(\d*|[a-zA-Z]):(\d+|[a-zA-Z])(?::(\d+))?\]$/.exec(bracketed);
  if (!match) return undefined;
  const [, first = '', last = '', step = '1'] = match;
  const isLetters = /[a-zA-Z]/.test(first);
  if (isLetters !== /[a-zA-Z]/.test(last)) return undefined;
  const from = isLetters ? first.charCodeAt(0) : Number(first);
  const to = isLetters ? last.charCodeAt(0) : Number(last);
  const by = Number(step);
  if (by === 0 || to < from || (to - from) / by >= mostHosts) return undefined;
  const width = first.startsWith('0') ? first.length : 0;
  const count = Math.floor((to - from) / by) + 1;
  return Array.from({ length: count }, (_, index) => {
    const value = from + index * by;
    return isLetters ? String.fromCharCode(value) : String(value).padStart(width, '0');
  });
}
