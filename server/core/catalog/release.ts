/** A server program whose releases take different options. Percona Server and XtraDB Cluster count as MySQL. */
export type Product = 'mariadb' | 'mysql';

/** A server release: its series (`10.11`, `8.0`), or one version of it (`8.0.36`). */
export interface Release {
  readonly product: Product;
  readonly series: string;
}

/** What is known of a server: product and release may both be unknown. */
export interface Target {
  readonly product?: Product;
  readonly series?: string;
  /** Only the name of a group tells the series: a file outlives upgrades, and the server may be a newer one. */
  readonly isGuess?: boolean;
}

/** The versions a series or a version may stand for, as numbers that compare: 10.11.6 is 10_011_006. */
export interface Versions {
  readonly first: number;
  readonly last: number;
}

/** The first general release of a series, where that is not its version .0 (release notes of MySQL and MariaDB). */
const firstGeneral: Readonly<Record<string, number>> = { '5.7': 9, '8.0': 11, '12.0': 1 };

/**
 * Reads `8`, `8.0` or `8.0.36`. A series stands for all its general releases.
 * @returns undefined for anything else
 */
export function versionsOf(text: string): Versions | undefined {
  const [, major, minor, patch] = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (major === undefined) return undefined;
  const first = Number(major) * 1e6 + Number(minor ?? 0) * 1e3 + Number(patch ?? firstGeneral[text] ?? 0);
  const open = minor === undefined ? 999_999 : patch === undefined ? 999 : 0;
  return { first, last: open === 0 ? first : Number(major) * 1e6 + Number(minor ?? 0) * 1e3 + open };
}

/** The number of one version; a series counts from its very first build, so that `11.4` is where 11.4 begins. */
export function versionNumber(text: string): number {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return major * 1e6 + minor * 1e3 + patch;
}

/** The series of a version number, such as 10_011 for every 10.11. */
export const seriesNumber = (version: number): number => Math.floor(version / 1e3);
