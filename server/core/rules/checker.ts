import type { Catalogs } from '../catalog/catalogs';
import { type Cluster, perCluster } from '../model/cluster';
import type { Host } from '../model/host';
import { Model } from '../model/model';
import { argumentLines, type OptionLine, optionLines } from '../model/option-lines';
import { type Reads, recordReads } from '../model/reads';
import { isConditional } from '../syntax/haproxy-conditions';
import { type Block, type Document, rangeOf } from '../syntax/tree';
import { argumentReport } from './argument-report';
import type { Finding, Report } from './finding';
import type { BlockRule, ClusterRule, FileRule, FileScope, HostRule, OptionRule, Rule } from './rule';
import { isSuppressed } from './suppression';

/** A rule under its public id, which is its path: `galera/cluster-name-differs`. */
export type RuleEntry = readonly [id: string, rule: Rule];

interface Named {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly report: Report;
}

/**
 * Runs rules and remembers what they said for as long as what they saw lives: under the block, the document's
 * version, the host or the cluster. After an edit only the edited block, its file, its hosts and their clusters
 * are judged again, and only files whose findings may differ are put together anew.
 */
export class Checker {
  private readonly blockRules: ReadonlyMap<string, readonly (readonly [string, BlockRule])[]>;
  private readonly optionRules: readonly (readonly [string, OptionRule])[];
  private readonly fileRules: ReadonlyMap<string, readonly (readonly [string, FileRule])[]>;
  private readonly hostRules: readonly (readonly [string, HostRule])[];
  private readonly clusterRules: readonly (readonly [string, ClusterRule])[];

  private readonly blocks = new WeakMap<Block, { scope: string; found: readonly Named[] }>();
  private readonly files = new Map<Document, OwnFindings>();
  /** What was found about hosts and clusters, by the file it stands in. */
  private readonly bySubject = new Map<Document, Map<Host | Cluster, readonly Finding[]>>();
  /** Every host and cluster that was judged: as what, and the files in which something was found. */
  private readonly subjects = new Map<Host | Cluster, { cluster: string; documents: readonly Document[] }>();
  /** The rules that found nothing about a host or cluster, and what they looked at. */
  private readonly silent = new WeakMap<Host | Cluster, Map<string, Reads>>();
  private readonly findings = new Map<Document, readonly Finding[]>();
  private model = Model.empty;
  private documents: readonly Document[] = [];
  /** Files that no host owns. */
  private strays: readonly Document[] = [];

  /** @param onFault is told when a rule throws, which is a fault of ours; all other rules still speak */
  constructor(
    rules: readonly RuleEntry[],
    private readonly catalogs: Catalogs,
    private readonly onFault: (rule: string, error: unknown) => void,
  ) {
    const level = <R extends Rule>(name: R['level']) =>
      rules.filter((entry): entry is readonly [string, R] => entry[1].level === name);
    this.blockRules = byLanguage(level<BlockRule>('block'));
    this.optionRules = level<OptionRule>('option');
    this.fileRules = byLanguage(level<FileRule>('file'));
    this.hostRules = level<HostRule>('host');
    this.clusterRules = level<ClusterRule>('cluster');
  }

  /**
   * Brings all findings up to date with a model.
   *
   * @param documents the same array as the last time when no file came or went
   * @returns the documents whose findings may have changed, with what is found in them now
   */
  update(model: Model, documents: readonly Document[]): Map<Document, readonly Finding[]> {
    const dirty = new Set<Document>();
    const isLaidOutAnew = model.layout !== this.model.layout || documents !== this.documents;
    const old = this.model;
    this.model = model;
    this.documents = documents;
    if (isLaidOutAnew) this.updateAll(model, documents, dirty);
    else this.updateEdited(old, model, dirty);
    for (const document of this.strays) this.updateFile(document, [], undefined, dirty);
    const changed = new Map<Document, readonly Finding[]>();
    for (const document of dirty) {
      const own = this.files.get(document);
      const about = [...(this.bySubject.get(document)?.values() ?? [])].flat();
      const found = withoutDoubles([...(own?.found ?? []), ...about]).filter(isWanted);
      if (own) this.findings.set(document, found);
      else this.findings.delete(document);
      changed.set(document, found);
    }
    return changed;
  }

