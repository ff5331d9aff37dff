import type { Session } from '../ssh/session';
import { fromBase64, runStep } from './host-program';

/** A file that a program of a host reads. */
export interface Found {
  readonly path: string;
  readonly text: string;
}

/** What there is to import from a host. */
export interface ImportedHost {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly files: readonly Found[];
  /** What is left on the host, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Finds the files that the database server, HAProxy, corosync and Orchestrator of a host read, following includes.
 * Keys and files of accounts are named and not read.
 * @throws HostError
 */
export async function discoverHost(session: Session, name: string): Promise<ImportedHost> {
  const output = await runStep(session, ['discover']);
  const lines = output.split('\n').map((line) => line.split('\t'));
  const of = (kind: string): string[][] => lines.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const found = of('found').map(([path = '', content = '']) => ({ path: fromBase64(path), bytes: content }));
  const isText = ({ bytes }: { readonly bytes: string }): boolean =>
    Buffer.from(fromBase64(bytes)).toString('base64') === bytes;
  return {
    name,
    addresses: of('address').flatMap(([address]) => address ?? []),
    files: found.filter(isText).map(({ path, bytes }) => ({ path, text: fromBase64(bytes) })),
    skipped: [
      ...of('skipped').map(([path = '', reason = '']) => ({ path: fromBase64(path), reason })),
      ...found.filter((each) => !isText(each)).map(({ path }) => ({ path, reason: 'it is not UTF-8' })),
    ],
  };
}
