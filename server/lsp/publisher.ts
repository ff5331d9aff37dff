import type { Connection } from 'vscode-languageserver';
import { toDiagnostic } from './convert';
import type { Roots } from './roots';
import { keyOf } from './uri';

/** Sends findings of open and closed files, and only those that differ from what the editor shows already. */
export class Publisher {
  /** What closed and open files show now, as JSON; a file that is not in shows nothing. */
  private readonly shown = new Map<string, { uri: string; diagnostics: string }>();
  /** The files that were there when what is gone was looked for. */
  private listings: readonly object[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly roots: Roots,
  ) {}

  /** @returns whether any file's findings may have changed */
  publish(): boolean {
    const changed = this.roots.update();
    for (const [document, findings] of changed) {
      const diagnostics = findings.flatMap((finding) => toDiagnostic(finding) ?? []);
      const version = this.roots.openVersion(document.uri);
      this.show(document.uri, diagnostics, version);
    }
    return this.clearGone() || changed.size > 0;
  }

  /** Takes away what is shown of files that are gone. */
  private clearGone(): boolean {
    const listings = this.roots.workspaces.map((workspace) => workspace.documents);
    const isSame = listings.length === this.listings.length && listings.every((each, at) => each === this.listings[at]);
    if (isSame) return false;
    this.listings = listings;
    const gone = [...this.shown.values()].filter(({ uri }) => !this.roots.at(uri));
    for (const { uri } of gone) this.show(uri, [], null);
    return gone.length > 0;
  }

  private show(uri: string, diagnostics: readonly object[], version: number | null): void {
    const key = keyOf(uri);
    const text = JSON.stringify(diagnostics);
    // The editor of an open file waits for findings of its version, even if they are the same.
    if (version === null && text === (this.shown.get(key)?.diagnostics ?? '[]')) return;
    if (diagnostics.length > 0) this.shown.set(key, { uri, diagnostics: text });
    else this.shown.delete(key);
    void this.connection.sendDiagnostics({
      uri,
      diagnostics: diagnostics as never,
      ...(version !== null && { version }),
    });
  }
}
