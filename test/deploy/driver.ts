/**
 * A deploy of a repository that waits at one step, for tests that break something at that moment. Everything but the
 * waiting is the product's own.
 *
 *     node driver.js REPOSITORY STEP CONFIRM-WITHIN [GATE-SECONDS]
 *
 * STEP is `replace`, or `replace@db2` for one host's. Before it the driver prints `waiting` and goes on when it reads a line; at the end it prints the outcome as JSON.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { readRepository } from '../../client/cli/repository';
import { look, planFor, runPlan, Sessions } from '../../client/hosts/main';
import { desiredOf } from '../../server/core/desired';

async function drive(repository: string, stepName: string, confirmWithin: number, gateSeconds: number): Promise<void> {
  const { workspace } = await readRepository([], repository);
  const desired = desiredOf(workspace, (name) => {
    const bytes = readFileSync(path.join(repository, name));
    return { content: bytes.toString('base64'), digest: createHash('sha256').update(bytes).digest('hex') };
  });
  const nobody = { secret: () => Promise.resolve(undefined), trustHostKey: () => Promise.resolve(false) };
  const sessions = new Sessions(nobody);
  const sight = await look(desired, sessions);
  const { plan } = planFor(sight, {
    noRestart: false,
    overwriteDrift: false,
    withErrors: true,
    restartCorosync: true,
  });
  const choices = { parallel: 1, confirmWithin, gateSeconds, lagSeconds: 5, owner: 'driver' };
  let isWaiting = true;
  const results = await runPlan(plan, sight.desired, sight.observed, sessions, choices, async (event) => {
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

const [, , repository = '', stepName = '', confirmWithin = '', gateSeconds = '4'] = process.argv;
void drive(repository, stepName, Number(confirmWithin), Number(gateSeconds));
