import type { Target } from '../catalog/options';
import { targetOf } from '../model/replication-sql';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { type SqlToken, tokensBefore } from '../syntax/sql';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { placeAt } from './place';

/** A place in the SQL of a file that a cluster runs. */
export interface SqlPlace {
  /** The finished tokens of the statement before the cursor; none where a statement begins. */
  readonly before: readonly SqlToken[];
  /** What is typed of the word, or of the text in quotes, that the cursor is in. */
  readonly typed: string;
  /** That word, up to its end behind the cursor; without its quotes. */
  readonly span: Span;
  /** The quote that the cursor's text begins with; empty for a bare word. */
  readonly quote: string;
  readonly cluster: Cluster | undefined;
  /** The only host that runs the file. */
  readonly host: Host | undefined;
  readonly target: Target;
}

/** The place in SQL at a position; undefined in a comment, outside of SQL, and in files that no cluster runs. */
export function sqlPlaceAt(document: Document, position: Position, model: Model): SqlPlace | undefined {
  if (document.language !== 'plain') return undefined;
  const cluster = model.clusters.find(({ hosts }) =>
    hosts.some(({ sql, sharedSql }) => sql.includes(document) || sharedSql.includes(document)),
  );
  const place = cluster && placeAt(document, position);
  if (!place) return undefined;
  const { block, index, character } = place;
  const tokens = tokensBefore(block, index, character);
  if (!tokens) return undefined;
  const { text } = place.line;
  const last = tokens.at(-1);
  const touched = last?.span.line === index && last.span.end === character ? last : undefined;
  const quote =
    touched?.kind === 'string' && isOpen(text.slice(touched.span.start, character)) ? touched.text : undefined;
  const word = /[\w$]*$/.exec(text.slice(0, character))?.[0] ?? '';
  const isWord = touched !== undefined && /^(word|number|variable)$/.test(touched.kind);
  const start = quote !== undefined && touched ? touched.span.start + 1 : character - word.length;
  const behind = (quote === undefined ? /^[\w$]*/ : /^[^'"\s;,]*/).exec(text.slice(character))?.[0] ?? '';
  const runners = cluster.hosts.filter(({ sql }) => sql.includes(document));
  const host = runners.length === 1 ? runners[0] : undefined;
  return {
    before: quote !== undefined || isWord ? tokens.slice(0, -1) : tokens,
    typed: text.slice(start, character),
    span: { block, line: index, start, end: character + behind.length },
    quote: quote === undefined ? '' : (text[start - 1] ?? ''),
    cluster,
    host,
    target: targetOf(cluster, host),
  };
}

/** Whether a text in quotes lacks the last one. */
function isOpen(written: string): boolean {
  const quote = written[0] ?? '';
  return written.length === 1 || !written.endsWith(quote);
}
