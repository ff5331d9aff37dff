import type { Catalogs } from '../core/catalog/catalogs';
import type { Folders } from './folders';

/** Everything the server needs of the world outside, so that it runs on Node and in a browser worker alike. */
export interface Environment {
  readonly catalogs: Catalogs;
  readonly folders: Folders;
  /** The page of a rule, in Markdown. */
  rulePage(id: string): Promise<string>;
  /** Told of every fault of ours, such as a rule that throws; the server goes on with all else. */
  onFault(what: string, error: unknown): void;
}
