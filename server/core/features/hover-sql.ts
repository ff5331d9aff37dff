import type { Catalogs } from '../catalog/catalogs';
import { targetOf } from '../model/replication-sql';
import type { Cluster } from '../model/cluster';
import type { Model } from '../model/model';
import { sqlStatements, type SqlStatement, type SqlToken } from '../syntax/sql';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import { describe, onHosts } from './hover-option';
import { optionFact, targetName } from './option-fact';
import { isAt, placeAt } from './place';
import { describeSqlOption, valueOf } from './signature-sql';
import { formsOf, wordingOf } from './statement-sql';

/** An option, a right, a variable or the first words of a statement in the SQL that a cluster runs. */
export function hoverSql(document: Document, position: Position, model: Model, catalogs: Catalogs): Hover | undefined {
  const cluster = model.clusters.find(({ hosts }) =>
    hosts.some(({ sql, sharedSql }) => sql.includes(document) || sharedSql.includes(document)),
  );
  const place = cluster && placeAt(document, position);
  if (!place) return undefined;
  for (const statement of sqlStatements(document)) {
    const at = statement.tokens.findIndex(
      ({ span }) => span.line === place.index && span.block === place.block && isAt(span, position.character),
    );
    const token = statement.tokens[at];
    if (!token) continue;
    const markdown = about(token, at, statement, cluster, document, catalogs);
    return markdown === undefined ? undefined : { span: token.span, markdown };
  }
  return undefined;
}

function about(
  token: SqlToken,
  at: number,
  { tokens }: SqlStatement,
  cluster: Cluster,
  document: Document,
  catalogs: Catalogs,
): string | undefined {
  if (token.kind !== 'word') return undefined;
  const runners = cluster.hosts.filter(({ sql }) => sql.includes(document));
  const host = runners.length === 1 ? runners[0] : undefined;
  const target = targetOf(cluster, host);
  const word = token.text.toUpperCase();
  const [form] = formsOf(tokens, catalogs.sql, target);
  if (form && at < form.words.length) return ['```sql\n' + form.label + '\n```', form.note].join('\n\n');
  const wording = wordingOf(tokens.slice(0, at));
  const option = wording && catalogs.sql.options(wording, target).find(({ name }) => name === word);
  if (option) return [`**${option.name}** = ${valueOf(option)}`, ...describeSqlOption(option)].join('\n\n');
  if (/^(grant|revoke)$/i.test(tokens[0]?.text ?? '')) {
    const right = rightAt(tokens, at, catalogs, target);
    return right && `**${right.name}**\n\n${right.note}`;
  }
  if (!/^set$/i.test(tokens[0]?.text ?? '') || tokens[at + 1]?.text !== '=') return undefined;
  const { name } = catalogs.options.resolve(token.text, target);
  const known = optionFact(catalogs.options, name, target);
  const shown = host ?? cluster.databases[0];
  const parts = [
    `**${name}** (${targetName(target)})`,
    ...(known ? describe(known.fact) : ['No supported release knows this variable.']),
    ...(shown ? [onHosts(name, shown, cluster, catalogs.options)] : []),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The right of several words that a token is part of. */
function rightAt(
  tokens: readonly SqlToken[],
  at: number,
  { sql }: Catalogs,
  target: Parameters<Catalogs['sql']['privileges']>[0],
): { readonly name: string; readonly note: string } | undefined {
  const isEnd = (token: SqlToken | undefined): boolean => !token || token.kind !== 'word' || /^on$/i.test(token.text);
  let [start, end] = [at, at];
  while (start > 1 && !isEnd(tokens[start - 1])) start--;
  while (!isEnd(tokens[end])) end++;
  const name = tokens
    .slice(start, end)
    .map(({ text }) => text.toUpperCase())
    .join(' ');
  return sql.privileges(target).find((right) => right.name === name);
}
