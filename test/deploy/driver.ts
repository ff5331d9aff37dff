/**
 * A deploy of a repository that waits at one step, for tests that break something at that moment. Everything but the
 * waiting is the product's own.
 *
 *     node driver.js REPOSITORY STEP CONFIRM-WITHIN
 *
 * STEP is `replace`, or `replace@db2` for one host's. Before it the driver prints `waiting` and goes on when it reads a line; at the end it prints the outcome as JSON.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { readRepository } from '../../client/cli/repository';
import { observeHost, runPlan, Sessions } from '../../client/hosts/main';
import { desiredOf } from '../../server/core/desired';
import type { ObservedHost } from '../../server/core/ops/observed';
import { hostKey, planDeploy } from '../../server/core/ops/plan';

async function drive(repository: string, stepName: string, confirmWithin: number): Promise<void> {
  const { workspace } = await readRepository([], repository);
  const desired = desiredOf(workspace, (name) => {
    const bytes = readFileSync(path.join(repository, name));
    return { content: bytes.toString('base64'), digest: createHash('sha256').update(bytes).digest('hex') };
  });
  const nobody = { secret: () => Promise.resolve(undefined), trustHostKey: () => Promise.resolve(false) };
  const sessions = new Sessions(nobody);
  const observed = new Map<string, ObservedHost>();
  for (const cluster of desired) {
    for (const host of cluster.hosts) {
      observed.set(hostKey(cluster.name, host.name), await observeHost(await sessions.to(host.access), host));
    }
  }
  const plan = planDeploy(desired, observed, { noRestart: false, overwriteDrift: false, withErrors: true });
  const choices = { parallel: 1, confirmWithin, gateSeconds: 4, owner: 'driver' };
  let isWaiting = true;
  const results = await runPlan(plan, desired, observed, sessions, choices, async (event) => {
    if (event.kind !== 'step-begins' || !isWaiting) return;
    if (stepName !== event.step.kind && stepName !== `${event.step.kind}@${event.step.host}`) return;
    isWaiting = false;
    process.stdout.write('waiting\n');
    await once(process.stdin, 'data');
  });
  sessions.close();
  const told = results.map(({ outcome, reason, leftToSwitch }) => ({ outcome, reason, leftToSwitch }));
  process.stdout.write(`${JSON.stringify({ stops: plan.stops, results: told })}\n`);
  process.stdin.destroy();
}

const [, , repository = '', stepName = '', confirmWithin = ''] = process.argv;
void drive(repository, stepName, Number(confirmWithin));
