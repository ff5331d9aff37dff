import type { Slice, Span } from '../../syntax/tree';

/**
 * What has a name that other lines may use, by how far the name reaches.
 * - in one section: `acl`
 * - on one host: the sections of haproxy.cfg, and `server` inside its proxy; what has a name in keepalived.conf
 * - in one cluster: `host` (its names and addresses alike, and addresses that move between hosts), `resource` of Pacemaker, `galera-cluster`, `corosync-cluster`, `user` (an account of
 *   the database servers) and `channel` (of replication)
 */
export type MentionKind =
  | 'acl'
  | 'server'
  | SectionKind
  | KeepalivedKind
  | 'host'
  | 'galera-cluster'
  | 'corosync-cluster'
  | 'user'
  | 'channel'
  | 'resource';

/** Sections of haproxy.cfg that others refer to by name; a `listen` is a backend to them. */
export type SectionKind =
  | 'backend'
  | 'frontend'
  | 'defaults'
  | 'resolvers'
  | 'peers'
  | 'userlist'
  | 'mailers'
  | 'cache'
  | 'ring'
  | 'http-errors'
  | 'fcgi-app';

/** What lines of keepalived.conf refer to by name. */
export type KeepalivedKind =
  'vrrp_instance' | 'vrrp_script' | 'track_file' | 'vrrp_track_process' | 'bfd_instance' | 'virtual_server_group';

/** A place where a name stands, as one block tells it: what the name means is for the cluster to say. */
export interface Mention {
  readonly kind: MentionKind;
  /** The name without quotes, as it stands there. */
  readonly name: string;
  /** The proxy of a `server`. */
  readonly within?: string;
  /** Whether the line gives the name rather than uses it. */
  readonly isDefinition: boolean;
  readonly span: Span;
}

/** Names that differ in letter case alone mean one host; all others are told apart. */
export function sameName(a: Mention, b: Mention): boolean {
  if (a.kind !== b.kind || a.within !== b.within) return false;
  return a.kind === 'host' ? a.name.toLowerCase() === b.name.toLowerCase() : a.name === b.name;
}

/** The addresses in a list such as `gcomm://a,[fe80::1]:4567,c?pc.wait_prim=no`, each without port and brackets. */
export function addressesIn(written: string): (Slice & { readonly name: string })[] {
  const scheme = /^["'\s]*(?:[a-z]+:\/\/)?/i.exec(written)?.[0].length ?? 0;
  const query = written.indexOf('?', scheme);
  const end = query < 0 ? written.length : query;
  const found: (Slice & { readonly name: string })[] = [];
  let start = scheme;
  for (const piece of written.slice(scheme, end).split(',')) {
    const address = /^[\s"']*(?:\[([^\]]*)\](?::\d+)?|([^\s"':[\]]+)(?::\d+)?|([0-9a-f]*:[0-9a-f:.]+))[\s"']*$/i.exec(
      piece,
    );
    const name = address?.[1] ?? address?.[2] ?? address?.[3];
    if (name) {
      const at = start + piece.indexOf(name);
      found.push({ start: at, end: at + name.length, name });
    }
    start += piece.length + 1;
  }
  return found;
}
