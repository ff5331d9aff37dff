import type { Catalogs } from './catalog/catalogs';
import { readCompose } from './sources/compose';
import { composeFolders } from './sources/compose-files';
import type { Keyfile } from './model/host';
import { looksLikeInventory, readInventory } from './sources/inventory';
import { pathsWithoutFile, readManifest } from './sources/manifest';
import { driftOf } from './live/drift';
import { observedOf, type Running } from './live/running';
import { corosyncNodes } from './model/cluster-text';
import { Model } from './model/model';
import { namedNodes } from './model/pacemaker/named-nodes';
import { type Observed, sameObserved } from './model/observed';
import { findOwners, type Sources } from './sources/owners';
import type { SourceProblem } from './sources/source-text';
import {
  isTemplate,
  kindOfPath,
  looksLikeCib,
  looksLikeCrm,
  looksLikeOptionFile,
  looksLikeReplicationSql,
} from './sources/recognise';
import type { FoundFile } from './sources/by-path';
import type { HostFiles } from './model/build-host';
import type { FileKind } from './model/placement';
import { Checker, type RuleEntry } from './rules/checker';
import type { Finding } from './rules/finding';
import { isSuppressed } from './rules/suppression';
import { cib } from './syntax/cib';
import { corosync, type CorosyncLine } from './syntax/corosync';
import { crm } from './syntax/crm';
import { callsCrm } from './syntax/crm-script';
import { haproxy } from './syntax/haproxy';
import { keepalived } from './syntax/keepalived';
import { mycnf } from './syntax/mycnf';
import { plain } from './syntax/plain';
import { Document, type Grammar, lineSpan } from './syntax/tree';
import type { TextEdit } from './text/lines';
import { type Content, type Trouble, troubles } from './trouble';

interface Entry {
  /** `other` files are read because a compose file refers to them, such as `.env`. */
  readonly kind: FileKind | 'other';
  readonly document: Document | undefined;
  readonly keyfile: Keyfile | undefined;
  readonly trouble: Trouble | undefined;
}

const grammars: Partial<Record<Entry['kind'], Grammar>> = {
  mycnf: mycnf,
  corosync: corosync,
  haproxy: haproxy,
  crm: crm,
  cib: cib,
  keepalived: keepalived,
  sql: plain,
};

/**
 * All files of a repository as one model of hosts and clusters, with everything found in them. Files come in by
 * `set`, `edit` and `remove`; `update` brings model and findings up to date in one step.
 */
export class Workspace {
  private readonly entries = new Map<string, Entry>();
  private readonly checker: Checker;
  private documents_: readonly Document[] | undefined;
  private owners: readonly HostFiles[] | undefined;
  /** What is wrong in manifests, compose files and inventories themselves, by document. */
  private problems = new Map<Document, readonly SourceProblem[]>();
  private wanted_: readonly string[] = [];
  private model_ = Model.empty;
  /** What running servers said, by host, and what follows for their files. */
  private readonly running = new Map<string, Running>();
  /** What of it the rules go by; kept as long as a server says the same, so that nothing is judged again. */
  private readonly observed = new Map<string, Observed>();
  private drift = new Map<Document, readonly Finding[]>();
  private manifests_: Sources['manifests'] = [];

  /**
   * @param rootName stands for a host or cluster that no folder names: the name of the workspace folder
   * @param onFault is told when a rule throws
   */
  constructor(
    private readonly catalogs: Catalogs,
    rules: readonly RuleEntry[],
    private readonly rootName: string,
    onFault: (rule: string, error: unknown) => void,
  ) {
    this.checker = new Checker(rules, catalogs, onFault);
  }

  /** Whether a file of this path may concern the workspace; a listing need not read the others. */
  static wants(path: string): boolean {
    return kindOfPath(path) !== undefined;
  }

  /** Whether a file is compared by its digest alone, so that its content should not be read as text. */
  static isKeyfile(path: string): boolean {
    return kindOfPath(path) === 'keyfile';
  }

  /** Puts a file's text in, in place of any earlier one. Foreign files are left out. */
  set(path: string, uri: string, text: string, trouble?: Trouble): void {
    const kind = kindOf(path, text);
    if (!kind && this.entries.get(path)?.kind === 'other') return this.setOther(path, uri, text);
    if (!kind || kind === 'keyfile') return this.remove(path);
    const document = new Document(uri, path, grammars[kind] ?? plain, text);
    this.put(path, { kind, document, keyfile: undefined, trouble });
  }

  /** Puts in what became of reading a file, which is undefined when the file is gone. */
  setContent(path: string, uri: string, content: Content | undefined): void {
    switch (content?.kind) {
      case 'text':
        return this.set(path, uri, content.text, content.trouble);
      case 'unread':
        return this.setTrouble(path, uri, content.trouble);
      case 'key':
        return this.setKeyfile({ uri, path, digest: content.digest, size: content.size });
      case undefined:
        return this.remove(path);
    }
  }

