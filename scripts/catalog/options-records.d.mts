/** Types of options-records.mjs, for tests. */
export declare function replaceFacts(text: string, facts: unknown): string;
