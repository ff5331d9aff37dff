/** Types of haproxy-samples.mjs, for tests. */
export declare const proxySamples: Readonly<Record<string, string>>;
export declare function lineOf(name: string, sample: string): string;
