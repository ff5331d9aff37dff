import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { type TextEdit, TextLines } from '../core/text/lines';
import { keyOf } from './uri';

/** A file as an editor shows it, whether or not it is one of ours. */
export interface OpenFile {
  /** As the editor spells it. */
  readonly uri: string;
  readonly version: number;
  readonly lines: TextLines;
}

/**
 * The files an editor has open. Their texts are kept here as well, because a file may become ours, or change its
 * folder, while somebody types in it.
 */
export class OpenFiles {
  private readonly files = new Map<string, OpenFile>();

  open(uri: string, version: number, text: string): void {
    this.files.set(keyOf(uri), { uri, version, lines: new TextLines(text) });
  }

  close(uri: string): void {
    this.files.delete(keyOf(uri));
  }

  /**
   * Applies the changes of one message.
   *
   * @returns the edits, or undefined where the whole text was replaced
   */
  change(file: OpenFile, version: number, changes: readonly TextDocumentContentChangeEvent[]): TextEdit[] | undefined {
    let { lines } = file;
    let edits: TextEdit[] | undefined = [];
    for (const change of changes) {
      if ('range' in change) {
        const edit = { range: change.range, newText: change.text };
        lines.edit(edit);
        edits?.push(edit);
      } else {
        lines = new TextLines(change.text);
        edits = undefined;
      }
    }
    this.files.set(keyOf(file.uri), { uri: file.uri, version, lines });
    return edits;
  }

  get(uri: string): OpenFile | undefined {
    return this.files.get(keyOf(uri));
  }

  has(key: string): boolean {
    return this.files.has(key);
  }

  get all(): readonly OpenFile[] {
    return [...this.files.values()];
  }
}