  /** Everything found in a document. */
  of(document: Document): readonly Finding[] {
    return this.findings.get(document) ?? [];
  }

  /** Judges what is new in a model whose hosts and clusters stand where they stood in the one before. */
  private updateEdited(old: Model, model: Model, dirty: Set<Document>): void {
    model.clusters.forEach((cluster, index) => {
      const before = old.clusters[index] as Cluster;
      if (cluster === before) return;
      this.forget(before, dirty);
      const changed = new Set<string>();
      let isAboutOptions = isSameSet(cluster.kinds, before.kinds);
      before.hosts.forEach((host, place) => {
        const after = cluster.hosts[place] as Host;
        if (host === after) return;
        this.forget(host, dirty);
        const options = model.changedOptions.get(after);
        if (options) this.keepSilence(host, after, options);
        else isAboutOptions = false;
        for (const name of options ?? []) changed.add(name);
      });
      if (isAboutOptions) this.keepSilence(before, cluster, changed);
      this.updateCluster(cluster, dirty);
    });
  }

  /** Takes over that rules found nothing, of those that looked at none of the options that changed. */
  private keepSilence(before: Host | Cluster, after: Host | Cluster, changed: ReadonlySet<string>): void {
    const silent = [...(this.silent.get(before) ?? [])].filter(([, reads]) => !reads.concern(changed));
    this.silent.set(after, new Map(silent));
  }

  /** Judges every host and cluster that is new, and forgets hosts, clusters and files that are gone. */
  private updateAll(model: Model, documents: readonly Document[], dirty: Set<Document>): void {
    const current = new Set<Host | Cluster>([...model.hosts, ...model.clusters]);
    for (const subject of [...this.subjects.keys()]) if (!current.has(subject)) this.forget(subject, dirty);
    for (const cluster of model.clusters) this.updateCluster(cluster, dirty);
    this.findStrays(model, documents, dirty);
  }

  /** Runs the rules on a cluster, on its hosts and on their files, as far as they are not judged yet. */
  private updateCluster(cluster: Cluster, dirty: Set<Document>): void {
    for (const host of cluster.hosts) {
      const known = this.subjects.get(host);
      if (known?.cluster === cluster.name) continue;
      this.forget(host, dirty);
      this.judge(host, this.hostRules, host.name, cluster, dirty, this.inArguments(host));
    }
    if (!this.subjects.has(cluster)) this.judge(cluster, this.clusterRules, undefined, cluster, dirty);
    for (const [document, hosts] of ownersIn(cluster)) this.updateFile(document, hosts, cluster.name, dirty);
  }

  private forget(subject: Host | Cluster, dirty: Set<Document>): void {
    for (const document of this.subjects.get(subject)?.documents ?? []) {
      dirty.add(document);
      const bySubject = this.bySubject.get(document);
      bySubject?.delete(subject);
      if (bySubject?.size === 0) this.bySubject.delete(document);
    }
    this.subjects.delete(subject);
  }

