import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { DesiredCluster, Stop } from '../../server/core/ops/desired';
import type { Plan, PlanChoices } from '../../server/core/ops/plan';
import { desiredRequest } from '../../server/lsp/protocol';
import type { Sessions, Sight, TimedEvent, UnitResult } from '../hosts/main';
import { DeployDiff } from './deploy-diff';
import { people } from './deploy-people';
import { DeployTree } from './deploy-tree';

/** "Deploy...": choose, look, compare, confirm, watch, and read the report. */
export function registerDeploy(context: vscode.ExtensionContext, client: LanguageClient): DeployTree {
  const tree = new DeployTree();
  const diff = new DeployDiff();
  let isRunning = false;
  const run = async (): Promise<void> => {
    if (isRunning) {
      void vscode.window.showInformationMessage('A deploy is running already; the Deploy view shows it.');
      return;
    }
    isRunning = true;
    try {
      await deploy(client, tree, diff);
    } finally {
      isRunning = false;
    }
  };
  context.subscriptions.push(
    diff,
    vscode.window.createTreeView('quorate.deploy', { treeDataProvider: tree }),
    vscode.commands.registerCommand('quorate.deploy', run),
  );
  return tree;
}

async function deploy(client: LanguageClient, tree: DeployTree, diff: DeployDiff): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const reason = 'Quorate does not log in to hosts that an untrusted folder names. Trust the folder first.';
    void vscode.window.showWarningMessage(reason);
    return;
  }
  if (!(await withoutUnsaved())) return;
  const desired = await choose(await client.sendRequest<DesiredCluster[]>(desiredRequest));
  if (!desired) return;
  const hosts = await import('../hosts/main.js');
  const sessions = new hosts.Sessions(people);
  try {
    const sight = await lookAt(desired, sessions, hosts.look);
    if (!sight) return;
    const choices = { noRestart: false, overwriteDrift: false, withErrors: false, restartCorosync: false };
    const settled = await settleStops(sight, choices, hosts.planFor);
    if (!settled) return;
    const { plan, digest } = settled;
    if (plan.clusters.every((cluster) => cluster.units.length === 0)) {
      void vscode.window.showInformationMessage('Nothing to deploy: every host has the files as they are here.');
      return;
    }
    await diff.show(plan, sight);
    if (!(await confirm(plan, digest))) return;
    const { results, events } = await carryOut(plan, sight, sessions, tree, hosts.runPlan);
    const content = hosts.reportOf(plan, digest, results, events);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.commands.executeCommand('markdown.showPreview', document.uri);
    const failed = results.filter((result) => result.outcome !== 'confirmed');
    if (failed.length === 0) void vscode.window.showInformationMessage('Deployed. The report says what changed where.');
    else void vscode.window.showErrorMessage(`Not everything was deployed: ${failed[0]?.reason ?? failed[0]?.outcome}`);
  } finally {
    sessions.close();
  }
}

/** What is deployed is what is on disk, so nobody should believe that it is what an editor shows. */
async function withoutUnsaved(): Promise<boolean> {
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.scheme === 'file',
  );
  if (unsaved.length === 0) return true;
  const detail = unsaved.map((document) => vscode.workspace.asRelativePath(document.uri)).join('\n');
  const save = 'Save All';
  const disk = 'Deploy What Is on Disk';
  const answer = await vscode.window.showWarningMessage(
    'There are unsaved files.',
    { modal: true, detail },
    save,
    disk,
  );
  return answer === disk || (answer === save && (await vscode.workspace.saveAll(false)));
}

async function choose(all: readonly DesiredCluster[]): Promise<readonly DesiredCluster[] | undefined> {
  const clusters = all.filter((cluster) => cluster.hosts.length > 0);
  if (clusters.length === 0) void vscode.window.showInformationMessage('Quorate knows no host with files here yet.');
  if (clusters.length < 2) return clusters.length === 0 ? undefined : clusters;
  const items = clusters.map((cluster) => ({
    label: cluster.name,
    description: cluster.hosts.map((host) => host.name).join(', '),
    cluster,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Deploy Which Clusters?', canPickMany: true });
  return picked && picked.length > 0 ? picked.map(({ cluster }) => cluster) : undefined;
}

function lookAt(
  desired: readonly DesiredCluster[],
  sessions: Sessions,
  look: (
    desired: readonly DesiredCluster[],
    sessions: Sessions,
    choices: { readonly signal: AbortSignal },
  ) => Promise<Sight>,
): Thenable<Sight | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'Looking at the hosts', cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const sight = await look(desired, sessions, { signal: stop.signal });
    return stop.signal.aborted ? undefined : sight;
  });
}

