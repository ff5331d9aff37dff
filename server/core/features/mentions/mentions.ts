import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import type { Model } from '../../model/model';
import { type VirtualAddress, virtualAddress } from '../../model/virtual-addresses';
import type { CorosyncLine } from '../../syntax/corosync';
import type { HaproxyLine } from '../../syntax/haproxy';
import type { KeepalivedLine } from '../../syntax/keepalived';
import type { MyCnfLine } from '../../syntax/mycnf';
import type { Block, Document } from '../../syntax/tree';
import type { Position } from '../../text/lines';
import { manifestClusters } from '../../sources/manifest-clusters';
import { isOrchestratorFile } from '../../sources/recognise';
import { folderOf } from '../../sources/workspace-path';
import { type Owner, ownersOf } from '../owner';
import { isAt, placeAt } from '../place';
import { mentionsInCorosync } from './in-corosync';
import { mentionsInHaproxy } from './in-haproxy';
import { mentionsInKeepalived } from './in-keepalived';
import { mentionsInOptions } from './in-options';
import { mentionsInOrchestrator } from './in-orchestrator';
import { mentionsInPacemaker } from './in-pacemaker';
import { wordsOfPlainText } from './in-plain';
import { mentionsInSql } from './in-sql';
import { type Mention, sameName } from './mention';

/** The names of one block of a host's file. */
export function mentionsIn(block: Block): readonly Mention[] {
  switch (block.document.language) {
    case 'mycnf':
      return mentionsInOptions(block as unknown as Block<MyCnfLine>);
    case 'corosync':
      return mentionsInCorosync(block as unknown as Block<CorosyncLine>);
    case 'haproxy':
      return mentionsInHaproxy(block as unknown as Block<HaproxyLine>);
    case 'crm':
    case 'cib':
      return mentionsInPacemaker(block);
    case 'keepalived':
      return mentionsInKeepalived(block as unknown as Block<KeepalivedLine>);
    case 'plain':
      // Of two readings of one word the last is the more precise one.
      return [
        ...wordsOfPlainText(block),
        ...mentionsInSql(block),
        ...mentionsInOrchestrator(block),
        ...(isScript(block) ? mentionsInPacemaker(block) : []),
      ];
  }
}

function isScript({ document: { path } }: Block): boolean {
  return /\.(sh|bash)$/i.test(path);
}

/** A name at the cursor, and who it belongs to. */
export interface Subject {
  readonly mention: Mention;
  readonly cluster: Cluster | undefined;
  /** The host whose file it stands in; undefined in files that belong to no host, such as a manifest. */
  readonly reader: Host | undefined;
  /** The host a `host` mention means; undefined for a stranger, and for everything else. */
  readonly meant: Host | undefined;
  /** The address that moves between hosts and is meant where no host is. */
  readonly virtual?: VirtualAddress | undefined;
}

/** The name at a position; undefined where none stands. In files of no host only names that a cluster knows count. */
export function subjectAt(document: Document, position: Position, model: Model): Subject | undefined {
  const place = placeAt(document, position);
  if (!place) return undefined;
  const mention = mentionsIn(place.block).findLast(
    ({ span }) => span.line === place.index && isAt(span, place.character),
  );
  if (!mention) return undefined;
  if (document.language === 'plain') {
    const cluster = clusterMeant(mention, document, model);
    return (
      cluster && {
        mention,
        cluster,
        reader: undefined,
        ...meantBy(mention, cluster),
      }
    );
  }
  const owner: Owner | undefined = ownersOf(model, document.path)[0];
  return { mention, cluster: owner?.cluster, reader: owner?.host, ...meantBy(mention, owner?.cluster) };
}

function meantBy({ kind, name }: Mention, cluster: Cluster | undefined): Pick<Subject, 'meant' | 'virtual'> {
  const meant = kind === 'host' ? cluster?.hostAt(name) : undefined;
  return kind === 'host' && cluster && !meant ? { meant, virtual: virtualAddress(cluster, name) } : { meant };
}

/** Every place where a subject's name stands, as far as the name reaches, in the order of files and lines. */
export function mentionsOf(subject: Subject, model: Model, documents: readonly Document[]): readonly Mention[] {
  const { mention } = subject;
  const wanted = (other: Mention): boolean => sameName(other, mention);
  if (mention.kind === 'acl') return mentionsIn(mention.span.block).filter(wanted);
  if (!subject.cluster) return mentionsInAll([mention.span.block.document], wanted);
  if (isOfOneHost(mention)) return mentionsInAll(ofItsLanguage(mention, subject.reader), wanted);
  return [
    ...mentionsInAll(documentsOf(subject.cluster), wanted),
    ...(/^(user|channel|resource)$/.test(mention.kind) ? mentionsInAll(sqlOf(subject.cluster), wanted) : []),
    ...(mention.kind === 'user' ? ofOrchestrator(subject.cluster, wanted, model, documents) : []),
    ...(mention.kind === 'host' ? inPlainTexts(subject.cluster, wanted, model, documents) : []),
  ];
}

