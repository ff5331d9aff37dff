import { createHash } from 'node:crypto';
import type { DesiredCluster, Stop } from '../../../server/core/ops/desired';
import type { ObservedHost } from '../../../server/core/ops/observed';
import { hostKey, type Plan, type PlanChoices, planDeploy } from '../../../server/core/ops/plan';
import type { Sessions } from '../ssh/sessions';
import { observeHost } from './observe';

/** What hosts were found to be, by `hostKey`, and which could not be looked at. */
export interface Sight {
  readonly observed: ReadonlyMap<string, ObservedHost>;
  readonly stops: readonly Stop[];
}

/** Hosts looked at side by side. */
const atOnce = 16;

/** Looks at all hosts of some clusters. Nothing is changed; hosts that cannot be reached become stops. */
export async function look(
  desired: readonly DesiredCluster[],
  sessions: Sessions,
  signal?: AbortSignal,
): Promise<Sight> {
  const observed = new Map<string, ObservedHost>();
  const stops: Stop[] = [];
  const waiting = desired.flatMap((cluster) => cluster.hosts.map((host) => ({ cluster, host }))).values();
  const work = async (): Promise<void> => {
    for (const { cluster, host } of waiting) {
      try {
        const session = await sessions.to(host.access);
        observed.set(hostKey(cluster.name, host.name), await observeHost(session, host, signal));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        stops.push({ kind: 'unreachable', host: host.name, message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { observed, stops };
}

/** The plan for what was seen, with the digest by which people confirm it. */
export function planFor(
  desired: readonly DesiredCluster[],
  sight: Sight,
  choices: PlanChoices,
): { readonly plan: Plan; readonly digest: string } {
  const planned = planDeploy(desired, sight.observed, choices);
  const plan = { ...planned, stops: [...sight.stops, ...planned.stops] };
  return { plan, digest: createHash('sha256').update(plan.text).digest('hex') };
}
