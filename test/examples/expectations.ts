import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A line of a file; `text` is the line without the blanks around it, so that a shifted line is noticed. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface ExpectedFinding extends Place {
  readonly rule: string;
  readonly severity: string;
  /** Other places where the same finding is as good, when it is about several lines. */
  readonly orAt?: readonly Place[];
}

export interface SilentPlace extends Place {
  /** The rules that must say nothing here; without them, every rule that appears in the expectations. */
  readonly rules?: readonly string[];
}

/** What a check of one scenario has to find and to leave alone. Paths are relative to the scenario's folder. */
export interface Expectations {
  /** Nothing at all may be found: the scenario is a corrected twin. */
  readonly clean?: boolean;
  readonly mustFind: readonly ExpectedFinding[];
  readonly mustNotFind: readonly SilentPlace[];
  /** Rules that must not report anywhere in the scenario. */
  readonly absentRules: readonly string[];
}

/** By scenario, from expectations.json. */
export const expectations = JSON.parse(
  readFileSync(path.join(__dirname, 'expectations.json'), 'utf8'),
) as Readonly<Record<string, Expectations>>;