/** Every place that speaks of a host, by any of its names and addresses. */
export function mentionsOfHost(
  host: Host,
  cluster: Cluster,
  model: Model,
  documents: readonly Document[],
): readonly Mention[] {
  const wanted = (other: Mention): boolean => other.kind === 'host' && cluster.hostAt(other.name) === host;
  return [...mentionsInAll(documentsOf(cluster), wanted), ...inPlainTexts(cluster, wanted, model, documents)];
}

/** The same names in haproxy.cfg or keepalived.conf of the cluster's other hosts: the twins of a pair of proxies. */
export function mentionsOnTwins({ mention, cluster, reader }: Subject): readonly Mention[] {
  if (!cluster || !isOfOneHost(mention)) return [];
  const own = new Set(ofItsLanguage(mention, reader));
  const { language } = mention.span.block.document;
  const others = documentsOf(cluster).filter((document) => document.language === language && !own.has(document));
  return mentionsInAll(others, (other) => sameName(other, mention));
}

/** Every file of a cluster's hosts once, with those no server reads. */
export function documentsOf(cluster: Cluster): readonly Document[] {
  return [
    ...new Set(
      cluster.hosts.flatMap((host) => [
        ...host.optionFiles,
        ...host.unreadFiles,
        ...host.corosync,
        ...host.haproxy,
        ...host.pacemaker,
        ...host.keepalived,
      ]),
    ),
  ];
}

/** The files of a host in which a name of one host means the same. */
function ofItsLanguage({ span }: Mention, host: Host | undefined): readonly Document[] {
  const { language } = span.block.document;
  return ((language === 'keepalived' ? host?.keepalived : host?.haproxy) ?? []) as readonly unknown[] as Document[];
}

function isOfOneHost({ kind }: Mention): boolean {
  return !/^(host|galera-cluster|corosync-cluster|user|channel|resource)$/.test(kind);
}

function mentionsInAll(documents: readonly unknown[], wanted: (mention: Mention) => boolean): Mention[] {
  const found: Mention[] = [];
  for (const document of documents as readonly Document[]) {
    for (const block of document.blocks)
      for (const mention of mentionsIn(block)) if (wanted(mention)) found.push(mention);
  }
  return found;
}

function inPlainTexts(
  cluster: Cluster,
  wanted: (mention: Mention) => boolean,
  model: Model,
  documents: readonly Document[],
): Mention[] {
  return documents
    .filter(({ language }) => language === 'plain')
    .flatMap((document) => {
      if (!clustersBelow(document, model).includes(cluster)) return [];
      return mentionsInAll([document], wanted).filter((mention) => clusterMeant(mention, document, model) === cluster);
    });
}

/** The scripts of a cluster's hosts, with those that several hosts share. */
function sqlOf({ hosts }: Cluster): readonly Document[] {
  return [...new Set(hosts.flatMap((host) => [...host.sql, ...host.sharedSql]))];
}

/** What configurations of Orchestrator say, as far as they lie where this cluster alone has files. */
function ofOrchestrator(
  cluster: Cluster,
  wanted: (mention: Mention) => boolean,
  model: Model,
  documents: readonly Document[],
): Mention[] {
  const own = documents.filter(
    (document) => isOrchestratorFile(document.path) && orchestrated(document, model) === cluster,
  );
  return mentionsInAll(own, wanted);
}

/** The only cluster with files in the folder of an Orchestrator's configuration, or in the one above it. */
function orchestrated(document: Document, model: Model): Cluster | undefined {
  for (const path of [document.path, folderOf(document.path)]) {
    const found = clustersBelow({ path }, model);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/**
 * The only cluster with files in the folder of a plain text that knows a name. A name of several means the one whose
 * lines of a manifest it stands in, and elsewhere none.
 */
function clusterMeant({ name, kind, span }: Mention, document: Document, model: Model): Cluster | undefined {
  if (kind !== 'host') {
    if (isOrchestratorFile(document.path)) return orchestrated(document, model);
    const running = model.clusters.filter((cluster) => sqlOf(cluster).includes(document));
    return running.length === 1 ? running[0] : undefined;
  }
  const knowing = clustersBelow(document, model).filter(
    (cluster) => cluster.hostAt(name) ?? virtualAddress(cluster, name),
  );
  if (knowing.length < 2) return knowing[0];
  const told = manifestClusters(span.block).find(({ first, last }) => first <= span.line && span.line <= last);
  const named = told && knowing.filter((cluster) => cluster.name === told.name);
  return named?.length === 1 ? named[0] : undefined;
}

const below = new WeakMap<Model, Map<string, readonly Cluster[]>>();

/** Clusters with a file in the folder of a plain text, or below it. */
function clustersBelow({ path }: { readonly path: string }, model: Model): readonly Cluster[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  let known = below.get(model);
  if (!known) below.set(model, (known = new Map<string, readonly Cluster[]>()));
  let found = known.get(folder);
  if (!found) {
    found = model.clusters.filter(({ hosts }) =>
      hosts.some(({ placements }) => placements.some((placement) => placement.path.startsWith(folder))),
    );
    known.set(folder, found);
  }
  return found;
}
