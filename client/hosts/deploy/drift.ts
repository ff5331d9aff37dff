import { diffLines } from 'diff';
import { hostKey } from '../../../server/core/ops/plan';
import { withoutSecrets } from '../../../server/core/ops/secrets';
import { fromBase64 } from './host-program';
import type { Sight } from './look';

/** Lines of a file in which a host differs from it. */
export interface DriftedLines {
  readonly cluster: string;
  readonly host: string;
  /** The file's path in the repository. */
  readonly source: string;
  /** Counted from 1. Where the host has lines that the file lacks, the line before which they would stand. */
  readonly first: number;
  readonly last: number;
  readonly message: string;
}

/** Where files differ from what their hosts have, line by line. */
export function drift({ desired, observed }: Sight): DriftedLines[] {
  return desired.flatMap((cluster) =>
    cluster.hosts.flatMap((host) => {
      const seen = observed.get(hostKey(cluster.name, host.name));
      if (!seen) return [];
      return host.files.flatMap((file): DriftedLines[] => {
        const found = seen.files.find((each) => each.path === file.path)?.found;
        if (found?.digest === file.digest) return [];
        const place = { cluster: cluster.name, host: host.name, source: file.source };
        const whole = (message: string): DriftedLines[] => [{ ...place, first: 1, last: 1, message }];
        if (!found) return whole(`${host.name} does not have this file (${file.path})`);
        if (found.content === undefined || file.isSecret) return whole(`${host.name} has another key in ${file.path}`);
        const lines = differences(fromBase64(found.content), fromBase64(file.content), host.name);
        if (lines.length === 0) return whole(`${host.name} has other line ends in ${file.path}`);
        return lines.map((each) => ({ ...place, ...each }));
      });
    }),
  );
}

function differences(there: string, here: string, host: string): Pick<DriftedLines, 'first' | 'last' | 'message'>[] {
  const found: Pick<DriftedLines, 'first' | 'last' | 'message'>[] = [];
  let line = 1;
  let gone: string | undefined;
  const close = (): void => {
    if (gone !== undefined) found.push({ first: line, last: line, message: `${host} has here besides: ${gone}` });
    gone = undefined;
  };
  for (const { value, count, added, removed } of diffLines(there, here)) {
    if (removed) gone = value.trimEnd().split('\n').map(withoutSecrets).join('\n');
    else if (added) {
      const message = gone === undefined ? `${host} does not have this` : `${host} has instead: ${gone}`;
      found.push({ first: line, last: line + count - 1, message });
      gone = undefined;
      line += count;
    } else {
      close();
      line += count;
    }
  }
  close();
  return found;
}
