/** Types of options-daemon.mjs, for tests. */
export declare class ServerDaemon {
  constructor(daemon: {
    readonly product: string;
    readonly series: string;
    readonly root: string;
    readonly run: (argv: readonly string[], options?: object) => { status: number; stdout: string; stderr: string };
  });
  readonly version: string;
  check(lines: readonly string[]): { readonly status: number; readonly stderr: string };
}
