import type { DesiredFile, DesiredHost, Program } from './desired';
import type { ObservedFile, ObservedHost } from './observed';
import type { PlannedFile, PlannedHost } from './unit';

/** A host as it should be and as it was found. */
export interface Pair {
  readonly host: DesiredHost;
  readonly seen: ObservedHost;
}

export function observedFile(file: DesiredFile, seen: ObservedHost): ObservedFile {
  const none = { path: file.path, found: undefined, deployed: undefined };
  return seen.files.find((each) => each.path === file.path) ?? none;
}

export function differs(file: DesiredFile, seen: ObservedHost): boolean {
  return observedFile(file, seen).found?.digest !== file.digest;
}

/** What is to be replaced of a program's files on a host. */
export function changedFiles(host: DesiredHost, seen: ObservedHost, program: Program): PlannedFile[] {
  return host.files
    .filter((file) => file.program === program && differs(file, seen))
    .map((file) => {
      const { found } = observedFile(file, seen);
      const { source, path, isSecret, digest: after } = file;
      const inPlace = found?.isMount ?? false;
      const real = found?.real ?? path;
      return { source, path, real, before: found?.digest, after, access: found?.access, isSecret, inPlace };
    });
}

export function plannedHost({ host, seen }: Pair, program: Program, files: readonly PlannedFile[]): PlannedHost {
  const found = seen.programs.find((each) => each.program === program);
  return {
    name: host.name,
    files,
    service: found?.service,
    version: found?.version,
    wasRunning: found?.isRunning ?? false,
    owner: found?.owner,
    removedServers: program === 'haproxy' && files.length > 0 ? seen.removedServers : [],
  };
}
