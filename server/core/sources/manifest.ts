import type { Product } from '../catalog/options';
import type { Document, Span } from '../syntax/tree';
import type { Role } from '../model/host';
import { type JsonValue, readJson } from './json-values';
import { ManifestValues } from './manifest-values';
import { fixedFolder, isPattern, matchesPath } from './path-pattern';
import { type Program, programNames, seriesOf, understoodSeries } from '../catalog/release-series';
import { type SourceProblem, SourceText } from './source-text';
import { folderOf, resolvePath } from './workspace-path';

/** Which file of the workspace is which file of a host. */
export interface ManifestFile {
  /** Path below the workspace root, or a pattern of paths. */
  readonly path: string;
  readonly pattern?: boolean;
  /** Absolute path on the host; of a pattern, the folder its fixed part stands for (see `hostPathOf`). */
  readonly hostPath: string;
  /** The path as the manifest writes it. */
  readonly span: Span;
}

/** How to reach a host by SSH, as data for whoever does. Secrets are never among it. */
export interface ManifestSsh {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly identityFile?: string | undefined;
  readonly jump?: string | undefined;
  readonly sudo?: boolean | undefined;
}

export interface ManifestHost {
  readonly name: string;
  readonly nameSpan: Span;
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  readonly roles: readonly Role[];
  /** Names or addresses of the hosts it replicates from. */
  readonly replicatesFrom: readonly { readonly text: string; readonly span: Span }[];
  /** The host's own product, else its cluster's. */
  readonly product?: Product | undefined;
  /** The release series, such as `10.11`; the cluster's counts for hosts of the cluster's product. */
  readonly version?: string | undefined;
  /** The HAProxy branch, such as `2.6`. */
  readonly haproxy?: string | undefined;
  /** The release of corosync, such as `3.1.7`. */
  readonly corosync?: string | undefined;
  readonly files: readonly ManifestFile[];
  readonly ssh?: ManifestSsh | undefined;
}

export interface ManifestCluster {
  readonly name: string;
  readonly nameSpan: Span;
  readonly product?: Product | undefined;
  readonly version?: string | undefined;
  readonly hosts: readonly ManifestHost[];
}

export interface Manifest {
  readonly clusters: readonly ManifestCluster[];
  /** Patterns of workspace paths nobody should look at. */
  readonly ignore: readonly string[];
  readonly problems: readonly SourceProblem[];
}

/** Reads `quorate.json`. Never throws; what is wrong is told in `problems`, everything else is used. */
export function readManifest(document: Document): Manifest {
  const { root, problems } = readJson(new SourceText(document));
  return new ManifestReader(folderOf(document.path), problems).manifest(root);
}

/** Where a workspace file lies on the host, or undefined when the entry does not speak of it. */
export function hostPathOf(entry: ManifestFile, path: string): string | undefined {
  if (!entry.pattern) return entry.path === path ? entry.hostPath : undefined;
  if (!matchesPath(entry.path, path)) return undefined;
  const folder = fixedFolder(entry.path);
  return `${entry.hostPath}/${folder === '' ? path : path.slice(folder.length + 1)}`;
}

/** Paths of a manifest that none of these files lie under. */
export function pathsWithoutFile({ clusters }: Manifest, paths: readonly string[]): SourceProblem[] {
  const entries = clusters.flatMap(({ hosts }) => hosts.flatMap(({ files }) => files));
  return entries
    .filter((entry) => !paths.some((path) => hostPathOf(entry, path) !== undefined))
    .map(({ span }) => ({ span, message: 'no file that Quorate reads lies here', severity: 'warning' }));
}

const roles: readonly Role[] = [
  'source',
  'replica',
  'co-master',
  'galera-node',
  'group-member',
  'proxy',
  'cluster-node',
];
/** Words of older manuals, and the role each means. */
const roleSynonyms: Readonly<Record<string, Role>> = {
  master: 'source',
  primary: 'source',
  slave: 'replica',
  secondary: 'replica',
  standby: 'replica',
  galera: 'galera-node',
  haproxy: 'proxy',
  corosync: 'cluster-node',
};
const products: readonly Product[] = ['mariadb', 'mysql'];