type PlanFor = (sight: Sight, choices: PlanChoices) => { readonly plan: Plan; readonly digest: string };

/** Stops are settled one kind at a time, by a choice that says what it means; the others end it. */
async function settleStops(
  sight: Sight,
  choices: PlanChoices,
  planFor: PlanFor,
): Promise<ReturnType<PlanFor> | undefined> {
  const made = planFor(sight, choices);
  const [first] = made.plan.stops;
  if (!first) return made;
  const same = made.plan.stops.filter((stop) => stop.kind === first.kind);
  const detail = same.map(({ host, message }) => (host === undefined ? message : `${host}: ${message}`)).join('\n');
  const choice = choiceFor(first.kind);
  const answer = await vscode.window.showWarningMessage(
    'Nothing was changed. The deploy stops here:',
    { modal: true, detail },
    ...(choice ? [choice.label] : []),
  );
  if (!choice || answer !== choice.label) return undefined;
  return settleStops(sight, { ...choices, ...choice.choices }, planFor);
}

function choiceFor(kind: Stop['kind']): { label: string; choices: Partial<PlanChoices> } | undefined {
  if (kind === 'errors') return { label: 'Deploy with These Errors', choices: { withErrors: true } };
  if (kind === 'drift') return { label: 'Replace the Changes on the Hosts', choices: { overwriteDrift: true } };
  if (kind === 'corosync') return { label: 'Restart Corosync Everywhere', choices: { restartCorosync: true } };
  return kind === 'unsupported' ? { label: 'Leave Out Restarts', choices: { noRestart: true } } : undefined;
}

async function confirm(plan: Plan, digest: string): Promise<boolean> {
  const units = plan.clusters.flatMap((cluster) => cluster.units);
  const lines = units.map((unit, index) => {
    const names = unit.hosts.map((host) => host.name).join(', ');
    const how = unit.activation.kind === 'nothing' ? 'files only' : unit.activation.kind;
    return `${index + 1}. ${names}: ${unit.program}, ${how} (${unit.activation.reason}); interruption: ${unit.interruption}`;
  });
  const message = `Carry out plan ${digest.slice(0, 12)}?`;
  const go = 'Deploy';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: lines.join('\n') }, go)) !== go)
    return false;
  for (const unit of units.filter((each) => each.restartsWriter)) {
    const writer = unit.hosts.map((host) => host.name).join(', ');
    const restart = `Restart ${writer}`;
    const detail = 'Writes fail until it is back. To switch over first is kinder.';
    const answer = await vscode.window.showWarningMessage(
      `${writer} takes writes today.`,
      { modal: true, detail },
      restart,
    );
    if (answer !== restart) return false;
  }
  return true;
}

type RunPlan = typeof import('../hosts/main.js').runPlan;

async function carryOut(
  plan: Plan,
  { desired, observed }: Sight,
  sessions: Sessions,
  tree: DeployTree,
  runPlan: RunPlan,
): Promise<{ results: UnitResult[]; events: TimedEvent[] }> {
  tree.clear();
  await vscode.commands.executeCommand('setContext', 'quorate.deploying', true);
  const options = { location: vscode.ProgressLocation.Notification, title: 'Deploying', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      progress.report({ message: 'cancelling: what is on trial is taken back' });
      stop.abort();
    });
    const events: TimedEvent[] = [];
    const owner = `${vscode.env.appName} of ${process.env['USER'] ?? process.env['USERNAME'] ?? 'somebody'}`;
    const choices = { parallel: 1, confirmWithin: 120, gateSeconds: 60, lagSeconds: 5, owner, signal: stop.signal };
    const results = await runPlan(plan, desired, observed, sessions, choices, (event) => {
      events.push({ at: new Date().toISOString(), event });
      tree.tell(event);
      if (event.kind === 'step-begins') progress.report({ message: `${event.step.host}: ${event.step.kind}` });
    });
    return { results, events };
  });
}
