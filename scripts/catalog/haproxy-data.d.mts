/** Types of haproxy-data.mjs, for tests. */
export type ByRelease = ReadonlyMap<string, unknown>;
export declare function unfold(data: object, facts: object): ByRelease;
export declare function fold(byRelease: ByRelease, facts: object): string;
