import type { Corosync } from '../../../server/core/ops/status/observation';
import { NotRunning, type Shell } from './shell';

/**
 * Asks corosync's own tools. Their exit codes tell little (corosync-quorumtool -s: 0 quorate, 2 not, 1 down), so what
 * they print counts.
 *
 * @throws when corosync does not run
 */
export async function collectCorosync(shell: Shell): Promise<Corosync> {
  const [quorum, links, map] = await Promise.all([
    shell.output(['corosync-quorumtool', '-s']),
    shell.output(['corosync-cfgtool', '-n']).catch(() => ''),
    shell.output(['corosync-cmapctl']).catch(() => ''),
  ]);
  const known = { ...readQuorum(quorum), links: readLinks(links), map: readMap(map) };
  return known.map['quorum.device.model'] === undefined ? known : { ...known, device: await askDevice(shell) };
}

/** @throws when corosync-qnetd does not run */
export async function collectArbiter(shell: Shell): Promise<Record<string, string>> {
  return readFields(await shell.output(['corosync-qnetd-tool', '-s']));
}

async function askDevice(shell: Shell): Promise<NonNullable<Corosync['device']>> {
  try {
    return { fields: readFields(await shell.output(['corosync-qdevice-tool', '-sv'])), trouble: undefined };
  } catch (error) {
    if (!(error instanceof NotRunning)) throw error;
    return { fields: {}, trouble: error.message };
  }
}

/** `Name:`, tabs, value; lists below a name are passed over. */
export function readFields(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const field = /^([A-Z][\w ]*?):\s+(\S.*?)\s*$/.exec(line);
      return field ? [[field[1], field[2]]] : [];
    }),
  ) as Record<string, string>;
}

/** The listing of corosync-quorumtool -s: fields as `Name: value`, then the members as columns. */
export function readQuorum(text: string): Pick<Corosync, 'quorum' | 'members'> {
  const quorum: Record<string, string> = {};
  const members: Corosync['members'][number][] = [];
  for (const line of text.split('\n')) {
    const field = /^([A-Z][\w ]+?):\s+(.*?)\s*$/.exec(line);
    if (field) quorum[field[1] as string] = field[2] as string;
    const member = /^\s*(0x[0-9a-f]+|\d+)\s+(\d+)\s+(?:(?:[A-Z]+(?:,[A-Z]+)*|NR)\s+)?(\S+)(?:\s+\(local\))?\s*$/.exec(
      line,
    );
    // The quorum device stands among the members as node 0 and is none.
    if (member && member[1] !== '0')
      members.push({ nodeid: member[1] as string, votes: member[2] as string, name: member[3] as string });
  }
  return { quorum, members };
}

/** corosync-cfgtool -n: a paragraph for each other node with one line a link. */
export function readLinks(text: string): Corosync['links'] {
  const links: Corosync['links'][number][] = [];
  let nodeid = '';
  for (const line of text.split('\n')) {
    nodeid = /^nodeid:\s+(\d+)/.exec(line)?.[1] ?? nodeid;
    const link = /^\s*LINK:\s+(\d+)\s+\w+\s+\(([^)]*)\)(.*)$/.exec(line);
    if (!link) continue;
    const words = (link[3] ?? '').trim().split(/\s+/);
    links.push({
      nodeid,
      link: link[1] as string,
      addresses: link[2] as string,
      enabled: words.includes('enabled'),
      connected: words.includes('connected'),
    });
  }
  return links;
}

/** corosync-cmapctl: `key (type) = value`. */
export function readMap(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^(\S+) \(\w+\) = (.*)$/.exec(line);
      return match ? [[match[1], match[2]]] : [];
    }),
  ) as Record<string, string>;
}
