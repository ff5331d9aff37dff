import { isWord, sqlStatements, type SqlStatement, type SqlToken, startsWith } from '../../syntax/sql';
import { type Block, perBlock, spanText } from '../../syntax/tree';
import type { Mention, MentionKind } from './mention';

/** Accounts and replication channels that the SQL of a file names, be it a script or a shell script with SQL in it. */
export const mentionsInSql = perBlock((block: Block): readonly Mention[] =>
  sqlStatements(block.document).flatMap((statement) =>
    [...accounts(statement), ...channels(statement)].filter(({ span }) => span.block === block),
  ),
);

/** `'repl'@'10.%'` in statements about accounts, and `MASTER_USER = 'repl'` in those that set replication up. */
function accounts(statement: SqlStatement): Mention[] {
  const { tokens } = statement;
  const creates = startsWith(statement, 'create', 'user');
  const isAbout = creates || /^(alter|drop|grant|revoke|rename|set)$/i.test(tokens[0]?.text ?? '');
  return tokens.flatMap((token, at): Mention[] => {
    const next = tokens[at + 1];
    const hasHost = next?.text === '@' || (next?.kind === 'variable' && next.text.startsWith('@'));
    if (isAbout && hasHost && /^(string|name|word)$/.test(token.kind)) return mention('user', token, creates);
    const isUser = /^(master|source)?_?user$/i.test(tokens[at - 2]?.text ?? '') && tokens[at - 1]?.text === '=';
    return isUser && token.kind === 'string' ? mention('user', token, false) : [];
  });
}

/** `FOR CHANNEL 'c'` of MySQL, and `CHANGE MASTER 'c' TO`, `START SLAVE 'c'` of MariaDB; the former two define it. */
function channels(statement: SqlStatement): Mention[] {
  const { tokens } = statement;
  const changes = startsWith(statement, 'change');
  return tokens.flatMap((token, at): Mention[] => {
    if (token.kind !== 'string') return [];
    const [before, second] = [tokens[at - 1], tokens[at - 2]];
    const named = isWord(before, 'channel') && isWord(second, 'for');
    const inMariadb =
      (isWord(before, 'master') || isWord(before, 'slave') || isWord(before, 'replica')) &&
      at === 2 &&
      /^(change|start|stop|reset|show)$/i.test(tokens[0]?.text ?? '');
    return named || inMariadb ? mention('channel', token, changes) : [];
  });
}

function mention(kind: MentionKind, { text, span, isKnown }: SqlToken, isDefinition: boolean): Mention[] {
  if (!isKnown || text === '') return [];
  const written = spanText(span);
  const start = span.start + written.indexOf(text);
  // What escapes change cannot be replaced by its name alone.
  return written.includes(text)
    ? [{ kind, name: text, isDefinition, span: { ...span, start, end: start + text.length } }]
    : [];
}
