/**
 * What data/haproxy.json holds, written by scripts/catalog/haproxy.mjs: which release of haproxy takes which word
 * where, as `haproxy -c` of each release answered, with grammar from its manual and hand-written facts.
 *
 * `releases` of a record is a range, open on the side of the newest or oldest release: '2.8-', '-3.2', '2.6-3.0';
 * a record without it speaks of all.
 */
export interface HaproxyData {
  readonly releases: readonly string[];
  readonly sections: readonly NamedRecord[];
  readonly keywords: readonly KeywordRecord[];
  readonly bindOptions: readonly OptionRecord[];
  readonly serverOptions: readonly OptionRecord[];
  readonly balance: readonly NamedRecord[];
  readonly actions: readonly ActionRecord[];
}

export interface NamedRecord {
  readonly name: string;
  readonly releases?: string;
  readonly note?: string;
}

/** A keyword in the sections that share its grammar, in the releases that take it alike. */
export interface KeywordRecord extends NamedRecord {
  /** Sections that take it, and those that take it with a warning and without effect; '*' is every section. */
  readonly in?: string;
  readonly ignored?: string;
  /** Grammar of the arguments, one form a line. */
  readonly form?: string;
  /** Least and greatest number of arguments, e.g. '1-3'. */
  readonly arity?: string;
  readonly argument?: string;
  readonly negatable?: boolean;
  /** Not in a defaults section without a name. */
  readonly named?: boolean;
  readonly deprecated?: string;
  /** The release that took it away before the oldest one here. */
  readonly removed?: string;
  readonly replacement?: string;
}

/** An option behind a bind or server line. */
export interface OptionRecord extends NamedRecord {
  readonly form?: string;
  readonly argument: string;
  /** Refused in default-server. */
  readonly serverOnly?: boolean;
}

/** An action and the rule keywords that take it, separated by ', '. */
export interface ActionRecord extends NamedRecord {
  readonly rules: string;
  readonly form?: string;
}