/** One address or name without port or brackets; the schema has the same patterns. */
const addressPattern = /^([^\s/:]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%\w+)?)$/;
const namePattern = /^[^\s/:]+$/;
const versionPattern = /^[0-9]+\.[0-9]+(\.[0-9]+)?$/;
const hostPathPattern = /^(\/|[A-Za-z]:[\\/])/;

const secrets = {
  names: /^(password|passphrase|privateKey)$/i,
  why: 'secrets do not belong in the repository; use an SSH agent or identityFile',
};

class ManifestReader {
  private readonly values: ManifestValues;

  constructor(
    private readonly folder: string,
    private readonly problems: SourceProblem[],
  ) {
    this.values = new ManifestValues(problems);
  }

  manifest(root: JsonValue | undefined): Manifest {
    const fields = this.values.fields(root, 'the manifest', ['$schema', 'clusters', 'ignore']);
    this.values.text(fields.get('$schema'))?.matching(/^/, 'a text');
    const clusters = this.values.list(fields.get('clusters')).flatMap((item) => this.cluster(item) ?? []);
    this.reportRepeated(clusters, (name) => `cluster ${name} is there twice`);
    const ignore = this.values.texts(fields.get('ignore')).flatMap(({ text, span }) => this.ignored(text, span));
    const inOrder = [...this.problems].sort((a, b) => a.span.line - b.span.line || a.span.start - b.span.start);
    return { clusters, ignore, problems: inOrder };
  }

  private cluster(value: JsonValue): ManifestCluster | undefined {
    const fields = this.values.fields(value, 'a cluster', ['name', 'product', 'version', 'hosts']);
    const name = this.values.required(fields, 'name', 'a cluster', value)?.matching(/\S/, 'a name');
    const product = this.product(fields.get('product'));
    const version = this.version(fields.get('version'), product ? [product] : products);
    const list = this.values.required(fields, 'hosts', 'a cluster', value);
    const items = this.values.list(list?.value);
    if (list?.value.type === 'array' && items.length === 0)
      this.values.report(list.value.span, 'a cluster needs a host');
    const hosts = items.flatMap((item) => this.host(item, product, version) ?? []);
    this.reportRepeated(hosts, (host) => `host ${host} is there twice in this cluster`);
    this.reportSharedAddresses(hosts);
    return name && { name: name.text, nameSpan: name.span, product, version, hosts };
  }

  private host(value: JsonValue, clusterProduct?: Product, clusterVersion?: string): ManifestHost | undefined {
    const known = [
      'name',
      'addresses',
      'names',
      'roles',
      'replicatesFrom',
      'product',
      'version',
      'haproxy',
      'corosync',
      'files',
      'ssh',
    ];
    const fields = this.values.fields(value, 'a host', known);
    const name = this.values
      .required(fields, 'name', 'a host', value)
      ?.matching(namePattern, 'a host name without port');
    const isAddress = (text: string): boolean => addressPattern.test(text);
    const product = this.product(fields.get('product')) ?? clusterProduct;
    const version = this.version(fields.get('version'), product ? [product] : products);
    const host = {
      addresses: this.values.textsWhere(fields.get('addresses'), isAddress, 'an address or name without port'),
      names: this.values.textsWhere(fields.get('names'), (text) => namePattern.test(text), 'a name without port'),
      roles: this.roles(fields.get('roles')),
      replicatesFrom: this.sources(fields.get('replicatesFrom')),
      product,
      version: version ?? (product === clusterProduct ? clusterVersion : undefined),
      haproxy: this.version(fields.get('haproxy'), ['haproxy']),
      corosync: this.values.text(fields.get('corosync'))?.matching(versionPattern, 'a version such as "3.1.7"')?.text,
      files: this.files(fields.get('files')),
      ssh: this.ssh(fields.get('ssh')),
    };
    return name && { name: name.text, nameSpan: name.span, ...host };
  }

  private product(value: JsonValue | undefined): Product | undefined {
    return this.values.oneOf(value, products, 'product');
  }

