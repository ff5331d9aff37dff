import type { Host } from '../../model/host';
import { haproxyFiles, isEnabled, nameOf, proxiesOf, type Proxy } from '../../model/haproxy-proxies';
import type { ReadStatement } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { HaproxyWord } from '../../syntax/haproxy-words';
import type { Block } from '../../syntax/tree';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'traffic is sent to a backend that does not exist',
  *check(host) {
    const proxies = proxiesOf(haproxyFiles(host));
    const backends = new Set(
      proxies.flatMap(({ hasBackend, name }) => (hasBackend && name !== undefined ? [name] : [])),
    );
    const judged = new Set<ReadStatement>();
    for (const proxy of proxies) {
      if (!isEnabled(proxy)) continue;
      for (const { block, statement } of referencesOf(proxy)) {
        const [keyword, target] = statement.words;
        if (judged.has(statement) || !target || !isFixed(target) || backends.has(target.text)) continue;
        judged.add(statement);
        const span = wordSpan(block, statement.line, target);
        const suggestions = nearest(target.text, backends);
        yield {
          span,
          message: `${keyword?.text} of ${nameOf(proxy)} names no backend of ${where(host)}: HAProxy does not start${didYouMean(suggestions)}`,
          fixes: () => renamings(span, suggestions),
        };
      }
    }
  },
});

interface Reference {
  readonly block: Block;
  readonly statement: ReadStatement;
}

/** The lines of a proxy that name a backend and surely count: of several `default_backend` only the last does. */
function referencesOf(proxy: Proxy): Reference[] {
  const { block, statements } = proxy;
  const uses = statements.filter(({ words, certain }) => certain && words[0]?.text === 'use_backend');
  const references = uses.map((statement) => ({ block: block, statement }));
  return [...references, ...defaultOf(proxy)];
}

function defaultOf({ block, settings, defaults }: Proxy): Reference[] {
  const own = settings.get('default_backend');
  if (own) return own.certain ? [{ block, statement: own }] : [];
  for (let from = defaults; from && from !== 'unknown'; from = from.base) {
    const statement = from.settings.get('default_backend');
    if (statement) return statement.certain ? [{ block: from.block, statement }] : [];
  }
  return [];
}

/** Names that sample expressions or the environment complete at run time are not judged. */
function isFixed({ text, dynamic }: HaproxyWord): boolean {
  return !dynamic && !text.includes('%');
}

/** A name that differs in letter case alone is the one that was meant. */
function nearest(name: string, backends: ReadonlySet<string>): string[] {
  const same = [...backends].filter((other) => other.toLowerCase() === name.toLowerCase());
  return same.length > 0 ? same : closest(name, backends);
}

function where({ haproxy, name }: Host): string {
  return haproxy.length > 1 ? `host ${name}'s ${haproxy.length} files` : 'this file';
}
