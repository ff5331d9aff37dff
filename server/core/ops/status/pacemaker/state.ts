import { isVariableOn, type ObservedCluster, variable } from '../cluster';
import type { Pacemaker, Row } from '../observation';
import type { Evidence, Level, Verdict } from '../verdict';

/** Pacemaker, as the first host that answers sees it; all nodes of a partition say the same. */
export function* pacemakerState(cluster: ObservedCluster): Generator<Verdict> {
  const seen = new Set<string>();
  for (const { host, pacemaker } of cluster.hosts) {
    if (!pacemaker?.answered) continue;
    const view = pacemaker.value;
    const key = `${view.summary.controller}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield* summary(host, view);
    for (const node of view.nodes) yield* nodeState(host, node, view);
    for (const resource of view.resources) yield* resourceState(host, resource, view);
    for (const ban of view.bans) yield banState(host, ban);
    yield* addresses(cluster, view);
  }
}

const isTrue = (row: Row, name: string): boolean => row[name] === 'true';

function evidence(host: string, row: Row, ...names: readonly string[]): Evidence[] {
  return names.flatMap((field) =>
    row[field] === undefined ? [] : [{ host, field: `crm_mon ${field}`, value: row[field] ?? '' }],
  );
}

function say(
  id: string,
  level: Level,
  hosts: readonly string[],
  rest: Omit<Verdict, 'id' | 'level' | 'hosts' | 'program'>,
): Verdict {
  return { id: `pacemaker/${id}`, level, program: 'pacemaker', hosts, ...rest };
}

function* summary(host: string, { summary: said }: Pacemaker): Generator<Verdict> {
  const fields = [
    { host, field: 'crm_mon with_quorum', value: String(said.quorate) },
    { host, field: 'stonith-enabled', value: String(said.stonith) },
    { host, field: 'no-quorum-policy', value: said.noQuorumPolicy ?? '' },
  ];
  if (said.controller === undefined) {
    yield say('no-controller', 'degraded', [host], {
      summary: `Pacemaker on ${host} has no controller (DC) yet`,
      evidence: fields,
      means: 'Nobody decides at this moment: an election is under way, or this node is alone.',
      next: 'Look again in a few seconds, then at corosync.',
    });
  } else if (!said.quorate) {
    yield say('no-quorum', 'critical', [host], {
      summary: `Pacemaker on ${host} is in a partition without quorum`,
      evidence: fields,
      means: `Resources are treated as no-quorum-policy (${said.noQuorumPolicy ?? 'stop'}) says.`,
      next: 'Bring the other nodes or the network back.',
    });
  }
  if (said.maintenance) {
    yield say('maintenance', 'note', [host], {
      summary: 'Pacemaker is in maintenance mode and manages nothing',
      evidence: [{ host, field: 'maintenance-mode', value: 'true' }],
      means: 'No failover happens whatever fails.',
      next: 'Set maintenance-mode=false when the work is done.',
    });
  }
  if (!said.stonith) {
    yield say('no-fencing', 'note', [host], {
      summary: 'Pacemaker runs without fencing (stonith-enabled=false)',
      evidence: fields,
      means: 'A node that hangs may go on writing after its resources were started elsewhere.',
      next: 'Configure a fencing device and switch stonith-enabled on.',
    });
  }
}

function* nodeState(host: string, node: Row, view: Pacemaker): Generator<Verdict> {
  const name = node['name'] ?? '';
  const fields = evidence(host, node, 'online', 'standby', 'pending', 'unclean', 'maintenance');
  if (isTrue(node, 'unclean')) {
    yield say('unclean', 'critical', [name], {
      summary: `node ${name} is UNCLEAN: it is lost and nobody has made sure that it is off`,
      evidence: [...fields, { host, field: 'stonith-enabled', value: String(view.summary.stonith) }],
      means: view.summary.stonith
        ? 'Its resources are not started elsewhere until it has been fenced.'
        : 'Fencing is off: its resources start elsewhere although it may still run them. Two writers are possible.',
      next: `Look at ${name} (console): power it off or bring it back, then "crm node clearstate" if it is off.`,
    });
  } else if (node['online'] === 'false') {
    yield say('node-offline', 'degraded', [name], {
      summary: `node ${name} is offline`,
      evidence: fields,
      means: 'Nothing fails over to it.',
      next: `Start corosync and Pacemaker on ${name} and read its log.`,
    });
  } else if (isTrue(node, 'standby')) {
    yield say('standby', 'note', [name], {
      summary: `node ${name} is in standby`,
      evidence: fields,
      means: 'It runs no resources, and nothing fails over to it.',
      next: `"crm node online ${name}" when the work is done.`,
    });
  } else if (isTrue(node, 'pending')) {
    yield say('node-pending', 'degraded', [name], {
      summary: `node ${name} is joining`,
      evidence: fields,
      means: 'Corosync knows it, Pacemaker does not yet.',
      next: 'Look again in a few seconds, then whether pacemakerd runs there.',
    });
  }
}

function* resourceState(host: string, resource: Row, view: Pacemaker): Generator<Verdict> {
  const id = resource['id'] ?? '';
  const where = resource['nodes'] ? [resource['nodes'].split(',')[0] ?? host] : [host];
  const failure = view.failures.find((row) => (row['op_key'] ?? row['task'] ?? '').startsWith(`${id}_`));
  const count = view.failCounts.find((row) => row['resource'] === id && Number(row['fail-count'] ?? 0) > 0);
  const fields = [
    ...evidence(host, resource, 'role', 'target_role', 'active', 'failed', 'blocked', 'managed'),
    ...(failure
      ? evidence(failure['node'] ?? host, failure, 'op_key', 'exitstatus', 'exitreason', 'last-rc-change')
      : []),
    ...(count ? evidence(count['node'] ?? host, count, 'fail-count', 'migration-threshold') : []),
  ];
  const isWantedOff = /stopped/i.test(resource['target_role'] ?? '');
  if (isTrue(resource, 'blocked')) {
    yield say('resource-blocked', 'critical', where, {
      subject: id,
      summary: `resource ${id} is blocked: Pacemaker could not stop it and will not start it elsewhere`,
      evidence: fields,
      means: 'Without fencing a failed stop leaves the resource where it is, working or not.',
      next: `Stop it by hand, then "crm resource cleanup ${id}".`,
    });
  } else if (isTrue(resource, 'failed') || failure) {
    yield say(
      'resource-failed',
      resource['role'] === 'Stopped' ? 'critical' : 'degraded',
      failure?.['node'] ? [failure['node']] : where,
      {
        subject: id,
        summary: `resource ${id} failed${failure?.['exitreason'] ? `: ${failure['exitreason']}` : ''}`,
        evidence: fields,
        means:
          'Its monitor or start reported an error; after migration-threshold failures it never comes back to that node by itself.',
        next: `Mend the cause, then "crm resource cleanup ${id}".`,
      },
    );
  } else if (resource['role'] === 'Stopped' && !isWantedOff) {
    yield say('resource-stopped', 'degraded', where, {
      subject: id,
      summary: `resource ${id} runs nowhere`,
      evidence: fields,
      means: 'No node may run it: constraints, standby, a missing quorum or too many failures.',
      next: `"crm_simulate -sL" shows the scores; "crm resource cleanup ${id}" forgets old failures.`,
    });
  } else if (resource['managed'] === 'false' && !view.summary.maintenance) {
    yield say('resource-unmanaged', 'note', where, {
      subject: id,
      summary: `resource ${id} is unmanaged`,
      evidence: fields,
      means: 'It does not fail over.',
      next: `"crm resource manage ${id}" when the work is done.`,
    });
  }
}

/** Constraints that "crm resource move" and "ban" leave behind pin a resource for ever. */
function banState(host: string, ban: Row): Verdict {
  return say('move-left-behind', 'note', [ban['node'] ?? host], {
    subject: ban['resource'] ?? undefined,
    summary: `resource ${ban['resource']} may not run on ${ban['node']}: constraint ${ban['id']} of an earlier move is still there`,
    evidence: evidence(host, ban, 'id', 'weight'),
    means: 'At the next failure the resource has one node less to go to, or none.',
    next: `"crm resource clear ${ban['resource']}"`,
  });
}

/** The virtual address on a host whose database takes no writes. */
function* addresses(cluster: ObservedCluster, view: Pacemaker): Generator<Verdict> {
  for (const resource of view.resources) {
    if (!/IPaddr2?$/.test(resource['resource_agent'] ?? '') || !resource['nodes']) continue;
    const at = cluster.hostAt(resource['nodes'].split(',')[0] ?? '');
    const server = at && cluster.server(at.name);
    if (!server || cluster.target.writers !== 'one' || !isVariableOn(server, 'read_only')) continue;
    yield say('address-on-reader', 'critical', [server.name], {
      subject: resource['id'] ?? undefined,
      summary: `the virtual address ${resource['id']} is on ${server.name}, whose database is read-only`,
      evidence: [...evidence(server.name, resource, 'role', 'nodes'), variable(server, 'read_only')],
      means: 'Applications that write to the address get error 1290.',
      next: 'Look which node is promoted; colocate the address with the promoted role, or open the right database.',
    });
  }
}
