import type { Target } from '../../catalog/options';
import { versionNumber } from '../../catalog/release';
import { nameOfTarget } from '../../model/option-lines';
import { statementsOf, targetOf } from '../../model/replication-sql';
import { isWord, type SqlStatement, type SqlToken, startsWith } from '../../syntax/sql';
import type { Span } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a statement about replication in words that the server does not know',
  *check(cluster) {
    for (const { statement, host } of statementsOf(cluster)) {
      const target = targetOf(cluster, host);
      if (target.product === undefined) continue;
      for (const found of wrongWords(statement, target)) {
        yield {
          span: found.span,
          message: `${nameOfTarget(target)} does not know ${found.words}: the statement ends with error 1064${found.instead === undefined ? '' : `; it says ${found.instead}`}`,
          fixes: () => found.fixes ?? [],
        };
        break;
      }
    }
  },
});

interface Wrong {
  readonly span: Span;
  readonly words: string;
  readonly instead?: string;
  readonly fixes?: readonly Fix[];
}

/** The old statements of MySQL, which 8.4 does not have any more, with the new ones. */
const translated: readonly (readonly [old: readonly string[], now: string])[] = [
  [['change', 'master', 'to'], 'CHANGE REPLICATION SOURCE TO'],
  [['start', 'slave'], 'START REPLICA'],
  [['stop', 'slave'], 'STOP REPLICA'],
  [['reset', 'slave'], 'RESET REPLICA'],
  [['reset', 'master'], 'RESET BINARY LOGS AND GTIDS'],
  [['show', 'slave', 'status'], 'SHOW REPLICA STATUS'],
  [['show', 'slave', 'hosts'], 'SHOW REPLICAS'],
  [['show', 'master', 'status'], 'SHOW BINARY LOG STATUS'],
  [['show', 'master', 'logs'], 'SHOW BINARY LOGS'],
  [['purge', 'master', 'logs'], 'PURGE BINARY LOGS'],
];

function* wrongWords(statement: SqlStatement, target: Target): Generator<Wrong> {
  const series = target.series === undefined ? undefined : versionNumber(target.series);
  if (target.product === 'mariadb') yield* wrongInMariadb(statement);
  else {
    const isChange = startsWith(statement, 'change', 'master');
    const gtid = isChange ? statement.tokens.find((token) => isWord(token, 'master_use_gtid')) : undefined;
    if (gtid)
      yield { span: gtid.span, words: 'MASTER_USE_GTID, which is MariaDB’s', instead: 'SOURCE_AUTO_POSITION = 1' };
    if (series !== undefined && series >= versionNumber('8.4')) yield* oldWords(statement);
    if (
      series !== undefined &&
      series < versionNumber('8.0') &&
      startsWith(statement, 'change', 'replication', 'source')
    )
      yield {
        ...spanOf(statement.tokens.slice(0, 4)),
        words: 'CHANGE REPLICATION SOURCE',
        instead: 'CHANGE MASTER TO',
      };
  }
}

function* wrongInMariadb(statement: SqlStatement): Generator<Wrong> {
  if (startsWith(statement, 'change', 'replication', 'source')) {
    yield {
      ...spanOf(statement.tokens.slice(0, 3)),
      words: 'CHANGE REPLICATION SOURCE, which is MySQL’s',
      instead: 'CHANGE MASTER TO',
    };
  }
  if (!startsWith(statement, 'change', 'master')) return;
  const auto = statement.tokens.find((token) => isWord(token, 'master_auto_position'));
  const value = auto && statement.tokens[statement.tokens.indexOf(auto) + 2];
  if (!auto) return;
  const isSimple = value?.text === '1' && value.span.line === auto.span.line && value.span.block === auto.span.block;
  yield {
    span: auto.span,
    words: 'MASTER_AUTO_POSITION, which is MySQL’s',
    instead: 'MASTER_USE_GTID = slave_pos',
    fixes: isSimple
      ? [
          {
            title: 'Write MASTER_USE_GTID = slave_pos',
            safe: false,
            edits: [replace({ ...auto.span, end: value.span.end }, 'MASTER_USE_GTID = slave_pos')],
          },
        ]
      : [],
  };
}

function* oldWords(statement: SqlStatement): Generator<Wrong> {
  for (const [old, now] of translated) {
    if (!startsWith(statement, ...old)) continue;
    const words = statement.tokens.slice(0, old.length);
    const where = spanOf(words);
    const options = statement.tokens.filter(({ kind, text }) => kind === 'word' && /^(get_)?master_\w+$/i.test(text));
    const isOneLine = words.every(({ span }) => span.line === words[0]?.span.line);
    yield {
      ...where,
      words: old.join(' ').toUpperCase(),
      instead: now,
      fixes: isOneLine
        ? [
            {
              title: `Write ${now}`,
              safe: false,
              edits: [replace(where.span, now), ...options.map((token) => replace(token.span, asSource(token)))],
            },
          ]
        : [],
    };
  }
}

function asSource({ text }: SqlToken): string {
  return text.replace(/master/i, (word) => (word === 'master' ? 'source' : 'SOURCE'));
}

function spanOf(tokens: readonly SqlToken[]): { span: Span } {
  const [first, last] = [tokens[0], tokens.at(-1)] as [SqlToken, SqlToken];
  const isOneLine = first.span.line === last.span.line && first.span.block === last.span.block;
  return { span: isOneLine ? { ...first.span, end: last.span.end } : first.span };
}
