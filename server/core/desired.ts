import { type FileKind, manifestHome, type Placement } from './model/placement';
import type { Access } from './ops/access';
import type { DesiredCluster, DesiredFile, DesiredHost, Program, Stop } from './ops/desired';
import type { Cluster } from './model/cluster';
import type { Host } from './model/host';
import type { Finding } from './rules/finding';
import { rangeOf } from './syntax/tree';
import type { Workspace } from './workspace';

/** The bytes of a file as they are on disk, which is what gets deployed, whatever an editor shows. */
export interface FileBytes {
  /** In base64. */
  readonly content: string;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}

/**
 * Which files should be where on which host, as the model of the workspace has it.
 *
 * @param bytesOf the bytes of a workspace path; undefined when it cannot be read
 */
export function desiredOf(workspace: Workspace, bytesOf: (path: string) => FileBytes | undefined): DesiredCluster[] {
  const access = accessByHost(workspace);
  const names = new Map<string, number>();
  const byManifest = new Set(
    workspace.model.clusters
      .flatMap(({ hosts }) => hosts.flatMap(({ placements }) => placements))
      .flatMap(({ path, source }) => (source === 'manifest' ? path : [])),
  );
  const unclear = errorsOfManifests(workspace);
  return workspace.model.clusters.map((cluster) => {
    // Two clusters of one name are two clusters all the same.
    const count = (names.get(cluster.name) ?? 0) + 1;
    names.set(cluster.name, count);
    const name = count === 1 ? cluster.name : `${cluster.name} (${count})`;
    const stops: Stop[] = [...unclear, ...errorsIn(cluster, workspace)];
    const hosts = cluster.hosts.map((host) => desiredHost(host, access.get(host.key), byManifest, bytesOf, stops));
    return {
      name,
      kinds: [...cluster.kinds],
      hosts: hosts.filter((host) => host.files.length > 0),
      stops,
    };
  });
}

const programs: Partial<Record<FileKind, Program>> = {
  mycnf: 'database',
  corosync: 'corosync',
  keyfile: 'corosync',
  haproxy: 'haproxy',
};

function desiredHost(
  host: Host,
  access: Access | undefined,
  byManifest: ReadonlySet<string>,
  bytesOf: (path: string) => FileBytes | undefined,
  stops: Stop[],
): DesiredHost {
  const files: DesiredFile[] = [];
  const stop = (message: string): void => void stops.push({ kind: 'place', host: host.name, message });
  for (const placement of host.placements) {
    const program = programOf(placement, host);
    if (!program) continue;
    const { path, hostPath } = placement;
    // The manifest says on which machine it lies, and what the container makes of it that machine will tell.
    if (placement.source === 'compose' && byManifest.has(path)) continue;
    if (placement.source === 'compose') {
      stop(
        `it is a container of a compose file, and nobody says on which machine: give quorate.json a host of that name with "ssh", and in its "files" where ${path} lies on the machine`,
      );
    } else if (hostPath === undefined) {
      stop(`nobody says where ${path} lies on the host; "files" of its host in quorate.json does`);
    } else if (!/^\/[^\t\n]+$/.test(hostPath)) stop(`${hostPath} is no path on a host with a POSIX shell`);
    else if (files.some((file) => file.path === hostPath))
      stop(`two files claim to be ${hostPath}; one of them is ${path}`);
    else {
      const bytes = bytesOf(path);
      const isCompose = placement.kind === 'compose' ? { isCompose: true } : {};
      if (bytes)
        files.push({ source: path, path: hostPath, program, ...bytes, isSecret: isSecret(placement), ...isCompose });
      else stop(`${path} cannot be read`);
    }
  }
  return {
    name: host.name,
    access: access ?? { name: host.name },
    roles: [...host.roles],
    addresses: [...host.addresses],
    files,
  };
}

/** A compose file is read by the one program that runs in the container of the host. */
function programOf({ kind }: Placement, host: Host): Program | undefined {
  if (kind !== 'compose') return programs[kind];
  const has = (wanted: FileKind): boolean => host.placements.some((each) => each.kind === wanted);
  return has('haproxy') && !has('mycnf') ? 'haproxy' : 'database';
}

function isSecret({ kind }: Placement): boolean {
  return kind === 'keyfile';
}

function errorsIn(cluster: Cluster, workspace: Workspace): Stop[] {
  return cluster.hosts.flatMap((host) => {
    const paths = new Set(host.placements.map(({ path }) => path));
    return workspace.documents
      .filter((document) => paths.has(document.path))
      .flatMap((document) => workspace.findings(document))
      .filter((finding) => finding.severity === 'error' && (finding.host ?? host.name) === host.name)
      .map((finding) => stopFor(finding, host.name));
  });
}

/** What a manifest says of hosts and files counts for every cluster, so what of it cannot be understood does too. */
function errorsOfManifests(workspace: Workspace): Stop[] {
  return workspace.documents
    .filter(({ path }) => /(^|\/)quorate\.json$/.test(path))
    .flatMap((document) => workspace.findings(document))
    .filter(({ severity }) => severity === 'error')
    .map((finding) => stopFor(finding, undefined));
}

function stopFor({ document, span, message, rule }: Finding, host: string | undefined): Stop {
  const line = rangeOf(span)?.start.line;
  const place = line === undefined ? document.path : `${document.path}:${line + 1}`;
  return { kind: 'errors', host, message: `${place}: ${message} [${rule}]` };
}

/** How the manifests say hosts are reached, by the hosts' keys. */
export function accessByHost(workspace: Workspace): Map<string, Access> {
  const found = new Map<string, Access>();
  for (const { folder, manifest } of workspace.manifests) {
    for (const cluster of manifest.clusters) {
      for (const { name, ssh } of cluster.hosts) {
        const home = manifestHome(folder, cluster.name);
        found.set(`${home}/${name}`, { name, ...ssh });
      }
    }
  }
  return found;
}
