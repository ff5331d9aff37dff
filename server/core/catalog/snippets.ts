/** One block of lines to begin with, as VS Code writes snippets down. */
export interface Snippet {
  /** The word that calls it. */
  readonly prefix: string;
  readonly description: string;
  /** Lines; `${1:place}` marks what a person fills in, `${1|a,b|}` a choice, `$0` where the cursor ends. */
  readonly body: readonly string[];
  /** Groups and sections it may stand in, `''` for outside of all, and of SQL the products; absent for anywhere. */
  readonly within?: readonly string[];
}

/** What a file of snippets/ holds, by title. */
export type SnippetData = Readonly<Record<string, Snippet>>;

/** The blocks of each language; they know nothing of a cluster, unlike those made of its hosts. */
export interface Snippets {
  readonly mycnf: readonly Snippet[];
  readonly corosync: readonly Snippet[];
  readonly haproxy: readonly Snippet[];
  readonly crm: readonly Snippet[];
  readonly keepalived: readonly Snippet[];
  readonly sql: readonly Snippet[];
}
