import { inspect } from 'node:util';
import { check } from './check';
import { type Command, exit, type Terminal } from './command';
import { authkey } from './authkey';
import { compare } from './compare';
import { deploy } from './deploy';
import { explain } from './explain';
import { fix } from './fix';
import { hosts } from './hosts';
import { importHosts } from './import';
import { lsp } from './lsp';
import { create } from './new';
import { restart } from './restart';
import { status } from './status';
import { UsageError } from './usage-error';
import { version } from './version';

const commands: readonly Command[] = [
  check,
  fix,
  hosts,
  compare,
  status,
  create,
  importHosts,
  explain,
  deploy,
  restart,
  authkey,
  lsp,
];

/** Runs one command line and returns its exit code. Nothing is thrown: what goes wrong is said in one line. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-V') {
    terminal.out(version + '\n');
    return exit.fine;
  }
  if (name === undefined) {
    terminal.err(overview());
    return exit.usage;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(commands.find((command) => command.name === rest[0])?.help ?? overview());
    return exit.fine;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) return wrongUsage(`there is no command ${name}; "quorate --help" lists them`, terminal);
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help);
    return exit.fine;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (error instanceof UsageError) return wrongUsage(error.message, terminal);
    if (isArgumentError(error))
      return wrongUsage(`${error.message}; "quorate ${name} --help" shows what it takes`, terminal);
    terminal.err(`quorate: this is a fault of Quorate, please report it: ${inspect(error)}\n`);
    return exit.ourFault;
  }
}

function wrongUsage(message: string, terminal: Terminal): number {
  terminal.err(`quorate: ${message}\n`);
  return exit.usage;
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}

function overview(): string {
  return `Quorate reads the configuration of every host of a database cluster together.

Usage: quorate <command> [path...] [options]

${commands.map((command) => `  ${command.name.padEnd(8)} ${command.summary}`).join('\n')}

Start with:    quorate check            what is wrong here?
Then:          quorate fix --dry-run    what could be mended, as a diff
And:           quorate hosts            whose file is whose, and why?

quorate <command> --help tells more; quorate --version prints ${version}.
`;
}
