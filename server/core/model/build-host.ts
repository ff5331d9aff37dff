import type { OptionCatalog, Target } from '../catalog/options';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import { isLoopback, isWildcard, readEndpoint } from './addresses';
import { corosyncNodes } from './cluster-text';
import type { Host, Keyfile, ReplicationLogin, Role } from './host';
import { vrrpInstances } from './keepalived';
import { readHost } from './includes';
import { Options } from './options';
import { type Observed, standInsFor } from './observed';
import type { Placement } from './placement';
import { haproxyText, noteRead } from './reads';
import { commandLine, type Setting, type Written } from './setting';
import { provenTarget } from './target';
import { changeStatements, type SourceStatement } from './topology/statements';
import { virtualAddressesOf } from './virtual-addresses';
import { galeraNode } from './wsrep';

/** What the manifest, a compose service or an inventory says of a host, beside its files. */
export interface Described {
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  readonly roles?: readonly string[];
  readonly target?: Target;
  readonly haproxyRelease?: string | undefined;
  readonly corosyncRelease?: string | undefined;
  /** What `SET PERSIST` left on the host. */
  readonly persisted?: readonly Written[];
  readonly arguments?: readonly Written[];
  /** Sources that the manifest, the environment of a container or an inventory names. */
  readonly sources?: readonly SourceStatement[];
  readonly replicationLogin?: ReplicationLogin | undefined;
  /** True for a container of a database image, whether or not the repository holds an option file of it. */
  readonly runsDatabase?: boolean;
}

/** One host's files with their places, before anything is made of them. */
export interface HostFiles {
  readonly key: string;
  readonly name: string;
  readonly home: string;
  readonly files: readonly {
    readonly placement: Placement;
    readonly document: Document | undefined;
    readonly keyfile: Keyfile | undefined;
  }[];
  readonly described: Described;
  /** The cluster the manifest puts the host in. */
  readonly manifestCluster: string | undefined;
}

/** Makes a host of its files, and of what its running server said where they are silent. */
export function buildHost(input: HostFiles, catalog: OptionCatalog, observed?: Observed): Host {
  const of = <L extends MyCnfLine | CorosyncLine | HaproxyLine | KeepalivedLine>(language: string) =>
    input.files.flatMap(({ document, placement }) =>
      document?.language === language
        ? [{ document: document as unknown as Document<L>, placement, hostPath: placement.hostPath }]
        : [],
    );
  const optionFiles = of<MyCnfLine>('mycnf');
  const corosync = of<CorosyncLine>('corosync').map((file) => file.document);
  const haproxy = of<HaproxyLine>('haproxy').map((file) => file.document);
  const keepalived = of<KeepalivedLine>('keepalived').map((file) => file.document);
  const proven = provenTarget(
    optionFiles.map((file) => file.document),
    optionFiles.map((file) => file.hostPath),
    catalog,
  );
  const target = targetOf(proven, input.described.target, observed?.target);
  const reading = readHost(optionFiles, target);
  const settings = [...reading.written, ...(input.described.persisted ?? []), ...(input.described.arguments ?? [])].map(
    (written) => settingOf(written, target, catalog),
  );
  if (observed) {
    const names = new Set(settings.map(({ name }) => name));
    const added = standInsFor(observed, reading.files, target, (name) => names.has(name));
    settings.push(...added.map((written) => settingOf(written, target, catalog)));
  }
  const options = new Options(settings);
  const pacemaker = input.files.flatMap(({ document, placement: { kind } }) =>
    document && (kind === 'crm' || kind === 'cib') ? [document] : [],
  );
  const virtual = virtualAddressesOf({ pacemaker, keepalived });
  const names = namesOf(input, options, virtual);
  const sql = (isShared: boolean): Document[] =>
    input.files.flatMap(({ document, placement }) =>
      document && placement.kind === 'sql' && placement.shared === isShared ? [document] : [],
    );
  const ownSql = sql(false);
  return {
    key: input.key,
    name: input.name,
    home: input.home,
    names,
    addresses: addressesOf(input.described, options, corosync, keepalived, virtual, names),
    roles: rolesOf(input, options),
    target,
    haproxyRelease: input.described.haproxyRelease,
    corosyncRelease: input.described.corosyncRelease,
    optionFiles: reading.files,
    unreadFiles: reading.unread,
    includedFiles: reading.included,
    options,
    corosync,
    get haproxy() {
      noteRead(haproxyText);
      return haproxy;
    },
    pacemaker,
    keepalived,
    authkey: input.files.find((file) => file.keyfile)?.keyfile,
    runsDatabase: optionFiles.length > 0 || input.described.runsDatabase === true,
    replicatesFrom: [
      ...(input.described.sources ?? []),
      ...sourcesByOption(options),
      ...ownSql.flatMap((document) => changeStatements(document)),
    ],
    replicationLogin: input.described.replicationLogin,
    sql: ownSql,
    sharedSql: sql(true),
    placements: input.files.map((file) => file.placement),
  };
}

