import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../ssh/command-line';
import { HostError } from '../ssh/host-error';
import { daemonWords } from './daemon-words';
import type { RunOptions, Session } from '../ssh/session';

/** The folder with the parts of the program: beside this file and, in a release, beside the bundle. */
const folder = join(__dirname, 'host');
const others = readdirSync(folder).filter((name) => name !== 'setup.sh');
const parts = ['setup.sh', ...others.sort()].map((name) => readFileSync(join(folder, name), 'utf8'));

/** The program that runs on hosts: its parts define functions, one of which is called with the program's arguments. */
export const hostProgram = `${parts.join('\n')}\n"$@"\n`;

/** Variables as they stand before the program. */
export function assignments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${commandLine(['x', value]).slice(2)}\n`)
    .join('');
}

/** Status with which the program says why it does not do what it was asked for. */
const refused = 9;

/**
 * Runs one step of the program on a host as root and resolves to what it prints. Values for the step travel with the
 * program by standard input, never as arguments that others could see.
 *
 * @param variables shell variables the step reads
 * @throws HostError with what the step said, or when the connection breaks
 */
export async function runStep(
  session: Session,
  step: readonly [string, ...string[]],
  variables: Readonly<Record<string, string>> = {},
  options: Omit<RunOptions, 'stdin'> = {},
): Promise<string> {
  const stdin = `${assignments(variables)}${hostProgram}`;
  const { status, stdout, stderr } = await session.runAsRoot(['sh', '-s', '--', ...step], { ...options, stdin });
  if (status === 0) return stdout.toString();
  const said = daemonWords(stderr) || `${step[0]} ended with status ${status}`;
  throw new HostError(session.name, 'refused', status === refused ? said : `${step[0]}: ${said}`);
}

export const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
export const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString();
