import type { Transfer } from '../../../server/core/ops/status/observation';
import type { Shell } from './shell';

/** Lines of the error log that tell where a state transfer is (Galera 26.4, tried). */
const marks =
  '[Ss]tarting .*as process|Aborting|Shutdown complete|WSREP: (Shifting |Receiving IST\\.|Processing event queue|Member .* requested state transfer)';

// A log of a server that was killed in the middle looks like one whose transfer is under way, so it has to run.
const script = `pidof mariadbd mysqld >/dev/null || exit 0
echo "size $(du -sk --exclude=galera.cache --exclude='gcache.page.*' -- "$2" 2>/dev/null | cut -f 1)"
test -z "$1" || grep -aE "$3" -- "$1" | tail -n 30`;

/**
 * How far the state transfer of a Galera node is, as its own error log and data directory tell. The server itself
 * cannot be asked: it takes no connections before it has its data.
 *
 * @param errorLog absolute path on the host; undefined where nobody knows it
 */
export async function collectTransfer(
  shell: Shell,
  errorLog: string | undefined,
  dataFolder: string,
): Promise<Transfer | undefined> {
  const text = await shell.output(['sh', '-c', script, 'sh', errorLog ?? '', dataFolder, marks]);
  return text === '' ? undefined : readTransfer(text);
}

/** What the lines of `collectTransfer` say: the last start counts, and of it the last word. */
export function readTransfer(text: string): Transfer {
  const kibibytes = Number(/^size (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
  let transfer: Transfer = { kibibytes: Number.isNaN(kibibytes) ? undefined : kibibytes };
  const size = transfer;
  for (const line of text.split('\n')) {
    const donor = /requested state transfer from .*Selected [\d.]+ \(([^)]*)\)/.exec(line)?.[1];
    const events = /(Receiving IST|Processing event queue):?\.\.\..*\((\d+)\/(\d+) events\)/.exec(line);
    if (/[Ss]tarting .*as process|Aborting|Shutdown complete/.test(line)) transfer = size;
    else if (donor !== undefined) transfer = { ...transfer, donor };
    else if (/Shifting \S+ -> JOINER/.test(line)) transfer = { ...transfer, phase: 'copy', events: undefined };
    else if (/Shifting \S+ -> (SYNCED|OPEN|CLOSED|DONOR)/.test(line)) transfer = size;
    else if (events) {
      const phase = events[1] === 'Receiving IST' ? 'missed writes' : 'queue';
      transfer = { ...transfer, phase, events: { done: Number(events[2]), total: Number(events[3]) } };
    }
  }
  return transfer;
}
