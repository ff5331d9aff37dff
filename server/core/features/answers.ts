import type { Span } from '../syntax/tree';

/** One proposal at the cursor. */
export interface Completion {
  readonly label: string;
  /** `block` is a snippet of several lines: `${1:place}` marks what a person fills in, `$0` where the cursor ends. */
  readonly kind: 'name' | 'value' | 'section' | 'reference' | 'block';
  readonly detail?: string;
  /** What is put in, where that is not the label. */
  readonly insert?: string;
  /** What only the cluster knows, and what its other hosts have, comes first. */
  readonly isFirst?: boolean;
}

/** The proposals at a place. */
export interface Completions {
  /** What each of them replaces: the word under the cursor. */
  readonly span: Span;
  readonly items: readonly Completion[];
  /** Whether more would fit, so that the editor should ask again when more letters are typed. */
  readonly isIncomplete: boolean;
  /** What `documentationOf` needs besides a label to say more of a proposal. */
  readonly topic?: Topic;
}

/** Which of a language's things names are proposed of; `section` is that of corosync.conf or haproxy.cfg,
 * of Pacemaker `property`, `meta` or an agent, of keepalived.conf the path of a block. */
export interface Topic {
  readonly of:
    'option' | 'key' | 'keyword' | 'server-option' | 'bind-option' | 'sql-option' | 'pacemaker' | 'keepalived';
  readonly section?: string;
}

/** What is said of the word under the cursor, in Markdown. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}