  /** Puts a file in that cannot be read. It still is its host's, but nothing is made of what may stand in it. */
  setTrouble(path: string, uri: string, trouble: Trouble): void {
    const kind = kindOfPath(path);
    const isMaybe = kind !== undefined && isUndecided(kind);
    // What is no text, or too large, is not ours; what cannot be opened may be, and somebody should know.
    if (!kind || (isMaybe && trouble.rule !== 'file/unreadable')) return this.remove(path);
    const document = new Document(uri, path, plain, '');
    this.put(path, { kind: isMaybe ? 'other' : kind, document, keyfile: undefined, trouble });
  }

  /** Puts a file in that `missing` asked for. */
  setOther(path: string, uri: string, text: string): void {
    this.put(path, {
      kind: 'other',
      document: new Document(uri, path, plain, text),
      keyfile: undefined,
      trouble: undefined,
    });
  }

  setKeyfile(keyfile: Keyfile): void {
    this.put(keyfile.path, { kind: 'keyfile', document: undefined, keyfile, trouble: undefined });
  }

  /** Applies edits to a file's text in place, each against the outcome of the one before. */
  edit(path: string, edits: readonly TextEdit[]): void {
    const entry = this.entries.get(path);
    if (!entry?.document) return;
    const named = namesIn(entry.document);
    entry.document.edit(edits);
    const isMoved = named !== namesIn(entry.document);
    if (!grammars[entry.kind] || isMoved || this.isOwnedByItsText(path)) this.owners = undefined;
  }

  remove(path: string): void {
    if (this.entries.delete(path)) this.forgetListing();
  }

  /** Files that compose files refer to and that are not in yet; asked again after they were put in. */
  missing(): readonly string[] {
    this.owners ??= this.findOwners();
    return this.wanted_.filter((path) => !this.entries.has(path));
  }

  /** Every file that is in, with those that have no text. */
  get paths(): Iterable<string> {
    return this.entries.keys();
  }

  document(path: string): Document | undefined {
    return this.entries.get(path)?.document;
  }

  get documents(): readonly Document[] {
    return (this.documents_ ??= [...this.entries.values()].flatMap((entry) => entry.document ?? []));
  }

  /** Hosts and clusters as of the last `update`. */
  get model(): Model {
    return this.model_;
  }

  /**
   * Brings model and findings up to date.
   *
   * @returns the documents whose findings may have changed, each with everything found in it now
   */
  update(): Map<Document, readonly Finding[]> {
    const told = this.problems;
    this.owners ??= this.findOwners();
    this.model_ = this.model_.next(this.owners, this.catalogs.options, this.rootName, this.observed);
    const changed = this.checker.update(this.model_, this.documents);
    if (told !== this.problems)
      for (const document of [...told.keys(), ...this.problems.keys()])
        changed.set(document, this.checker.of(document));
    for (const document of this.updateDrift()) changed.set(document, this.checker.of(document));
    for (const [document, found] of changed) changed.set(document, this.withTrouble(document, found));
    return changed;
  }

  /**
   * Takes in what the database server of a host said of itself, or forgets it. `update` compares it with the files,
   * and rules go by it where the files are silent.
   *
   * @param key of the host
   */
  observe(key: string, running: Running | undefined): void {
    const observed = running && observedOf(running, this.catalogs.options);
    if (running) this.running.set(key, running);
    else this.running.delete(key);
    if (sameObserved(this.observed.get(key), observed)) return;
    if (observed) this.observed.set(key, observed);
    else this.observed.delete(key);
  }

  /** @returns the documents about which something else is said now than before */
  private updateDrift(): Set<Document> {
    if (this.running.size === 0 && this.drift.size === 0) return new Set();
    const next = new Map<Document, Finding[]>();
    for (const host of this.model_.hosts) {
      const running = this.running.get(host.key);
      for (const finding of running ? driftOf(host, running, this.catalogs.options) : [])
        next.set(finding.document, [...(next.get(finding.document) ?? []), finding]);
    }
    const changed = new Set([...this.drift.keys(), ...next.keys()]);
    this.drift = next;
    return changed;
  }

  /** Everything found in a file as of the last `update`. */
  findings(document: Document): readonly Finding[] {
    return this.withTrouble(document, this.checker.of(document));
  }

  private withTrouble(document: Document, found: readonly Finding[]): readonly Finding[] {
    const trouble = this.entries.get(document.path)?.trouble;
    const block = document.blocks[0];
    const about = { document, host: undefined, cluster: undefined };
    const own = (this.problems.get(document) ?? []).map((problem): Finding => ({
      ...problem,
      ...about,
      rule: 'file/not-understood',
    }));
    if (trouble && block && !isSuppressed(document, trouble.rule, 0)) {
      own.push({ ...trouble, ...about, severity: troubles[trouble.rule].severity, span: lineSpan(block, 0) });
    }
    own.push(
      ...(this.drift.get(document) ?? []).filter(
        ({ rule, span }) => !isSuppressed(document, rule, span.line + (document.startOf(span.block) ?? 0)),
      ),
    );
    return own.length === 0 ? found : [...own, ...found];
  }

