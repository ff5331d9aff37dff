import type { HaproxyCatalog, HaproxySection, KeywordAnswer } from '../catalog/haproxy';
import type { Reading, ReadStatement } from './haproxy-reading';

/** A statement with what the catalogue says of its keyword. */
export interface KnownStatement extends KeywordAnswer {
  readonly statement: ReadStatement;
}

interface Known {
  readonly catalog: HaproxyCatalog;
  readonly release: string | undefined;
  readonly statements: readonly KnownStatement[];
}

const known = new WeakMap<Reading, Known>();

/**
 * What the catalogue says of each keyword of a section, asked once for all rules. Prefixes such as `no` are left out
 * of the question, and so are lines whose first word the environment decides.
 */
export function knownStatements(
  reading: Reading,
  catalog: HaproxyCatalog,
  release: string | undefined,
): readonly KnownStatement[] {
  const before = known.get(reading);
  if (before?.catalog === catalog && before.release === release) return before.statements;
  const section = reading.section.keyword as HaproxySection;
  const statements = reading.statements.flatMap((statement): KnownStatement[] => {
    if (statement.words[0]?.expanded) return [];
    const words = statement.words.slice(0, longestKeyword).map((word) => word.text);
    return [{ ...catalog.keyword(words, section, release), statement }];
  });
  known.set(reading, { catalog, release, statements });
  return statements;
}

/** Keywords have three words at most, and one of four would not tell more. */
const longestKeyword = 4;
