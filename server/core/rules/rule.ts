import type { Catalogs } from '../catalog/catalogs';
import type { Target } from '../catalog/options';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { OptionLine } from '../model/option-lines';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Block, Document } from '../syntax/tree';
import type { Report, Severity } from './finding';

/** The line types of the languages rules are written for. */
export interface LinesOf {
  mycnf: MyCnfLine;
  corosync: CorosyncLine;
  haproxy: HaproxyLine;
}

/** What a rule over one file may know besides the file: what runs it. */
export interface FileScope {
  /** Product and release of the server that reads the file, as far as they are known. */
  readonly target: Target;
  /** The HAProxy release, such as `2.6`, when the manifest or an image says it. */
  readonly haproxyRelease: string | undefined;
  /** The release of corosync, such as `3.1.7`, when the manifest says it. */
  readonly corosyncRelease: string | undefined;
  readonly catalogs: Catalogs;
  /** Whether the program reads the file by an include of another one only. */
  readonly isIncluded: boolean;
}

interface Common {
  readonly severity: Severity;
  /** The offence in one line without a full stop, for lists of rules. */
  readonly summary: string;
}

/** Judges one block by itself; asked again only when the block changes. The place for most single-file rules. */
export interface BlockRule<K extends keyof LinesOf = keyof LinesOf> extends Common {
  readonly level: 'block';
  readonly language: K;
  readonly check: (block: Block<LinesOf[K]>, scope: FileScope) => Iterable<Report>;
}

/**
 * Judges one option by itself, in a file or among the arguments of a container. In a file it is asked again only when
 * the option's block changes. Fixes that need lines of their own are dropped where there are only arguments.
 */
export interface OptionRule extends Common {
  readonly level: 'option';
  readonly check: (option: OptionLine, scope: FileScope) => Iterable<Report>;
}

/** Judges a whole file: names that must exist elsewhere in it, its first or last line. */
export interface FileRule<K extends keyof LinesOf = keyof LinesOf> extends Common {
  readonly level: 'file';
  readonly language: K;
  readonly check: (document: Document<LinesOf[K]>, scope: FileScope) => Iterable<Report>;
}

/** Judges all programs of one host together. */
export interface HostRule extends Common {
  readonly level: 'host';
  readonly check: (host: Host, catalogs: Catalogs) => Iterable<Report>;
}

/** Judges the hosts of one cluster against one another. Never compare pairs: group by value. */
export interface ClusterRule extends Common {
  readonly level: 'cluster';
  readonly check: (cluster: Cluster, catalogs: Catalogs) => Iterable<Report>;
}

export type Rule = BlockRule | OptionRule | FileRule | HostRule | ClusterRule;

export function blockRule<K extends keyof LinesOf>(rule: Omit<BlockRule<K>, 'level'>): Rule {
  return { level: 'block', ...rule } as unknown as Rule;
}

export function optionRule(rule: Omit<OptionRule, 'level'>): Rule {
  return { level: 'option', ...rule, check: (option, scope) => certain(option, rule.check(option, scope)) };
}

/** Whether a group of some release is read at all, no file tells unless the release is known. */
function* certain({ target }: OptionLine, reports: Iterable<Report>): Generator<Report> {
  for (const { fatal, ...report } of reports) yield fatal && !target.isGuess ? { ...report, fatal } : report;
}

export function fileRule<K extends keyof LinesOf>(rule: Omit<FileRule<K>, 'level'>): Rule {
  return { level: 'file', ...rule } as unknown as Rule;
}

export function hostRule(rule: Omit<HostRule, 'level'>): Rule {
  return { level: 'host', ...rule };
}

export function clusterRule(rule: Omit<ClusterRule, 'level'>): Rule {
  return { level: 'cluster', ...rule };
}