  /** Whether what stands in a file decides which hosts it is placed on. */
  private isOwnedByItsText(path: string): boolean {
    if (this.entries.get(path)?.kind !== 'corosync') return false;
    const placements = this.owners?.flatMap(({ files }) => files.map((file) => file.placement)) ?? [];
    return placements.some((each) => each.path === path && (each.source === 'nodelist' || each.source === 'place'));
  }

  /** What manifests say, beside what the model makes of them. */
  get manifests(): Sources['manifests'] {
    return this.manifests_;
  }

  private findOwners(): readonly HostFiles[] {
    const sources = this.sources();
    this.manifests_ = sources.manifests;
    return findOwners(sources);
  }

  private put(path: string, entry: Entry): void {
    this.entries.set(path, entry);
    this.forgetListing();
  }

  private forgetListing(): void {
    this.owners = undefined;
    this.documents_ = undefined;
  }

  private sources(): Sources {
    const files: FoundFile[] = [];
    const documents = new Map<string, Document>();
    const keyfiles = new Map<string, Keyfile>();
    for (const [path, { kind, document, keyfile }] of this.entries) {
      if (isOfHost(kind)) files.push({ path, kind });
      if (document) documents.set(path, document);
      if (keyfile) keyfiles.set(path, keyfile);
    }
    const read = <T extends { readonly problems: readonly SourceProblem[] }>(
      wanted: FileKind,
      reader: (document: Document) => T,
    ) =>
      [...this.entries].flatMap(([path, { kind, document }]) => {
        if (kind !== wanted || !document) return [];
        const made = reader(document);
        if (made.problems.length > 0) problems.set(document, made.problems);
        return [{ path, folder: folderOf(path), made }];
      });
    const problems = new Map<Document, readonly SourceProblem[]>();
    const manifests = read('manifest', readManifest);
    for (const { path, made } of manifests) {
      const lost = pathsWithoutFile(made, [...this.entries.keys()]);
      const document = this.entries.get(path)?.document;
      if (document && lost.length > 0) problems.set(document, [...made.problems, ...lost]);
    }
    const composes = read('compose', (document) => readCompose(document, (path) => this.entries.get(path)?.document));
    const inventories = read('inventory', readInventory);
    this.problems = problems;
    this.wanted_ = composes.flatMap(({ made }) => made.wants);
    return {
      files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
      documents,
      keyfiles,
      composeFiles: composes.map(({ path }) => ({ path, kind: 'compose' })),
      manifests: manifests.map(({ folder, made }) => ({ folder, manifest: made })),
      composes: composeFolders(composes.map(({ path, made }) => ({ path, project: made }))),
      inventories: inventories.map(({ folder, made }) => ({ folder, hosts: made.hosts })),
      rootName: this.rootName,
    };
  }
}

/** What a file is, by its path and, where the path leaves it open, by its text; templates are nobody's. */
function kindOf(path: string, text: string): FileKind | undefined {
  const kind = kindOfPath(path);
  if (kind === 'maybe-mycnf') return looksLikeOptionFile(text) && !isTemplate(text) ? 'mycnf' : undefined;
  if (kind === 'maybe-inventory') return looksLikeInventory(path, text) ? 'inventory' : undefined;
  if (kind === 'maybe-sql') return looksLikeReplicationSql(path, text) || isCrmScript(path, text) ? 'sql' : undefined;
  if (kind === 'maybe-crm') return looksLikeCrm(text) && !isTemplate(text) ? 'crm' : undefined;
  if (kind === 'maybe-cib') return looksLikeCib(text) ? 'cib' : undefined;
  return kind && grammars[kind] && isTemplate(text) ? undefined : kind;
}

/** Names of nodes in a file that decide whose other files are; undefined for files that hold none. */
function namesIn(document: Document): string | undefined {
  switch (document.language) {
    case 'crm':
    case 'cib':
      return namedNodes(document).join(' ');
    case 'corosync':
      return corosyncNodes(document as unknown as Document<CorosyncLine>)
        .map(({ name }) => name)
        .join(' ');
    default:
      return undefined;
  }
}

/** Whether a path leaves open what a file is. */
function isUndecided(kind: NonNullable<ReturnType<typeof kindOfPath>>): kind is Exclude<typeof kind, FileKind> {
  return kind.startsWith('maybe-');
}

function isCrmScript(path: string, text: string): boolean {
  return !/\.sql$/i.test(path) && callsCrm(text);
}

/** Kinds of files that lie on a host, or are told to a cluster. */
function isOfHost(kind: Entry['kind']): kind is FileKind {
  return ['mycnf', 'corosync', 'haproxy', 'crm', 'cib', 'keepalived', 'sql', 'keyfile', 'persisted'].includes(kind);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
