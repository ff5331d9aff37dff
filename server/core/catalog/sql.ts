import type { Product, Target } from './options';
import { versionNumber } from './release';

/** What data/sql.json holds of the SQL that sets replication and accounts up. */
export interface SqlData {
  readonly sources: string;
  readonly statements: readonly Ranged<{ readonly form: string; readonly note: string }>[];
  readonly options: readonly Ranged<OptionRecord>[];
  readonly privileges: readonly Ranged<{ readonly name: string; readonly note: string }>[];
}

/** Who knows a word: products separated by a blank, from the series `since` on, and no more from `until` on. */
type Ranged<T> = T & { readonly of: string; readonly since?: string; readonly until?: string };

interface OptionRecord {
  /** `*` stands for MASTER or SOURCE, whichever the statement says. */
  readonly name: string;
  readonly type: SqlOptionType;
  readonly default?: string;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** Words it takes, separated by blanks. */
  readonly values?: string;
  readonly note: string;
}

/** A `flag` is 0 or 1; a `list` stands in parentheses; a `word` is written without quotes. */
export type SqlOptionType = 'string' | 'integer' | 'number' | 'flag' | 'word' | 'list' | 'account';

/** An option of `CHANGE MASTER TO` or `CHANGE REPLICATION SOURCE TO`. */
export interface SqlOption extends Omit<OptionRecord, 'values'> {
  readonly values: readonly string[];
  readonly products: readonly Product[];
}

/** The form of a statement, with what a person fills in. */
export interface SqlForm {
  /** Without the braces of the data. */
  readonly label: string;
  /** The words it begins with, as far as they are fixed, in upper case. */
  readonly words: readonly string[];
  /** Where the parts stand in `label`, and the words of the statement that lead to each. */
  readonly parts: readonly { readonly start: number; readonly end: number; readonly after: string }[];
  readonly note: string;
  readonly products: readonly Product[];
}

export interface Privilege {
  readonly name: string;
  readonly note: string;
}

/** Statements about replication and accounts, as the releases of MySQL and MariaDB take them. */
export class SqlCatalog {
  private constructor(private readonly data: SqlData) {}

  static from(data: SqlData): SqlCatalog {
    return new SqlCatalog(data);
  }

  forms(target: Target): readonly SqlForm[] {
    return this.data.statements.filter((record) => isFor(record, target)).map(formOf);
  }

  /**
   * Options in one wording.
   *
   * @param wording `MASTER` or `SOURCE`; the latter is MySQL's alone
   */
  options(wording: 'MASTER' | 'SOURCE', target: Target): readonly SqlOption[] {
    const whose: Target = wording === 'SOURCE' ? { ...target, product: 'mysql' } : target;
    return this.data.options
      .filter((record) => isFor(record, whose))
      .map(({ values, ...record }) => ({
        ...record,
        name: record.name.replace('*', wording),
        values: values?.split(' ') ?? (record.type === 'flag' ? ['0', '1'] : []),
        products: record.of.split(' ') as Product[],
      }));
  }

  privileges(target: Target): readonly Privilege[] {
    return this.data.privileges.filter((record) => isFor(record, target));
  }
}

function isFor({ of, since, until }: Ranged<object>, { product, series }: Target): boolean {
  if (product === undefined) return true;
  if (!of.split(' ').includes(product)) return false;
  if (series === undefined) return true;
  const number = versionNumber(series);
  return (
    (since === undefined || number >= versionNumber(since)) && (until === undefined || number < versionNumber(until))
  );
}

function formOf({ form, note, of }: Ranged<{ form: string; note: string }>): SqlForm {
  const parts: { start: number; end: number; after: string }[] = [];
  let label = '';
  for (const piece of form.split(/(\{[^}]*\})/)) {
    if (!piece.startsWith('{')) {
      label += piece;
      continue;
    }
    const after = /([A-Z]+)(?: \[[^\]]*\])? $/.exec(label)?.[1] ?? '';
    parts.push({ start: label.length, end: label.length + piece.length - 2, after });
    label += piece.slice(1, -1);
  }
  const words = /^[A-Z]+(?: [A-Z]+)*/.exec(form)?.[0].split(' ') ?? [];
  return { label, words, parts, note, products: of.split(' ') as Product[] };
}
