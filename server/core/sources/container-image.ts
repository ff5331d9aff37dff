import type { Target } from '../catalog/options';
import { seriesOf } from '../catalog/release-series';

/** What the name of a container image tells of the program inside. */
export interface ImageFacts {
  /** Product and series of its database server; empty for any other image. */
  readonly target: Target;
  /** The HAProxy branch, such as `2.6`. */
  readonly haproxyRelease: string | undefined;
  /** Whose start script it runs: it decides what environment variables do. */
  readonly bootstrap: 'official' | 'bitnami' | 'other';
}

const mariadbImages = /^(mariadb|mariadb-galera|mariadb-devel)$/;
const mysqlImages = /^(mysql|mysql-server|mysql-cluster|percona|percona-server|percona-xtradb-cluster)$/;
/** Names that mean a database only under their vendor's own prefix. */
const vendorImages: Readonly<Record<string, 'mariadb' | 'mysql'>> = {
  'mariadb/server': 'mariadb',
  'mysql/community-server': 'mysql',
  'mysql/enterprise-server': 'mysql',
};
const haproxyImages = /^(haproxy|haproxy-alpine|haproxy-debian|haproxy-ubuntu)$/;
const bitnami = /^bitnami(legacy|secure|preview)?$/;
const officialPrefixes = /^(library|mysql|mariadb|percona|perconalab)$/;

/**
 * Reads an image reference such as `registry.example.net:5000/library/mariadb:10.11-jammy@sha256:...`. A tag names
 * a series only when it begins with one: `latest`, `lts` and a bare `8` move on with time and name none.
 */
export function readImage(reference: string): ImageFacts {
  const [path = ''] = reference.split('@');
  const parts = path.split('/');
  const [name = '', tag = ''] = (parts.pop() ?? '').toLowerCase().split(':');
  const prefix = parts.at(-1)?.toLowerCase();
  const release = tag.replace(/^(ps|pxc)-/, '');
  const product = productOf(name, prefix);
  const series = product && seriesOf(product, release);
  return {
    target: { ...(product && { product }), ...(series && { series }) },
    haproxyRelease: haproxyImages.test(name) ? seriesOf('haproxy', release) : undefined,
    bootstrap: bootstrapOf(product !== undefined || haproxyImages.test(name), prefix),
  };
}

function productOf(name: string, prefix: string | undefined): 'mariadb' | 'mysql' | undefined {
  if (mariadbImages.test(name)) return 'mariadb';
  return mysqlImages.test(name) ? 'mysql' : vendorImages[`${prefix ?? ''}/${name}`];
}

/** A prefix that is a registry's host (`docker.io/mariadb`) leaves an image official; another user's name does not. */
function bootstrapOf(isWellKnown: boolean, prefix: string | undefined): ImageFacts['bootstrap'] {
  if (prefix !== undefined && bitnami.test(prefix)) return 'bitnami';
  const isOfficial = prefix === undefined || officialPrefixes.test(prefix) || /[.:]|^localhost$/.test(prefix);
  return isWellKnown && isOfficial ? 'official' : 'other';
}
