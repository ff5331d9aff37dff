import * as vscode from 'vscode';
import type { DesiredCluster, Stop } from '../../server/core/ops/desired';
import type { Plan, PlanChoices } from '../../server/core/ops/plan';
import { activationText, effectText, stopText, suspensionText } from '../../server/core/ops/plan-text';

/** What is deployed is what is on disk, so nobody should believe that it is what an editor shows. */
export async function withoutUnsaved(): Promise<boolean> {
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

export async function choose(
  all: readonly DesiredCluster[],
  title: string,
): Promise<readonly DesiredCluster[] | undefined> {
  const clusters = all.filter((cluster) => cluster.hosts.length > 0);
  if (clusters.length === 0) void vscode.window.showInformationMessage('Quorate knows no host with files here yet.');
  if (clusters.length < 2) return clusters.length === 0 ? undefined : clusters;
  const items = clusters.map((cluster) => ({
    label: cluster.name,
    description: cluster.hosts.map((host) => host.name).join(', '),
    cluster,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  return picked && picked.length > 0 ? picked.map(({ cluster }) => cluster) : undefined;
}

/** Makes the plan anew with other choices. */
export type PlanFor = (choices: PlanChoices) => { readonly plan: Plan; readonly digest: string };

/** Stops are settled one kind at a time, by a choice that says what it means; the others end it. */
export async function settleStops(choices: PlanChoices, planFor: PlanFor): Promise<ReturnType<PlanFor> | undefined> {
  const made = planFor(choices);
  const [first] = made.plan.stops;
  if (!first) return made;
  const same = made.plan.stops.filter((stop) => stop.kind === first.kind);
  const detail = same.map(stopText).join('\n');
  const choice = choiceFor(first.kind);
  const answer = await vscode.window.showWarningMessage(
    'Nothing was changed. It stops here:',
    { modal: true, detail },
    ...(choice ? [choice.label] : []),
  );
  if (!choice || answer !== choice.label) return undefined;
  return settleStops({ ...choices, ...choice.choices }, planFor);
}

function choiceFor(kind: Stop['kind']): { label: string; choices: Partial<PlanChoices> } | undefined {
  if (kind === 'errors') return { label: 'Deploy with These Errors', choices: { withErrors: true } };
  if (kind === 'drift') return { label: 'Replace the Changes on the Hosts', choices: { overwriteDrift: true } };
  if (kind === 'corosync') return { label: 'Restart Corosync Everywhere', choices: { restartCorosync: true } };
  return kind === 'unsupported' ? { label: 'Leave Out Restarts', choices: { noRestart: true } } : undefined;
}

export async function confirm(plan: Plan, digest: string): Promise<boolean> {
  const units = plan.clusters.flatMap((cluster) => cluster.units);
  const lines = units.map((unit, index) => {
    const names = unit.hosts.map((host) => host.name).join(', ');
    return [
      `${index + 1}. ${names}: ${unit.program}, ${activationText(unit)}; interruption: ${unit.interruption}`,
      `because ${unit.activation.reason}`,
      ...unit.effects.map(effectText),
      ...unit.suspensions.map((each) => `meanwhile ${suspensionText(each)}`),
    ].join('\n    ');
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
