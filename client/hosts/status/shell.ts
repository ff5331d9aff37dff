import type { Session } from '../ssh/session';

/** Words of log lines that tell of trouble, in the logs of the database servers and of corosync. */
const trouble = /\berror|\bfatal|\bcritical|fail|aborting|does not match|denied|refused|unknown|invalid/i;

/** Where a daemon writes: a file, or where it has none the journal of systemd, by the names its unit may have. */
export type Log = { readonly file: string } | { readonly units: readonly string[] };

/** How a log is called in reports. */
export function logName(log: Log): string {
  return 'file' in log ? log.file : 'journal';
}

/** A program that is not there, or that says its daemon does not run. */
export class NotRunning extends Error {
  readonly code = 'ENOENT';
}

/** Programs of one host, each with the time limit of the look. */
export class Shell {
  constructor(
    readonly session: Session,
    private readonly limit: number,
  ) {}

  /**
   * What a program prints, run as root.
   * @throws NotRunning when it prints nothing and ends with an error
   */
  async output(command: readonly [string, ...string[]]): Promise<string> {
    const { status, stdout, stderr } = await this.session.runAsRoot(command, { timeoutMs: this.limit });
    const text = stdout.toString();
    if (status === 0 || text.trim() !== '') return text;
    const said = stderr.trim().split('\n').at(-1) ?? '';
    throw new NotRunning(said === '' ? `${command[0]} ended with status ${status}` : said);
  }

  /** The last lines of a log that tell of trouble; nothing when it cannot be read. */
  async troubles(log: Log): Promise<string[]> {
    const text = await this.output(
      'file' in log
        ? ['tail', '-n', '300', '--', log.file]
        : ['journalctl', '--no-pager', '-n', '300', '-o', 'cat', ...log.units.flatMap((unit) => ['-u', unit])],
    ).catch(() => '');
    const found = new Map<string, string>();
    // Of a message that comes again and again the last one is enough; figures and times do not make another.
    for (const line of text.split('\n')) if (trouble.test(line)) found.set(line.replace(/\d+/g, ''), line);
    return [...found.values()].slice(-6);
  }
}
