import * as vscode from 'vscode';
import { hostKey, type Plan } from '../../server/core/ops/plan';
import type { Sight } from '../hosts/main';

const scheme = 'quorate-deploy';

/** Shows what a plan changes as one multi-file diff: the files of the hosts beside those of the repository. */
export class DeployDiff implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  /** Tells documents of one plan from those of an earlier one, which an editor may still show. */
  private generation = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.registration.dispose();
  }

  async show(plan: Plan, { desired, observed }: Sight): Promise<void> {
    this.texts.clear();
    this.generation++;
    const resources = plan.clusters.flatMap((cluster) => {
      const hosts = desired.find((each) => each.name === cluster.name)?.hosts ?? [];
      return cluster.units.flatMap((unit) =>
        unit.hosts.flatMap((host) =>
          host.files
            .filter((file) => !file.isSecret)
            .map((file): [vscode.Uri, vscode.Uri, vscode.Uri] => {
              const seen = observed.get(hostKey(cluster.name, host.name));
              const before = seen?.files.find((each) => each.path === file.path)?.found?.content ?? '';
              const wanted = hosts
                .find((each) => each.name === host.name)
                ?.files.find((each) => each.path === file.path);
              const now = this.put('repository', host.name, file.path, wanted?.content ?? '');
              return [now, this.put('host', host.name, file.path, before), now];
            }),
        ),
      );
    });
    if (resources.length > 0)
      await vscode.commands.executeCommand('vscode.changes', 'Deploy: hosts and repository', resources);
  }

  private put(side: string, host: string, path: string, base64: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, authority: side, path: `/${host}${path}`, query: `${this.generation}` });
    this.texts.set(
      uri.toString(),
      new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))),
    );
    return uri;
  }
}
