import { createHash } from 'node:crypto';
import type { DesiredCluster, DesiredHost, Stop } from '../../../server/core/ops/desired';
import type { ObservedHost } from '../../../server/core/ops/observed';
import { hostKey, type Plan, type PlanChoices, planDeploy, planRestart } from '../../../server/core/ops/plan';
import type { Sessions } from '../ssh/sessions';
import { observeHost } from './observe';
import type { Orchestrator } from './orchestrator';

/** What hosts were found to be, by `hostKey`, and which could not be looked at. */
export interface Sight {
  /** What was asked for, with the secrets that stay on hosts in their places. */
  readonly desired: readonly DesiredCluster[];
  readonly observed: ReadonlyMap<string, ObservedHost>;
  readonly stops: readonly Stop[];
}

export interface LookChoices {
  readonly signal?: AbortSignal | undefined;
  /** Asked which of the servers it would recover. */
  readonly orchestrator?: Orchestrator | undefined;
}

/** Hosts looked at side by side. */
const atOnce = 16;

/** Looks at all hosts of some clusters. Nothing is changed; hosts that cannot be reached become stops. */
export async function look(
  desired: readonly DesiredCluster[],
  sessions: Sessions,
  { signal, orchestrator }: LookChoices = {},
): Promise<Sight> {
  const observed = new Map<string, ObservedHost>();
  const filled = new Map<string, DesiredHost>();
  const stops: Stop[] = [];
  const orchestrated = await orchestrator?.servers().catch((error: unknown) => {
    stops.push({ kind: 'unreachable', host: 'orchestrator', message: String(error) });
    return [];
  });
  const waiting = desired.flatMap((cluster) => cluster.hosts.map((host) => ({ cluster, host }))).values();
  const work = async (): Promise<void> => {
    for (const { cluster, host } of waiting) {
      try {
        const session = await sessions.to(host.access);
        const found = await observeHost(session, host, signal);
        const known = (orchestrated ?? []).filter((server) => isOn(server, host, found.seen));
        observed.set(hostKey(cluster.name, host.name), { ...found.seen, orchestrated: known });
        filled.set(hostKey(cluster.name, host.name), found.host);
        stops.push(...found.stops);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        stops.push({ kind: 'unreachable', host: host.name, message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const withSecrets = desired.map((cluster) => ({
    ...cluster,
    hosts: cluster.hosts.map((host) => filled.get(hostKey(cluster.name, host.name)) ?? host),
  }));
  return { desired: withSecrets, observed, stops };
}

/** Whether `host:port` is a server of this host. */
function isOn(server: string, { name, addresses, access }: DesiredHost, seen: ObservedHost): boolean {
  const host = server.slice(0, server.lastIndexOf(':'));
  return [name, access.host, ...addresses, ...seen.addresses].includes(host);
}

/** The plan for what was seen, with the digest by which people confirm it. */
export function planFor(sight: Sight, choices: PlanChoices): { readonly plan: Plan; readonly digest: string } {
  return confirmable(planDeploy(sight.desired, sight.observed, choices), sight);
}

/** The plan of a restart in order. */
export function restartFor(
  sight: Sight,
  program: 'database' | 'haproxy' | undefined,
): { readonly plan: Plan; readonly digest: string } {
  return confirmable(planRestart(sight.desired, sight.observed, program), sight);
}

function confirmable(planned: Plan, sight: Sight): { readonly plan: Plan; readonly digest: string } {
  const plan = { ...planned, stops: [...sight.stops, ...planned.stops] };
  return { plan, digest: createHash('sha256').update(plan.text).digest('hex') };
}
