import type { Product, Release } from './release';

export type OptionType = 'boolean' | 'integer' | 'double' | 'enum' | 'set' | 'flagset' | 'string';
export type Unit = 'bytes' | 'seconds' | 'milliseconds' | 'microseconds' | 'days' | 'percent';
export type Scope = 'global' | 'session' | 'both';

/**
 * The content of options.json. What the daemons say of themselves is generated; `facts` are written by hand in
 * options-facts.json, with a source each, and copied in (scripts/catalog/options.mjs).
 */
export interface OptionData {
  /** The daemons that were asked, oldest first within a product. */
  readonly daemons: readonly (Release & { readonly version: string })[];
  readonly mariadb: readonly DaemonRecord[];
  readonly mysql: readonly DaemonRecord[];
  /** Options of plugins of which only the names are kept. */
  readonly lists: readonly NameList[];
  readonly facts: HandWrittenFacts;
}

/** Facts in the short form of the data: what is usual is left out. Null takes a fact away in a difference. */
export interface RawFacts {
  readonly type?: OptionType;
  /** Absent: a boolean may go without a value, any other option wants one. */
  readonly argument?: 'required' | 'optional' | 'none' | null;
  /** How the daemon spells the name, where that is not lower case. */
  readonly spelling?: string;
  readonly default?: string | null;
  readonly min?: string | null;
  readonly max?: string | null;
  readonly block?: string | null;
  readonly values?: readonly string[] | null;
  /** The scope of a variable that can be set at run time, or of one that cannot. */
  readonly dynamic?: Scope | null;
  readonly fixed?: Scope | null;
  readonly plugin?: string | null;
  /** True, or the option the daemon recommends instead. */
  readonly deprecated?: string | true | null;
  /** Accepted, but missing from the help. */
  readonly hidden?: true | null;
  /** Accepted, but without effect. */
  readonly noop?: true | null;
}

/** What the daemons of one product say of an option: the newest first, and what older ones have differently. */
export interface DaemonRecord extends RawFacts {
  readonly name: string;
  /** Series of the daemons that have it, separated by blanks; absent when all have it. */
  readonly in?: string;
  readonly differs?: Readonly<Record<string, RawFacts>>;
}

export interface NameList {
  readonly product: Product;
  readonly in?: string;
  readonly plugin?: string;
  /** The kind of server build that has them: `Windows`, `debug`, `Percona Server`. */
  readonly build?: string;
  /** Canonical names, separated by blanks. */
  readonly options: string;
}

export interface HandWrittenFacts {
  /** The releases rules and features speak about when they do not know better. */
  readonly supported: readonly Release[];
  /** The series the facts reach from and to; outside of it nothing is called unknown. */
  readonly covered: Readonly<Record<Product, { readonly from: string; readonly to: string }>>;
  /** Options whose lines add up, by product. */
  readonly repeatable: Readonly<Record<Product, string>>;
  /** Options nobody keeps in a file: they make the server do something else than serve. */
  readonly commands: string;
  readonly units: Readonly<Record<Unit, string>>;
  readonly mariadb: readonly HistoryRecord[];
  readonly mysql: readonly HistoryRecord[];
  readonly extra: readonly NameList[];
  readonly notes: readonly NoteRecord[];
}

/** Versions in the life of an option; beside them the facts of one that no daemon here has. */
export interface HistoryRecord extends Omit<RawFacts, 'deprecated' | 'noop'> {
  readonly name: string;
  /** First version, or the first of each series it was added to, separated by blanks. */
  readonly since?: string;
  readonly deprecated?: string;
  /** First version without it, or with a no-op in its place. */
  readonly removed?: string;
  readonly replacement?: string;
  /** Whether a no-op took the removed option's place is not known. */
  readonly noop?: 'unknown';
  /** Facts before, and from, a version on. */
  readonly before?: Readonly<Record<string, RawFacts>>;
  readonly from?: Readonly<Record<string, RawFacts>>;
}

export interface NoteRecord {
  readonly name: string;
  /** Other names the note is about. */
  readonly also?: string;
  /** Absent: both. */
  readonly product?: Product;
  readonly note: string;
}
