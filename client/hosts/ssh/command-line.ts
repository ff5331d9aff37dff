/**
 * A command as its arguments, written as one line for the shell that sshd hands it to. This is the only place where
 * anything is quoted: everywhere else a command is a list of arguments.
 *
 * @throws RangeError when an argument holds a NUL, which no process can be given (execve(2)).
 */
export function commandLine(command: readonly [string, ...string[]]): string {
  return command.map(quoted).join(' ');
}

/** Characters that mean nothing to a POSIX shell (XCU 2.2); anything else is put between single quotes. */
const plain = /^[A-Za-z0-9_./:,@%+=-]+$/;

function quoted(argument: string, index: number): string {
  if (argument.includes('\0')) throw new RangeError('an argument of a command cannot hold a NUL character');
  // A first word with `=` would be an assignment instead of a program.
  const harmless = plain.test(argument) && !(index === 0 && argument.includes('='));
  return harmless ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