  /** A release without facts counts as not given: better unknown than judged by the facts of another one. */
  private version(value: JsonValue | undefined, programs: readonly Program[]): string | undefined {
    const version = this.values.text(value)?.matching(versionPattern, 'a version such as "10.11"');
    if (!version) return undefined;
    for (const program of programs) {
      const series = seriesOf(program, version.text);
      if (series !== undefined && understoodSeries(program).includes(series)) return series;
    }
    const known = programs.map((program) => `${programNames[program]} ${understoodSeries(program).join(', ')}`);
    const message = `Quorate has no facts about version ${version.text}; it knows ${known.join('; ')}`;
    this.values.report(version.span, message, 'warning');
    return undefined;
  }

  private roles(value: JsonValue | undefined): Role[] {
    return this.values.list(value).flatMap((item) => this.values.oneOf(item, roles, 'role', roleSynonyms) ?? []);
  }

  private sources(value: JsonValue | undefined): { text: string; span: Span }[] {
    return this.values.texts(value).filter(({ text, span }) => {
      const fits = addressPattern.test(text);
      if (!fits) this.values.report(span, 'the name or address of a host without port is expected here');
      return fits;
    });
  }

  private files(value: JsonValue | undefined): ManifestFile[] {
    const files: ManifestFile[] = [];
    for (const { key, keySpan, value: target } of this.values.entries(value)) {
      const path = resolvePath(this.folder, key);
      if (key === '' || path === undefined)
        this.values.report(keySpan, 'a path inside the repository is expected here');
      const hostPath = this.values.text(target)?.matching(hostPathPattern, 'an absolute path on the host')?.text;
      if (key === '' || path === undefined || hostPath === undefined) continue;
      files.push(fileEntry(key, path, hostPath, keySpan));
    }
    const seen = new Set<string>();
    for (const { pattern, hostPath, span } of files) {
      if (!pattern && seen.has(hostPath)) this.values.report(span, `another file of this host is already ${hostPath}`);
      seen.add(hostPath);
    }
    return files;
  }

  private ssh(value: JsonValue | undefined): ManifestSsh | undefined {
    if (!value) return undefined;
    const known = ['host', 'port', 'user', 'identityFile', 'jump', 'sudo'];
    const fields = this.values.fields(value, 'ssh', known, secrets);
    const text = (key: string): string | undefined => this.values.text(fields.get(key))?.matching(/\S/, 'a text')?.text;
    return {
      host: text('host'),
      port: this.values.port(fields.get('port')),
      user: text('user'),
      identityFile: text('identityFile'),
      jump: text('jump'),
      sudo: this.values.boolean(fields.get('sudo')),
    };
  }

  /** A plain path stands for the file, and for all that lies in the folder, of that name. */
  private ignored(text: string, span: Span): string[] {
    const path = resolvePath(this.folder, text);
    if (path === undefined || text === '') {
      this.values.report(span, 'a path inside the repository is expected here');
      return [];
    }
    return isPattern(path) ? [path] : [path, path === '' ? '**' : `${path}/**`];
  }

  private reportRepeated(named: readonly { name: string; nameSpan: Span }[], message: (name: string) => string): void {
    const seen = new Set<string>();
    for (const { name, nameSpan } of named) {
      if (seen.has(name.toLowerCase())) this.values.report(nameSpan, message(name));
      seen.add(name.toLowerCase());
    }
  }

  private reportSharedAddresses(hosts: readonly ManifestHost[]): void {
    const owners = new Map<string, ManifestHost>();
    for (const host of hosts) {
      for (const address of new Set(host.addresses.map((each) => each.toLowerCase()))) {
        const first = owners.get(address);
        const message = `${address} already belongs to host ${first?.name}, so nobody can tell the two apart`;
        if (first) this.values.report(host.nameSpan, message, 'warning');
        else owners.set(address, host);
      }
    }
  }
}

/** A folder on the left (`db1/`) means all below it; a folder on the right of a single file keeps the file's name. */
function fileEntry(key: string, path: string, hostPath: string, span: Span): ManifestFile {
  const isFolder = key.endsWith('/');
  if (isFolder || isPattern(path)) {
    const pattern = isFolder ? (path === '' ? '**' : `${path}/**`) : path;
    return { path: pattern, pattern: true, hostPath: hostPath.replace(/[/\\]+$/, ''), span };
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { path, hostPath: /[/\\]$/.test(hostPath) ? hostPath + name : hostPath, span };
}
