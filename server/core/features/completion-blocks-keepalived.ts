import type { Host } from '../model/host';
import { vrrpInstances, type VrrpValue } from '../model/keepalived';
import { knownAddress } from '../model/listening';
import { type VrrpMember, vrrpMembers } from '../model/vrrp-twins';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { Document } from '../syntax/tree';
import type { Completion } from './answers';
import type { Owner } from './owner';

/** Whole instances for this host: what its peers have and it has not, or a first one among hosts of its kind. */
export function vrrpBlocks(owner: Owner | undefined, document: Document<KeepalivedLine>): Completion[] {
  if (!owner) return [];
  const own = vrrpInstances(document);
  const isOwn = ({ instance }: VrrpMember): boolean =>
    own.some(
      ({ name, addresses }) =>
        name === instance.name || addresses.some(({ text }) => instance.addresses.some((each) => each.text === text)),
    );
  const others = vrrpMembers(owner.cluster).filter((member) => member.host !== owner.host);
  if (others.length === 0) return own.length === 0 ? firstBlock(owner) : [];
  const missing = others.filter((member) => !isOwn(member) && !member.instance.isConditional);
  return missing.map((member) => mirrored(member, owner));
}

/** Stands for an address that a person must fill in. */
const unknown = '\0';

/** The instance of another host with this one's address and a priority below it. */
function mirrored({ host, instance }: VrrpMember, { host: own, cluster }: Owner): Completion {
  // The only address among the peers that no host is known by is this one's.
  const [stranger, ...others] = instance.peers.filter(({ text }) => !cluster.hostAt(text));
  const address = knownAddress(own) ?? (others.length === 0 ? stranger?.text : undefined);
  const theirs = instance.source?.text;
  const changes = new Map<VrrpValue, string>();
  if (instance.state) changes.set(instance.state, 'BACKUP');
  if (instance.priority) changes.set(instance.priority, String(Math.max(1, Number(instance.priority.text) - 1)));
  if (instance.source) changes.set(instance.source, address ?? unknown);
  for (const peer of instance.peers) if (peer.text === address && theirs !== undefined) changes.set(peer, theirs);
  const { block, line: first } = instance.section.keywordSpan;
  const lines = block.lines.slice(first, instance.section.lastLine + 1).map(({ text }, index) => {
    const here = [...changes].filter(([{ span }]) => span.line === first + index);
    // From behind, so that the columns before stay right.
    here.sort(([a], [b]) => b.span.start - a.span.start);
    return here.reduce((made, [{ span }, text]) => made.slice(0, span.start) + text + made.slice(span.end), text);
  });
  return {
    label: `vrrp_instance ${instance.name} as ${host.name} has it`,
    kind: 'block',
    detail: `with the address and a priority of ${own.name}`,
    insert: lines.join('\n').replace(/[\\$]/g, '\\$&').replace(unknown, '${1:address}') + '\n$0',
    isFirst: true,
  };
}

/** An instance among the proxies, or among the databases where this host is one. */
function firstBlock({ host, cluster }: Owner): Completion[] {
  const isPeer = (other: Host): boolean =>
    other !== host && (host.haproxy.length > 0 ? other.haproxy.length > 0 : other.optionFiles.length > 0);
  const peers = cluster.hosts.filter(isPeer).flatMap((other) => knownAddress(other) ?? []);
  const address = knownAddress(host);
  if (address === undefined || peers.length === 0) return [];
  const lines = [
    'vrrp_instance ${1:VI_1} {',
    '    state BACKUP',
    '    interface ${2:eth0}',
    '    virtual_router_id ${3:51}',
    '    priority ${4:100}',
    '    advert_int 1',
    `    unicast_src_ip ${address}`,
    '    unicast_peer {',
    ...peers.map((peer) => `        ${peer}`),
    '    }',
    '    virtual_ipaddress {',
    '        ${5:10.0.0.10/24}',
    '    }',
    '}',
  ];
  const detail = `${host.name} and ${peers.length} ${peers.length === 1 ? 'peer' : 'peers'}`;
  return [
    { label: 'vrrp_instance of this cluster', kind: 'block', detail, insert: lines.join('\n') + '\n$0', isFirst: true },
  ];
}
