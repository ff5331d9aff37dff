/** Whether a release is known and is `wanted` or a later one. `3.1` may be any of its branch, so that it counts as its first. */
export function isCorosyncFrom(wanted: string, release: string | undefined): boolean {
  if (release === undefined) return false;
  const [given, least] = [release, wanted].map((text) => text.split('.').map(Number));
  for (const [place, number] of (least ?? []).entries()) {
    const other = given?.[place] ?? 0;
    if (other !== number) return other > number;
  }
  return true;
}
