import type { Program } from '../../../server/core/ops/desired';
import type { Owner } from '../../../server/core/ops/observed';
import type { Pacemaker } from '../../../server/core/ops/status/observation';
import { readCrmMon } from '../status/pacemaker';
import { fromBase64 } from './host-program';

/** Pacemaker as one of its nodes tells of it. */
export interface NodeOfPacemaker {
  readonly node: string;
  readonly crm: Pacemaker;
}

/** What a host says of Pacemaker, or undefined where it does not run or does not answer. */
export function observedPacemaker(fields: readonly string[] | undefined): NodeOfPacemaker | undefined {
  const [node = '', status = ''] = fields ?? [];
  if (status === '') return undefined;
  try {
    return { node: node.trim(), crm: readCrmMon(fromBase64(status)) };
  } catch {
    return undefined;
  }
}

/** Agents that start and stop each program: of OCF, of the service manager, of init scripts. */
const agents: Readonly<Record<Program, RegExp>> = {
  database: /:(mysql|mariadb|mysqld|galera|percona[\w-]*)(-prm)?$/i,
  haproxy: /:haproxy$/i,
  corosync: /:corosync$/i,
};

/** The resource that runs a program on this node; none where Pacemaker was told to leave it alone. */
export function resourceOf(program: Program, { node, crm }: NodeOfPacemaker): Owner | undefined {
  if (crm.summary.maintenance) return undefined;
  const found = crm.resources.find(
    (resource) =>
      agents[program].test(resource['resource_agent'] ?? '') &&
      (resource['nodes'] ?? '').split(',').includes(node) &&
      resource['managed'] !== 'false' &&
      resource['maintenance'] !== 'true',
  );
  if (!found) return undefined;
  const base = (id: string | null | undefined): string => (id ?? '').replace(/:\d+$/, '');
  const name = base(found['id']);
  const isClone = crm.resources.filter((resource) => base(resource['id']) === name).length > 1;
  return { kind: 'pacemaker', name, node, isClone, transition: [] };
}
