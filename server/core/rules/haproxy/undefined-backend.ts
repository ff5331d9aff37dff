import { isEnabled, nameOf, type Proxy, proxiesOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import type { Host } from '../../model/host';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import type { Report } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'traffic is sent to a backend that does not exist',
  *check(host) {
    const proxies = proxiesOf(host);
    const backends = new Set<string>();
    for (const { hasBackend, name } of proxies) if (hasBackend && name !== undefined) backends.add(name);
    const judged = new Set<Reference>();
    for (const proxy of proxies) {
      if (!isEnabled(proxy)) continue;
      for (const reference of referencesOf(proxy)) {
        if (backends.has(reference.name) || judged.has(reference)) continue;
        judged.add(reference);
        yield undefinedBackend(reference, proxy, backends, host);
      }
    }
  },
});

/** A line that names a backend. */
interface Reference {
  readonly keyword: string;
  readonly name: string;
  readonly span: Span;
}

/** What one section says itself. Names that the run time or the environment completes are left out. */
const ownReferences = perReading(({ block, statements }) => {
  const uses: Reference[] = [];
  // Of several `default_backend` only the last counts, and nothing when a condition decides about that one.
  let standard: Reference | 'unknown' | undefined;
  for (const { words, line, certain } of statements) {
    const [keyword, target] = words;
    const isUse = keyword?.text === 'use_backend';
    if (!target || (!isUse && keyword?.text !== 'default_backend')) continue;
    const isFixed = certain && !target.dynamic && !target.text.includes('%');
    const reference = { keyword: keyword.text, name: target.text, span: wordSpan(block, line, target) };
    if (!isUse) standard = isFixed ? reference : 'unknown';
    else if (isFixed) uses.push(reference);
  }
  return { uses, standard };
});

function referencesOf({ block, defaults }: Proxy): readonly Reference[] {
  const own = ownReferences(block);
  let standard = own?.standard;
  for (let from = defaults; from && from !== 'unknown' && !standard; from = from.base) {
    standard = ownReferences(from.block)?.standard;
  }
  const uses = own?.uses ?? [];
  return standard && standard !== 'unknown' ? [...uses, standard] : uses;
}

function undefinedBackend(reference: Reference, proxy: Proxy, backends: ReadonlySet<string>, host: Host): Report {
  const { keyword, name, span } = reference;
  const suggestions = nearest(name, backends);
  const where = host.haproxy.length > 1 ? `host ${host.name}'s ${host.haproxy.length} files` : 'this file';
  return {
    span,
    fatal: true,
    message: `${keyword} of ${nameOf(proxy)} names no backend of ${where}: HAProxy does not start${didYouMean(suggestions)}`,
    fixes: () => renamings(span, suggestions),
  };
}

/** A name that differs in letter case alone is the one that was meant. */
function nearest(name: string, backends: ReadonlySet<string>): string[] {
  const same = [...backends].filter((other) => other.toLowerCase() === name.toLowerCase());
  return same.length > 0 ? same : closest(name, backends);
}
