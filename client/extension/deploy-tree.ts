import * as vscode from 'vscode';
import type { DeployEvent } from '../hosts/main';

interface StepNode {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
}

interface HostNode extends StepNode {
  readonly steps: readonly StepNode[];
}

/** Hosts with their steps and times, while a deploy runs and until the next one. */
export class DeployTree implements vscode.TreeDataProvider<StepNode> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly hosts = new Map<string, { outcome: string; steps: Map<string, StepNode> }>();

  clear(): void {
    this.hosts.clear();
    this.changed.fire();
  }

  tell(event: DeployEvent): void {
    if (event.kind === 'step-begins' || event.kind === 'step-ends') {
      const { kind, host } = event.step;
      const found = this.hosts.get(host) ?? { outcome: '', steps: new Map<string, StepNode>() };
      this.hosts.set(host, found);
      found.steps.set(kind, event.kind === 'step-begins' ? running(kind) : ended(event));
    } else if (event.kind === 'unit-ends') {
      for (const { name } of event.result.unit.hosts) {
        const host = this.hosts.get(name);
        if (host) host.outcome = event.result.outcome;
      }
    }
    this.changed.fire();
  }

  getTreeItem(node: StepNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, stateOf(node));
    // VS Code keeps a row open as its user left it, by its id: a host that is done is another row.
    if ('steps' in node) item.id = `${node.label} ${node.description}`;
    item.description = node.description;
    item.tooltip = node.description;
    item.iconPath = new vscode.ThemeIcon(node.icon);
    return item;
  }

  getChildren(node?: StepNode): StepNode[] {
    if (node) return [...((node as Partial<HostNode>).steps ?? [])];
    return [...this.hosts].map(([label, { outcome, steps }]): HostNode => ({
      label,
      description: outcome,
      icon: outcome === '' ? 'server' : outcome === 'confirmed' ? 'pass' : 'warning',
      steps: [...steps.values()],
    }));
  }
}

/** The steps of hosts at work, or in trouble, are open to the eye. */
function stateOf(node: StepNode): vscode.TreeItemCollapsibleState {
  if (!('steps' in node)) return vscode.TreeItemCollapsibleState.None;
  return node.description === 'confirmed'
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.Expanded;
}

function running(label: string): StepNode {
  return { label, description: '', icon: 'loading~spin' };
}

function ended({ step, result, milliseconds, message }: Extract<DeployEvent, { kind: 'step-ends' }>): StepNode {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  const description = message === undefined ? seconds : `${seconds}: ${message}`;
  return { label: step.kind, description, icon: result === 'done' ? 'check' : 'error' };
}
