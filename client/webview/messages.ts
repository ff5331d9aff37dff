import type { ComparisonView } from '../../server/lsp/protocol';

/** What the comparison's page tells the extension. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly place: Place }
  | { readonly kind: 'make-equal'; readonly cell: CellName };

/** What the extension tells the page. */
export interface ToPage {
  readonly comparisons: readonly ComparisonView[];
}

export interface Place {
  readonly uri: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Which cell of all tables is meant, in words that outlive a change of the tables. */
export interface CellName {
  readonly cluster: string;
  readonly program: number;
  readonly setting: string;
  readonly host: string;
}
