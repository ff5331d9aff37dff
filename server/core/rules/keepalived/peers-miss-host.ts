import type { VrrpInstance, VrrpValue } from '../../model/keepalived';
import { sharedAddress, type VrrpMember, vrrpRouters } from '../../model/vrrp-twins';
import { type Edit, insertAfter, replace, type Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a host of keepalived that sends its messages past another one',
  *check(cluster) {
    for (const members of vrrpRouters(cluster)) {
      const speakers = members.filter(({ instance }) => peersOf(instance));
      const [speaker] = speakers;
      if (!speaker) continue;
      for (const member of members) {
        const peers = peersOf(member.instance);
        if (!peers) yield multicast(member, speaker);
        else if (isReadable(member.instance)) yield* missing(member, peers, members);
      }
    }
  },
});

/** The block that names whom an instance speaks to; without one it speaks to the multicast group. */
function peersOf({ section }: VrrpInstance) {
  return section.children.find(({ keyword }) => keyword === 'unicast_peer');
}

/** Whether every peer is an address. */
function isReadable(instance: VrrpInstance): boolean {
  return instance.peers.length > 0 && instance.peers.length === peersOf(instance)?.children.length;
}

function multicast({ host, instance }: VrrpMember, speaker: VrrpMember): Report {
  const span = peersOf(speaker.instance)?.keywordSpan;
  return {
    span: instance.nameSpan,
    message: `${host.name} speaks to the multicast group and ${speaker.host.name} to the hosts of its unicast_peer: neither hears the other, and both take ${addressOf(instance, speaker)}`,
    ...(span && { related: [{ span, message: `unicast_peer of ${speaker.host.name}` }] }),
  };
}

/** Hosts whose stated address is not among the peers. Another address of theirs is none keepalived listens on. */
function* missing(
  { host, instance }: VrrpMember,
  block: NonNullable<ReturnType<typeof peersOf>>,
  members: readonly VrrpMember[],
): Generator<Report> {
  const listed = new Set(instance.peers.map(({ text }) => text));
  const others = members.flatMap((other) => {
    const source = other.host === host ? undefined : sourceOf(other.instance);
    return source ? [{ other, source }] : [];
  });
  const unlisted = others.filter(({ source }) => !listed.has(source.text.toLowerCase()));
  const known = new Set(others.map(({ source }) => source.text.toLowerCase()));
  // A host without a stated address may be any stranger.
  const isSure = others.length === members.length - 1;
  const strangers = isSure
    ? instance.peers.filter(({ text }) => !known.has(text) && text !== sourceOf(instance)?.text.toLowerCase())
    : [];
  const [stranger] = strangers;
  for (const { other, source } of unlisted) {
    const address = addressOf(instance, other.instance);
    const isFirst = priorityOf(instance) > priorityOf(other.instance);
    yield {
      span: stranger?.span ?? block.keywordSpan,
      severity: isFirst ? 'error' : 'warning',
      message: `${host.name} speaks to ${[...listed].join(', ')} and not to ${other.host.name}, which is ${source.text}: ${
        isFirst
          ? `${other.host.name} hears nothing of it, and both take ${address}`
          : `when ${host.name} has ${address}, ${other.host.name} does not hear it and takes it too`
      }`,
      related: [{ span: source.span, message: `address of ${other.host.name}` }],
      fixes: () => {
        const edit =
          stranger && strangers.length === 1 && unlisted.length === 1
            ? replace(stranger.span, source.text)
            : added(instance, block.close?.line, source.text);
        return edit ? [{ title: `Let ${host.name} speak to ${source.text}`, safe: false, edits: [edit] }] : [];
      },
    };
  }
}

/** A line behind the last peer, unless the brace that closes the block stands there. */
function added({ peers }: VrrpInstance, closing: number | undefined, address: string): Edit | undefined {
  const last = peers.at(-1);
  return last && closing !== undefined && closing > last.span.line ? insertAfter(last.span, address) : undefined;
}

/** The address an instance speaks from, where it speaks to peers; it listens on no other one then. */
function sourceOf(instance: VrrpInstance): VrrpValue | undefined {
  return peersOf(instance) ? instance.source : undefined;
}

function priorityOf({ priority }: VrrpInstance): number {
  return Number(priority?.text ?? 100);
}

function addressOf(one: VrrpInstance, other: VrrpMember | VrrpInstance): string {
  return sharedAddress(one, 'instance' in other ? other.instance : other) ?? 'the address';
}
