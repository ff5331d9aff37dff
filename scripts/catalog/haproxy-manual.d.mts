/** Types of haproxy-manual.mjs, for tests. */
export interface ManualEntry {
  readonly place: string;
  readonly forms: readonly string[];
  readonly deprecated: boolean;
}
export declare function readManual(text: string): ManualEntry[];
