/** Types of debian-packages.mjs, which is JavaScript so that scripts can run it without a build. */
export declare const cacheFolder: string;
export declare function reasonNotToFetch(): string | undefined;
export declare function fetchPackages(request: {
  suite: string;
  packages: readonly string[];
  into: string;
  prepare?: (root: string) => Promise<void>;
  revision?: number;
  log?: (line: string) => void;
}): Promise<string>;
