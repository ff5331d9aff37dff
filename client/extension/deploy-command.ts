import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { DesiredCluster } from '../../server/core/ops/desired';
import type { Plan, PlanChoices } from '../../server/core/ops/plan';
import { desiredRequest } from '../../server/lsp/protocol';
import type { DeployRecord, Sessions, Sight, UnitResult } from '../hosts/main';
import { DeployDiff } from './deploy-diff';
import { DeployDrift } from './deploy-drift';
import { people } from './deploy-people';
import { choose, confirm, settleStops, withoutUnsaved } from './deploy-questions';
import { DeployTree } from './deploy-tree';
import { importHosts } from './import-command';

type Hosts = typeof import('../hosts/main.js');

/** Where a deploy shows itself and keeps its report. */
interface Places {
  readonly tree: DeployTree;
  readonly diff: DeployDiff;
  readonly drift: DeployDrift;
  readonly storage: vscode.Uri;
}

/** One of the commands that carry a plan out. */
interface Work {
  /** Asked of whoever chooses the clusters. */
  readonly question: string;
  readonly readsFiles: boolean;
  /** What should be on the hosts; undefined when there is nothing left to do. */
  readonly wanted: (
    desired: readonly DesiredCluster[],
    hosts: Hosts,
    sessions: Sessions,
  ) => Promise<readonly DesiredCluster[] | undefined> | readonly DesiredCluster[];
  readonly plan: (hosts: Hosts, sight: Sight, choices: PlanChoices) => { readonly plan: Plan; readonly digest: string };
  readonly nothing: string;
  readonly choices?: Partial<PlanChoices>;
}

const unchanged = 'Nothing to deploy: every host has the files as they are here.';
const planned: Work['plan'] = (hosts, sight, choices) => hosts.planFor(sight, choices);

const works: Readonly<Record<string, Work>> = {
  'quorate.deploy': {
    question: 'Deploy Which Clusters?',
    readsFiles: true,
    wanted: (desired) => desired,
    plan: planned,
    nothing: unchanged,
  },
  'quorate.rollBack': {
    question: 'Roll Back Which Clusters?',
    readsFiles: false,
    wanted: rolledBack,
    plan: planned,
    nothing: 'Nothing to roll back: the hosts have what they had before their last deploy.',
    choices: { overwriteDrift: true },
  },
  'quorate.restartInOrder': {
    question: 'Restart the Servers of Which Clusters?',
    readsFiles: false,
    wanted: (desired) => desired,
    plan: (hosts, sight) => hosts.restartFor(sight, undefined),
    nothing: 'Nothing to restart: no database server or proxy runs there.',
  },
  'quorate.newKey': {
    question: 'A New Key for Which Clusters?',
    readsFiles: true,
    wanted: (desired, hosts) => hosts.withNewKeys(desired),
    plan: planned,
    nothing: 'None of these hosts has a corosync.conf here.',
    choices: { overwriteDrift: true },
  },
};

/** Everything that is done to hosts: choose, look, compare, confirm, watch, and read the report. */
export function registerDeploy(context: vscode.ExtensionContext, client: LanguageClient): DeployTree {
  const tree = new DeployTree();
  const diff = new DeployDiff();
  const drift = new DeployDrift();
  let isRunning = false;
  const one = (run: () => Promise<void>) => async (): Promise<void> => {
    if (!vscode.workspace.isTrusted) {
      const reason = 'Quorate does not log in to hosts that an untrusted folder names. Trust the folder first.';
      void vscode.window.showWarningMessage(reason);
      return;
    }
    if (isRunning) {
      void vscode.window.showInformationMessage('A deploy is running already; the Deploy view shows it.');
      return;
    }
    isRunning = true;
    try {
      await run();
    } finally {
      isRunning = false;
    }
  };
  const desired = (): Promise<DesiredCluster[]> => client.sendRequest<DesiredCluster[]>(desiredRequest);
  const register = (command: string, run: () => Promise<void>): void => {
    context.subscriptions.push(vscode.commands.registerCommand(command, one(run)));
  };
  for (const [command, work] of Object.entries(works)) {
    register(command, () => carryOut(work, desired, { tree, diff, drift, storage: context.globalStorageUri }));
  }
  register('quorate.showDrift', async () => {
    if (!(await withoutUnsaved())) return;
    const chosen = await choose(await desired(), 'Compare Which Clusters With Their Hosts?');
    if (chosen) await withSessions((hosts, sessions) => showDrift(chosen, hosts, sessions, drift));
  });
  register('quorate.import', () => withSessions(importHosts));
  context.subscriptions.push(diff, drift, vscode.window.createTreeView('quorate.deploy', { treeDataProvider: tree }));
  return tree;
}

