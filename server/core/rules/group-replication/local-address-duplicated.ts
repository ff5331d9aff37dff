import { isLoopback } from '../../model/addresses';
import { type GroupMember, replicationGroups, writeEndpoint } from '../../model/replication-groups';
import type { Span } from '../../syntax/tree';
import { sharing } from '../combinators/sharing';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two members of one group have the same group_replication_local_address',
  *check(cluster) {
    for (const group of replicationGroups(cluster)) {
      for (const claimants of sharing(claims(group), ({ own }) => writeEndpoint(own)).values()) {
        for (const claim of claimants) {
          const others = claimants.filter((other) => other !== claim);
          const names = others.map(({ host }) => host.name).join(' and ');
          yield {
            span: claim.span,
            message: `group_replication_local_address ${writeEndpoint(claim.own)} of ${claim.host.name} is also that of ${names}: a server takes no address that is not its own ("There is no local IP address matching"), so one of them never joins (error 3096)`,
            related: others.map(({ host, span }) => ({ span, message: `address of ${host.name}` })),
            fixes: () => moveToOwnSeed(claim, group),
          };
        }
      }
    }
  },
});

type Claim = GroupMember & { readonly own: NonNullable<GroupMember['own']>; readonly span: Span };

/** Members that state an address others can reach, one for each line: what shares a file may have its own elsewhere. */
function claims(group: readonly GroupMember[]): Claim[] {
  const byLine = new Map<Span, Claim>();
  for (const member of group) {
    const { own, local } = member;
    const span = local?.valueSpan;
    if (own && span && !isLoopback(own.address) && !byLine.has(span)) byLine.set(span, { ...member, own, span });
  }
  return [...byLine.values()];
}

/** A seed that no member claims, and whose address is the host's by something else than the line in question. */
function moveToOwnSeed({ host, local, own }: Claim, group: readonly GroupMember[]): Fix[] {
  const claimed = new Set(group.map((member) => member.own && writeEndpoint(member.own)));
  const seeds = group.flatMap(({ listed }) => listed ?? []);
  const free = seeds.filter(
    ({ address }) => address !== own.address && (host.addresses.has(address) || host.names.has(address)),
  );
  const [text, ...more] = new Set(free.map(writeEndpoint).filter((seed) => !claimed.has(seed)));
  const edit = text !== undefined && more.length === 0 && local ? setValue(local, text) : undefined;
  return edit ? [{ title: `Give ${host.name} ${text}, its address among the seeds`, safe: true, edits: [edit] }] : [];
}
