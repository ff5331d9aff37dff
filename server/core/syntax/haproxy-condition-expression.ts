/** What `.if` makes of its condition; `unparsable` stops HAProxy. */
export type ConditionValue = boolean | 'undecided' | 'unparsable';

/** Predicates with the number of their arguments, 2.4 to 3.4 (`src/cfgcond.c`). */
const predicates: Readonly<Record<string, number>> = {
  awslc_api_atleast: 1,
  awslc_api_before: 1,
  defined: 1,
  enabled: 1,
  feature: 1,
  openssl_version_atleast: 1,
  openssl_version_before: 1,
  ssllib_name_startswith: 1,
  streq: 2,
  strneq: 2,
  strstr: 2,
  version_atleast: 1,
  version_before: 1,
};

/**
 * Reads a condition of `.if` or `.elif` and evaluates it as far as that takes neither the environment nor what was
 * compiled in. Integers are true unless they are 0; HAProxy knows no words such as `true`. Every release that knows
 * conditions is at least 2.4.
 *
 * @param text the words of the line behind the directive, joined by blanks
 * @param release the series of the HAProxy that reads it, such as `3.0`, where it is known
 */
export function evaluateCondition(text: string, release?: string): ConditionValue {
  if (text.trim() === '') return false;
  const reader = new ConditionReader(text, release);
  const value = reader.either();
  return reader.isAtEnd() ? value : 'unparsable';
}

class ConditionReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly release: string | undefined,
  ) {}

  isAtEnd(): boolean {
    return this.rest().trim() === '';
  }

  either(): ConditionValue {
    let value = this.both();
    while (this.take(/^[ \t]*\|\|/)) {
      const next = this.both();
      value = combine(value, next, true);
    }
    return value;
  }

  private both(): ConditionValue {
    let value = this.term();
    while (this.take(/^[ \t]*&&/)) {
      const next = this.term();
      value = combine(value, next, false);
    }
    return value;
  }

  private term(): ConditionValue {
    const negations = this.take(/^[ \t]*((?:![ \t]*)*)/)?.replace(/[^!]/g, '').length ?? 0;
    const value = this.plain();
    return typeof value === 'boolean' && negations % 2 === 1 ? !value : value;
  }

  private plain(): ConditionValue {
    const integer = this.take(/^[+-]?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i);
    if (integer !== undefined) return /[1-9a-f]/i.test(integer.replace(/^[+-]?0x/i, ''));
    if (this.take(/^\([ \t]*/) !== undefined) {
      const value = this.either();
      return this.take(/^[ \t]*\)[ \t]*/) === undefined ? 'unparsable' : value;
    }
    const name = this.take(/^\w+/) ?? '';
    const count = Object.hasOwn(predicates, name) ? predicates[name] : undefined;
    const args = this.take(/^\((?:[^()"'\\]|"[^"]*"|'[^']*'|\\.)*\)/);
    if (count === undefined || args === undefined) return 'unparsable';
    // Quotes and escapes inside are left to the daemon.
    if (/["'\\]/.test(args)) return 'undecided';
    const values = args.slice(1, -1).split(',');
    return values.length === count ? evaluate(name, values, this.release) : 'unparsable';
  }

  private take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.rest());
    if (found) this.at += found[0].length;
    return found?.[0];
  }

  private rest(): string {
    return this.text.slice(this.at);
  }
}

function evaluate(
  name: string,
  [first = '', second = '']: readonly string[],
  release: string | undefined,
): ConditionValue {
  switch (name) {
    case 'streq':
      return first === second;
    case 'strneq':
      return first !== second;
    case 'version_atleast':
      return hasReached(first, release);
    case 'version_before': {
      const reached = hasReached(first, release);
      return typeof reached === 'boolean' ? !reached : reached;
    }
    default:
      return 'undecided';
  }
}

/**
 * Whether a HAProxy is at least of a version. Of one whose series is unknown only that is known: it has reached 2.4. Of a
 * known one which of its updates it is stays open, as `2.6.12` beside `2.6`.
 */
function hasReached(version: string, release: string | undefined): boolean | 'undecided' {
  const [, major, minor, update] = /^(\d+)(?:\.(\d+)(?:\.(\d+))?)?$/.exec(version) ?? [];
  if (major === undefined) return 'undecided';
  const [ownMajor = 0, ownMinor = 0] = (release ?? '2.4').split('.').map(Number);
  const distance = ownMajor - Number(major) || ownMinor - Number(minor ?? 0);
  if (distance > 0 || (distance === 0 && Number(update ?? 0) === 0)) return true;
  return distance < 0 && release !== undefined ? false : 'undecided';
}

function combine(a: ConditionValue, b: ConditionValue, dominant: boolean): ConditionValue {
  if (a === 'unparsable' || b === 'unparsable') return 'unparsable';
  if (a === dominant || b === dominant) return dominant;
  return a === 'undecided' || b === 'undecided' ? 'undecided' : !dominant;
}