async function withSessions(use: (hosts: Hosts, sessions: Sessions) => Promise<void>): Promise<void> {
  const hosts = await import('../hosts/main.js');
  const sessions = new hosts.Sessions(people);
  try {
    await use(hosts, sessions);
  } finally {
    sessions.close();
  }
}

async function carryOut(
  work: Work,
  all: () => Promise<DesiredCluster[]>,
  { tree, diff, drift, storage }: Places,
): Promise<void> {
  if (work.readsFiles && !(await withoutUnsaved())) return;
  const chosen = await choose(await all(), work.question);
  if (!chosen) return;
  await withSessions(async (hosts, sessions) => {
    const wanted = await work.wanted(chosen, hosts, sessions);
    const sight = wanted && (await lookAt(wanted, hosts, sessions));
    if (!sight) return;
    const choices = {
      noRestart: false,
      overwriteDrift: false,
      withErrors: false,
      restartCorosync: false,
      ...work.choices,
    };
    const settled = await settleStops(choices, (changed) => work.plan(hosts, sight, changed));
    if (!settled) return;
    const { plan, digest } = settled;
    if (plan.clusters.every((cluster) => cluster.units.length === 0)) {
      void vscode.window.showInformationMessage(work.nothing);
      return;
    }
    await diff.show(plan, sight);
    if (!(await confirm(plan, digest))) return;
    const report = vscode.Uri.joinPath(storage, 'deploys', hosts.reportName());
    const record = new hosts.DeployRecord(report.fsPath);
    const results = await run(plan, sight, hosts, sessions, tree, record);
    record.finish(hosts.reportOf(plan, digest, results, record.events));
    await drift.forget(results.filter(({ outcome }) => outcome === 'confirmed'));
    await vscode.commands.executeCommand('markdown.showPreview', report);
    const failed = results.find((result) => result.outcome !== 'confirmed');
    if (failed) void vscode.window.showErrorMessage(failureText(failed));
    else void vscode.window.showInformationMessage('Done. The report says what changed where.');
  });
}

/** The first unit that did not come through: which hosts, what they have now, and why. */
function failureText({ unit, outcome, reason }: UnitResult): string {
  const names = unit.hosts.map((host) => host.name).join(', ');
  const now = outcome === 'restored' ? 'taken back, the old files are in place' : 'not known; the report says more';
  return reason === undefined ? `${names}: ${now}` : `${names}: ${now}; ${reason}`;
}

/** A trial that was left open is taken back; otherwise what the hosts had before their last deploy is wanted. */
async function rolledBack(
  desired: readonly DesiredCluster[],
  hosts: Hosts,
  sessions: Sessions,
): Promise<readonly DesiredCluster[] | undefined> {
  const sight = await lookAt(desired, hosts, sessions);
  if (!sight) return undefined;
  try {
    const open = await hosts.takeBackUnfinished(desired, sight, sessions);
    if (open.length === 0) return await hosts.previousState(desired, sessions);
    void vscode.window.showInformationMessage(`Taken back on ${open.join(', ')}: what was on trial there.`);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

async function showDrift(
  desired: readonly DesiredCluster[],
  hosts: Hosts,
  sessions: Sessions,
  drift: DeployDrift,
): Promise<void> {
  const sight = await lookAt(desired, hosts, sessions);
  if (!sight) return;
  const [stop] = sight.stops;
  if (stop) void vscode.window.showErrorMessage(stop.message);
  const lines = hosts.drift(sight);
  await drift.show(lines);
  if (lines.length > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
  else if (!stop) void vscode.window.showInformationMessage('Every host has the files as they are here.');
}

function lookAt(desired: readonly DesiredCluster[], hosts: Hosts, sessions: Sessions): Thenable<Sight | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'Looking at the hosts', cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const sight = await hosts.look(desired, sessions, { signal: stop.signal });
    return stop.signal.aborted ? undefined : sight;
  });
}

async function run(
  plan: Plan,
  { desired, observed }: Sight,
  hosts: Hosts,
  sessions: Sessions,
  tree: DeployTree,
  record: DeployRecord,
): Promise<UnitResult[]> {
  tree.clear();
  await vscode.commands.executeCommand('setContext', 'quorate.deploying', true);
  const options = { location: vscode.ProgressLocation.Notification, title: 'Deploying', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      progress.report({ message: 'cancelling: what is on trial is taken back' });
      stop.abort();
    });
    const owner = `${vscode.env.appName} of ${process.env['USER'] ?? process.env['USERNAME'] ?? 'somebody'}`;
    const choices = { parallel: 1, confirmWithin: 120, gateSeconds: 60, lagSeconds: 5, owner, signal: stop.signal };
    return hosts.runPlan(plan, desired, observed, sessions, choices, (event) => {
      record.tell(event);
      tree.tell(event);
      if (event.kind === 'step-begins') progress.report({ message: `${event.step.host}: ${event.step.kind}` });
    });
  });
}
