import type { Program } from './observation';

/** From good to bad. `unknown` says that nobody can tell, because a host or its answer is missing. */
export type Level = 'healthy' | 'note' | 'unknown' | 'degraded' | 'critical';

const levels: readonly Level[] = ['healthy', 'note', 'unknown', 'degraded', 'critical'];

/** A field a verdict rests on, under the name the program gives it. */
export interface Evidence {
  readonly host: string;
  readonly field: string;
  readonly value: string;
}

/** A setting of the files that brought a verdict about. Whoever knows the files turns it into a line. */
export interface Cause {
  readonly host: string;
  readonly program: Program;
  /** The option or keyword as the files spell it: `server_id`, `two_node`. */
  readonly name: string;
}

/** One thing that is to be said of a host or a cluster. */
export interface Verdict {
  /** Area and state: `replication/broken-auth`. Public, for scripts. */
  readonly id: string;
  readonly level: Level;
  readonly program: Program;
  /** The hosts it is about, the one to act on first. */
  readonly hosts: readonly string[];
  /** The replication channel, link, backend server or resource. */
  readonly subject?: string | undefined;
  /** What is the case, in one sentence that names host and program. */
  readonly summary: string;
  /** Milliseconds since 1970, where the program tells or a watch has seen it begin. */
  readonly since?: number | undefined;
  /** How far something is that ends by itself, from 0 to 1. */
  readonly progress?: number | undefined;
  readonly evidence: readonly Evidence[];
  readonly means: string;
  readonly next: string;
  readonly causes?: readonly Cause[] | undefined;
}

export function isWorse(a: Level, b: Level): boolean {
  return levels.indexOf(a) > levels.indexOf(b);
}

/** The worst level of some verdicts; healthy without any. */
export function worst(verdicts: Iterable<Pick<Verdict, 'level'>>): Level {
  let found: Level = 'healthy';
  for (const { level } of verdicts) if (isWorse(level, found)) found = level;
  return found;
}

/** What stays the same of a verdict from refresh to refresh, whatever its figures say. */
export function identityOf(verdict: Verdict): string {
  return [verdict.id, verdict.subject ?? '', ...verdict.hosts].join('\n');
}

/** Worst first, then by host and id, so that a list does not jump about between refreshes. */
export function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts].sort(
    (a, b) =>
      levels.indexOf(b.level) - levels.indexOf(a.level) ||
      identityOrder(a.hosts[0] ?? '', b.hosts[0] ?? '') ||
      identityOrder(a.id, b.id),
  );
}

function identityOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
