import { createHash, randomBytes } from 'node:crypto';
import type { DesiredCluster, DesiredFile, DesiredHost, Stop } from '../../../server/core/ops/desired';
import { corosyncValues } from './changes';
import { fromBase64 } from './host-program';

/** Bytes of a key, as corosync-keygen(8) makes them. */
const keyBytes = 256;

/**
 * Clusters of corosync with a new key for all their nodes, made by the system's cryptographic source and never written
 * down here. What else the repository has for corosync goes with it, so that a cipher and its key change together.
 */
export function withNewKeys(desired: readonly DesiredCluster[]): DesiredCluster[] {
  return desired.flatMap((cluster) => {
    const nodes = cluster.hosts.filter((host) => host.files.some(({ program }) => program === 'corosync'));
    if (nodes.length === 0) return [];
    const content = randomBytes(keyBytes);
    const key = { content: content.toString('base64'), digest: createHash('sha256').update(content).digest('hex') };
    const stops: Stop[] = cluster.stops.filter(({ host }) => nodes.some(({ name }) => name === host));
    return [{ ...cluster, hosts: nodes.map((host) => withKey(host, key, stops)), stops }];
  });
}

function withKey(host: DesiredHost, key: Pick<DesiredFile, 'content' | 'digest'>, stops: Stop[]): DesiredHost {
  const files = host.files.filter(({ program }) => program === 'corosync');
  const kept = files.find(({ isSecret }) => isSecret);
  if (kept) {
    const message = `${kept.source} is the key in the repository, and a new one would differ from it; take the file out of the repository first (a key does not belong there), or deploy that one`;
    stops.push({ kind: 'secret', host: host.name, message });
  }
  const path = files
    .map(({ content }) => corosyncValues(fromBase64(content)).get('totem.keyfile'))
    .find((each) => each !== undefined);
  const made: DesiredFile = {
    source: 'a new key',
    path: path ?? '/etc/corosync/authkey',
    program: 'corosync',
    isSecret: true,
    ...key,
  };
  return { ...host, files: [...files.filter(({ isSecret }) => !isSecret), made] };
}
