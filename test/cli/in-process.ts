import { run } from '../../client/cli/main';
import { paintFor } from '../../client/cli/paint';

/** What a command line came to. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, without colours. */
export async function quorate(workingDirectory: string, ...argv: string[]): Promise<Outcome> {
  const { out, ...rest } = await quorateBytes(workingDirectory, ...argv);
  return { ...rest, out: out.toString() };
}

/** The same with the output as the bytes it consists of. */
export async function quorateBytes(
  workingDirectory: string,
  ...argv: string[]
): Promise<{ code: number; out: Buffer; err: string }> {
  const out: Uint8Array[] = [];
  let err = '';
  const code = await run(argv, {
    workingDirectory,
    paint: paintFor({}, {}),
    out: (text) => void out.push(Buffer.from(text as string)),
    err: (text) => void (err += text),
  });
  return { code, out: Buffer.concat(out), err };
}
