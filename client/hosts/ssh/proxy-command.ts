import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** Characters a shell would do something with; a ProxyCommand that needs one belongs into a script. */
const shellOnly = /[|&;<>()$`\\*?~#\n]/;

/**
 * The words of a ProxyCommand (ssh_config(5)) with its tokens replaced, or undefined where only a shell could make
 * sense of it. Names of hosts come from a repository, so nothing they hold is ever handed to a shell.
 *
 * @param tokens by their letter, such as `h` for %h
 */
export function proxyWords(
  command: string,
  tokens: Readonly<Record<string, string>>,
): readonly [string, ...string[]] | undefined {
  const written = command.replace(/^exec\s+/, '').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const words = written.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
  const [program, ...rest] = words.map((word) =>
    word.replace(/%([%a-zA-Z])/g, (whole, token: string) => tokens[token] ?? whole),
  );
  // A name that begins with a dash would be taken for an option.
  const isTreacherous = Object.values(tokens).some((value) => value.startsWith('-'));
  return program === undefined || shellOnly.test(command) || isTreacherous ? undefined : [program, ...rest];
}

/** Starts the program; what it reads and writes is the connection. */
export function dialByCommand([program, ...rest]: readonly [string, ...string[]]): Duplex {
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.on('error', (error) => connection.destroy(new Error(`ProxyCommand ${program}: ${error.message}`)));
  connection.on('close', () => child.kill());
  return connection;
}
