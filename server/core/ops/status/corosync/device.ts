import { listed, type ObservedCluster } from '../cluster';
import type { Corosync } from '../observation';
import type { Evidence, Verdict } from '../verdict';

type Device = NonNullable<Corosync['device']>;

/** The quorum device: whether each node's corosync-qdevice runs, and whether the arbiter answers it. */
export function* quorumDevice(cluster: ObservedCluster): Generator<Verdict> {
  yield* arbiters(cluster);
  for (const { host, corosync } of cluster.hosts) {
    const device = corosync?.answered ? corosync.value.device : undefined;
    if (!corosync?.answered || !device) continue;
    const evidence = [...evidenceOf(host, device), ...votesOf(host, corosync.value)];
    const causes = [{ host, program: 'corosync', name: 'quorum.device.net.host' } as const];
    const about = { level: 'degraded', program: 'corosync', hosts: [host], evidence, causes } as const;
    if (device.trouble !== undefined) {
      yield {
        ...about,
        id: 'corosync/qdevice-down',
        summary: `${host} has a quorum device in its corosync.conf, and corosync-qdevice does not run there`,
        means: `${host} has no vote of the arbiter: when the other nodes go, it loses its quorum.`,
        next: `systemctl enable --now corosync-qdevice on ${host}, then look at corosync-qdevice-tool -sv.`,
      };
    } else if (device.fields['State'] !== 'Connected') {
      const place = device.fields['QNetd host'] ?? 'the arbiter';
      yield {
        ...about,
        id: 'corosync/qdevice-disconnected',
        summary: `${host} does not reach its quorum device at ${place}: ${device.fields['State'] ?? 'no state'}`,
        means: 'The vote of the arbiter is missing: the next node that goes may take the quorum with it.',
        next: `Look whether corosync-qnetd runs at ${place}, whether its port (TCP 5403) is open, and whether both sides have certificates of one authority.`,
      };
    }
  }
}

/** An arbiter that is one of our hosts says itself whether it is there; then its nodes' complaints follow from that. */
function* arbiters(cluster: ObservedCluster): Generator<Verdict> {
  for (const { host, arbiter } of cluster.hosts) {
    if (!arbiter || arbiter.answered) continue;
    const waiting = cluster.hosts.flatMap((each) =>
      each.corosync?.answered && each.corosync.value.device ? [each.host] : [],
    );
    yield {
      id: 'corosync/qnetd-down',
      level: 'degraded',
      program: 'corosync',
      hosts: [host],
      summary: `the arbiter ${host} does not answer: ${arbiter.trouble.message}`,
      evidence: [{ host, field: arbiter.trouble.asked, value: arbiter.trouble.message }],
      means: `${waiting.length === 0 ? 'The nodes' : listed(waiting)} must do without its vote.`,
      next: `systemctl enable --now corosync-qnetd on ${host}.`,
    };
  }
}

function evidenceOf(host: string, { fields, trouble }: Device): Evidence[] {
  if (trouble !== undefined) return [{ host, field: 'corosync-qdevice-tool', value: trouble }];
  return ['State', 'QNetd host', 'Algorithm', 'TLS active', 'Last poll call'].flatMap((field) =>
    fields[field] === undefined ? [] : [{ host, field, value: fields[field] }],
  );
}

function votesOf(host: string, { quorum }: Corosync): Evidence[] {
  return ['Expected votes', 'Total votes', 'Quorum', 'Flags'].map((field) => ({
    host,
    field,
    value: quorum[field] ?? '(absent)',
  }));
}