/** The manifest says what is meant to be, a running server what is, and files prove part of it at best. */
function targetOf(proven: Target, told: Target | undefined, seen: Target | undefined): Target {
  const isOther = told?.product !== undefined && seen?.product !== undefined && told.product !== seen.product;
  const { isGuess, ...known } = { ...proven, ...(isOther ? undefined : seen), ...told };
  return isGuess && !told?.series && !seen?.series ? { ...known, isGuess } : known;
}

const lastSettings = new WeakMap<Written, { readonly target: Target; readonly setting: Setting }>();

/** The same object for the same line as long as the server that reads it stays the same. */
function settingOf(written: Written, target: Target, catalog: OptionCatalog): Setting {
  const last = lastSettings.get(written);
  if (last && last.target.product === target.product && last.target.series === target.series) return last.setting;
  const { name, negated, loose } = catalog.resolve(written.written, target);
  const setting = { ...written, name, negated, loose };
  lastSettings.set(written, { target, setting });
  return setting;
}

function namesOf(input: HostFiles, options: Options, virtual: readonly string[]): Set<string> {
  const told = [options.value('wsrep_node_name'), options.value('report_host')];
  const all = [input.name, ...(input.described.names ?? []), ...told];
  const own = all.flatMap((name) => (name && !isLoopback(name) ? [name.toLowerCase()] : []));
  return new Set(own.filter((name) => !virtual.includes(name)));
}

/** Addresses by which others reach the host: its own statements, and its line in its own node list. */
function addressesOf(
  described: Described,
  options: Options,
  corosync: readonly Document<CorosyncLine>[],
  keepalived: readonly Document<KeepalivedLine>[],
  virtual: readonly string[],
  names: ReadonlySet<string>,
): Set<string> {
  const found = new Set(described.addresses?.map((address) => address.toLowerCase()));
  const tell = (text: string | undefined): void => {
    const address = text === undefined ? undefined : readEndpoint(text.trim())?.address;
    if (address && !isLoopback(address) && !isWildcard(address)) found.add(address);
  };
  tell(options.value('wsrep_node_address'));
  tell(options.value('group_replication_local_address'));
  // A server may listen on an address, and go by one, that moves on to another host.
  const own = [options.value('report_host'), ...(options.value('bind_address')?.split(',') ?? [])];
  for (const address of own) if (!virtual.includes(address?.trim().toLowerCase() ?? '')) tell(address);
  for (const document of keepalived) {
    for (const { source } of vrrpInstances(document)) tell(source?.text);
  }
  for (const document of corosync) {
    for (const node of corosyncNodes(document)) {
      if (node.name === undefined || !names.has(node.name.toLowerCase())) continue;
      for (const { address } of node.addresses) found.add(address);
    }
  }
  return found;
}

const sourceName = /(^|[-_.\d])(co-?)?(master|source|primary|active)([-_.\d]|$)/i;
const replicaName = /(^|[-_.\d])(slave|replica|secondary|standby|passive)([-_.\d]|$)/i;

/** Roles the manifest gives, the options prove, or the host's own name states. */
function rolesOf(input: HostFiles, options: Options): Set<Role> {
  const roles = new Set<Role>(input.described.roles as readonly Role[] | undefined);
  if (galeraNode(options)) roles.add('galera-node');
  if (options.effective('group_replication_group_name')) roles.add('group-member');
  if (input.files.some((file) => file.placement.kind === 'haproxy')) roles.add('proxy');
  if (input.files.some((file) => file.placement.kind === 'corosync')) roles.add('cluster-node');
  if (replicaName.test(input.name)) roles.add('replica');
  else if (sourceName.test(input.name)) roles.add('source');
  return roles;
}

/** `master-host` of MySQL 5.1 and before still stands in many files; what it was meant to say is plain. */
function sourcesByOption(options: Options): SourceStatement[] {
  const setting = options.effective('master_host');
  const address = setting?.value?.toLowerCase();
  if (!address) return [];
  const port = Number(options.value('master_port'));
  return [{ origin: 'option', channel: '', address, port: port > 0 ? port : undefined, span: setting?.valueSpan }];
}

/** Whether an option was given as an argument of a container. */
export function isArgument(written: Written): boolean {
  return written.group === commandLine;
}