  private judge<S extends Host | Cluster>(
    subject: S,
    rules: readonly (readonly [
      string,
      { severity: Finding['severity']; check: (subject: S, catalogs: Catalogs) => Iterable<Report> },
    ])[],
    host: string | undefined,
    cluster: Cluster,
    dirty: Set<Document>,
    more: readonly Named[] = [],
  ): void {
    const found = new Map<Document, Finding[]>();
    const owners = new Map<Document, string | undefined>();
    const named = [...more];
    const silent = this.silent.get(subject) ?? new Map<string, Reads>();
    this.silent.set(subject, silent);
    for (const [rule, { severity, check }] of rules) {
      if (silent.has(rule)) continue;
      const { value: reports, reads } = recordReads(() => this.guard(rule, () => check(subject, this.catalogs)));
      for (const report of reports) named.push({ rule, severity: report.severity ?? severity, report });
      if (reports.length === 0) silent.set(rule, reads);
    }
    for (const { rule, severity, report: said } of named) {
      const report = seenAtRunTime(said);
      const document = report.span.block.document;
      if (host === undefined && !owners.has(document)) owners.set(document, ownerOf(document, cluster));
      const finding = {
        ...report,
        rule,
        severity,
        document,
        host: host ?? owners.get(document),
        cluster: cluster.name,
      };
      const same = found.get(document);
      if (same) same.push(finding);
      else found.set(document, [finding]);
    }
    this.subjects.set(subject, { cluster: cluster.name, documents: [...found.keys()] });
    for (const [document, findings] of found) {
      dirty.add(document);
      const bySubject = this.bySubject.get(document);
      if (bySubject) bySubject.set(subject, findings);
      else this.bySubject.set(document, new Map([[subject, findings]]));
    }
  }

  /** Finds files that no host owns, and forgets those that are gone. */
  private findStrays(model: Model, documents: readonly Document[], dirty: Set<Document>): void {
    const owned = new Set(model.clusters.flatMap((cluster) => [...ownersIn(cluster).keys()]));
    this.strays = documents.filter((document) => !owned.has(document));
    const current = new Set(documents);
    for (const document of this.files.keys()) {
      if (current.has(document)) continue;
      this.files.delete(document);
      dirty.add(document);
    }
  }

  private updateFile(
    document: Document,
    hosts: readonly Host[],
    cluster: string | undefined,
    dirty: Set<Document>,
  ): void {
    const scope = scopeOf(hosts, document, this.catalogs);
    const known = this.files.get(document);
    const host = hosts.length === 1 ? hosts[0]?.name : undefined;
    const isSame = known?.version === document.version && known.scope === scope.key;
    if (isSame && known.host === host && known.cluster === cluster) return;
    const found = this.inFile(document, scope).map((named): Finding => ({
      ...named.report,
      rule: named.rule,
      severity: named.severity,
      document,
      host,
      cluster,
    }));
    this.files.set(document, { version: document.version, scope: scope.key, host, cluster, found });
    dirty.add(document);
  }

  private inFile(document: Document, scope: FileScope & { key: string }): Named[] {
    const found: Named[] = [];
    // Conditions of haproxy.cfg reach across sections, so there a block's result holds for this text only.
    const isBranched = document.language === 'haproxy' && isConditional(document as never);
    const key = isBranched ? `${scope.key} ${document.version}` : scope.key;
    for (const block of document.blocks) {
      const named = this.inBlock(block, scope, key);
      if (named.length > 0) found.push(...named);
    }
    for (const [rule, { severity, check }] of this.fileRules.get(document.language) ?? []) {
      for (const report of this.guard(rule, () => check(document as never, scope)))
        found.push({ rule, severity: report.severity ?? severity, report });
    }
    return found;
  }

  private inBlock(block: Block, scope: FileScope, key: string): readonly Named[] {
    const known = this.blocks.get(block);
    if (known && known.scope === key) return known.found;
    const found: Named[] = [];
    for (const [rule, { severity, check }] of this.blockRules.get(block.document.language) ?? []) {
      for (const report of this.guard(rule, () => check(block as never, scope)))
        found.push({ rule, severity: report.severity ?? severity, report });
    }
    if (block.document.language === 'mycnf') found.push(...this.inOptions(optionLines(block as never, scope), scope));
    this.blocks.set(block, { scope: key, found });
    return found;
  }

  private inOptions(options: readonly OptionLine[], scope: FileScope): Named[] {
    const found: Named[] = [];
    if (options.length === 0) return found;
    for (const [rule, { severity, check }] of this.optionRules) {
      const all = this.guard(rule, () => options.flatMap((option) => [...check(option, scope)]));
      for (const report of all) found.push({ rule, severity: report.severity ?? severity, report });
    }
    return found;
  }

