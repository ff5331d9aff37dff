/** Types of options-dump.mjs, for tests. */
import type { ServerDaemon } from './options-daemon.mjs';

export interface DumpedOption {
  readonly spelling?: string;
  readonly type: string;
  readonly argument: string;
  readonly default?: string;
  readonly min?: string;
  readonly max?: string;
  readonly block?: string;
  readonly values?: readonly string[];
  readonly dynamic?: boolean;
  readonly scope?: string;
}
export declare function builtInOptions(daemon: ServerDaemon): Map<string, DumpedOption>;
