import { versionNumber } from '../catalog/release';

/** Whether a release is known and is `wanted` or a later one. `3.1` may be any of its branch, so that it counts as its first. */
export function isCorosyncFrom(wanted: string, release: string | undefined): boolean {
  return release !== undefined && versionNumber(release) >= versionNumber(wanted);
}