  /** What option rules say of the arguments a container's server gets. */
  private inArguments(host: Host): readonly Named[] {
    const { target, haproxyRelease, corosyncRelease } = host;
    const scope: FileScope = { target, haproxyRelease, corosyncRelease, catalogs: this.catalogs, isIncluded: false };
    const found = this.inOptions(argumentLines(host, this.catalogs), scope);
    return found.map((named) => ({ ...named, report: argumentReport(named.report) }));
  }

  private guard(rule: string, check: () => Iterable<Report>): readonly Report[] {
    try {
      return [...check()];
    } catch (error) {
      this.onFault(rule, error);
      return [];
    }
  }
}

function isSameSet<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

interface OwnFindings {
  readonly version: number;
  readonly scope: string;
  readonly host: string | undefined;
  readonly cluster: string | undefined;
  readonly found: readonly Finding[];
}

function byLanguage<R extends { language: string }>(
  entries: readonly (readonly [string, R])[],
): Map<string, (readonly [string, R])[]> {
  const map = new Map<string, (readonly [string, R])[]>();
  for (const entry of entries) map.set(entry[1].language, [...(map.get(entry[1].language) ?? []), entry]);
  return map;
}

function scopeOf(hosts: readonly Host[], document: Document, catalogs: Catalogs): FileScope & { key: string } {
  const [first] = hosts;
  const target = first?.target ?? {};
  const haproxyRelease = first?.haproxyRelease;
  const corosyncRelease = first?.corosyncRelease;
  const isIncluded = first !== undefined && hosts.every((host) => host.includedFiles.has(document));
  const key = `${target.product ?? ''} ${target.series ?? ''} ${haproxyRelease ?? ''} ${corosyncRelease ?? ''} ${isIncluded}`;
  return { target, haproxyRelease, corosyncRelease, catalogs, isIncluded, key };
}

/** The files of a cluster's hosts, each with the hosts that read it. */
const ownersIn = perCluster((cluster): ReadonlyMap<Document, readonly Host[]> => {
  const owners = new Map<Document, Host[]>();
  for (const host of cluster.hosts) {
    for (const document of documentsOf(host)) {
      const known = owners.get(document);
      if (known) known.push(host);
      else owners.set(document, [host]);
    }
  }
  return owners;
});

/** Every file of a host that rules look into. */
export function documentsOf(host: Host): Document[] {
  const others = [...host.corosync, ...host.haproxy, ...host.pacemaker, ...host.keepalived];
  return [...host.optionFiles, ...host.unreadFiles, ...others];
}

function ownerOf(document: Document, cluster: Cluster): string | undefined {
  const owners = ownersIn(cluster).get(document);
  return owners?.length === 1 ? owners[0]?.name : undefined;
}

/** A shared file is judged once for each of its hosts; what they all say is said once. */
function withoutDoubles(findings: readonly Finding[]): Finding[] {
  const seen = new Map<Block, Set<string>>();
  return findings.filter(({ rule, span: { block, line, start, end }, message }) => {
    const inBlock = seen.get(block) ?? new Set();
    seen.set(block, inBlock);
    const key = [rule, line, start, end, message].join('\0');
    return !inBlock.has(key) && inBlock.add(key);
  });
}

/** Says of a report about what no file holds where it is known from. */
function seenAtRunTime<R extends Report>(report: R): R {
  const note = ' (the running server has it so; no file sets it)';
  const related = report.related?.map((each) =>
    each.span.isStandIn ? { ...each, message: `${each.message}${note}` } : each,
  );
  const told = related ? { ...report, related } : report;
  return report.span.isStandIn ? { ...told, message: `${report.message}${note}` } : told;
}

function isWanted(finding: Finding): boolean {
  const range = rangeOf(finding.span);
  return range !== undefined && !isSuppressed(finding.document, finding.rule, range.start.line);
}
