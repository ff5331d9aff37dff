import { type CorosyncFile, corosyncGroups } from '../../model/corosync-files';
import { cryptoOf, firstSection } from '../../model/corosync-settings';
import type { Host, Keyfile } from '../../model/host';
import type { Span } from '../../syntax/tree';
import { differing } from '../combinators/differing';
import type { Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts of one corosync cluster have different keys',
  *check(cluster) {
    for (const files of corosyncGroups(cluster)) {
      const holders = files.flatMap((file) => (cryptoOf(file.settings).usesKey ? holdersOf(file) : []));
      yield* different(holders.filter(({ key }) => key !== undefined));
      yield* missing(holders);
    }
  },
});

/** A host that needs a key, with the one the repository holds for it. */
interface Holder {
  readonly host: Host;
  readonly key: Keyfile | undefined;
  /** The line that makes the host need a key. */
  readonly span: Span;
}

function* different(holders: readonly Holder[]): Generator<Report> {
  const found = differing(holders, ({ key }) => key?.digest);
  if (!found) return;
  const [model] = found.agreeing;
  for (const { host, key, span } of found.deviating) {
    yield {
      span,
      message: `The key of host ${host.name} (${key?.path}) is another one than that of host ${model.host.name} (${model.key?.path}): each drops what the other sends ("Digest does not match") and stays alone. Copy one key to all hosts, owner root, mode 0400`,
      related: model.span === span ? [] : [{ span: model.span, message: `host ${model.host.name}` }],
    };
  }
}

/** A repository may hold no key at all, which is the better way; but a key for some hosts only has been forgotten. */
function* missing(holders: readonly Holder[]): Generator<Report> {
  const model = holders.find(({ key }) => key !== undefined);
  if (!model) return;
  for (const { host, key, span } of holders) {
    // One that could not be read is there all the same, and that it could not be is said of it.
    const isUnread = !host.authkey && host.placements.some(({ kind }) => kind === 'keyfile');
    if (key || isUnread) continue;
    yield {
      span,
      severity: 'warning',
      message: `Host ${host.name} has no key in this repository, but host ${model.host.name} has (${model.key?.path}): without the same key corosync does not start there or stays alone. Copy the key to all hosts, owner root, mode 0400`,
      related: model.span === span ? [] : [{ span: model.span, message: `host ${model.host.name}` }],
    };
  }
}

/** Where the daemon looks for its key unless `totem.keyfile` says otherwise. */
const standardKeyfile = '/etc/corosync/authkey';

function holdersOf({ hosts, settings, document }: CorosyncFile): Holder[] {
  const keyfile = settings.get('totem.keyfile');
  // Key files of other names are not recognised in a repository, so nothing is known of them.
  if (keyfile && !keyfile.value.endsWith('/authkey')) return [];
  // Without a key file of its own choice the daemon takes a key written in corosync.conf itself.
  if (!keyfile && settings.has('totem.key')) return [];
  const cause = keyfile?.valueSpan ?? (settings.get('totem.crypto_hash') ?? settings.get('totem.secauth'))?.valueSpan;
  const span = cause ?? firstSection(document)?.nameSpan;
  return span ? hosts.map((host) => ({ host, key: keyAt(host, keyfile?.value ?? standardKeyfile), span })) : [];
}

/** The host's key file, if that is the one its daemon reads. */
function keyAt(host: Host, path: string): Keyfile | undefined {
  const key = host.authkey;
  const hostPath = host.placements.find((placement) => placement.path === key?.path)?.hostPath;
  const same = hostPath === undefined ? path.endsWith('/authkey') : hostPath === path;
  return same ? key : undefined;
}
