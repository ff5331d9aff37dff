import { type Endpoint, isAddress, isLoopback } from '../../model/addresses';
import { type GroupMember, replicationGroups, writeEndpoint } from '../../model/replication-groups';
import type { Setting } from '../../model/setting';
import type { Report } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a seed of a group is no address under which a member listens',
  *check(cluster) {
    for (const group of replicationGroups(cluster)) {
      const told = new Set<Setting>();
      for (const member of group) {
        const { seeds } = member;
        if (!seeds?.valueSpan || told.has(seeds)) continue;
        const report = judge(member, group);
        if (!report) continue;
        told.add(seeds);
        yield report;
      }
    }
  },
});

/** What a list of seeds means to the members that state their addresses. */
interface Sorted {
  /** Members it leads to, itself left out. */
  readonly found: readonly GroupMember[];
  /** Seeds with the address of another member, and a port that is not the one it listens on. */
  readonly missed: readonly { readonly seed: Endpoint; readonly member: GroupMember }[];
  readonly strangers: readonly Endpoint[];
}

function judge(member: GroupMember, group: readonly GroupMember[]): Report | undefined {
  const { host, seeds, listed } = member;
  const others = group.filter((other) => other !== member && other.own && !isLoopback(other.own.address));
  if (!seeds?.valueSpan || !listed || others.length === 0) return undefined;
  const { found, missed, strangers } = sort(member, listed, others);
  const span = seeds.valueSpan;
  const isLost = found.length === 0 && strangers.length === 0;
  if (missed.length > 0) {
    const told = missed
      .map(
        ({ seed, member: { host: other, own } }) => `${writeEndpoint(seed)}, and ${other.name} listens on ${own?.port}`,
      )
      .join('; ');
    return {
      span,
      severity: isLost ? 'error' : 'warning',
      message: `${host.name} looks for its group at ${told}${isLost ? ': it finds nobody, and START GROUP_REPLICATION gives up after a minute (error 3092)' : ': it cannot join through that member'}`,
      related: missed.flatMap(({ member: { local, host: other } }) =>
        local?.valueSpan ? [{ span: local.valueSpan, message: `where ${other.name} listens` }] : [],
      ),
      fixes: () =>
        exchange(
          seeds,
          listed,
          new Map(missed.flatMap(({ seed, member: { own } }) => (own ? [[seed, own] as const] : []))),
        ),
    };
  }
  if (isLost)
    return {
      span,
      severity: 'error',
      message: `${host.name} lists nobody but itself: it never joins ${others.map((other) => other.host.name).join(' and ')}, and can only found a group of its own`,
      fixes: () => {
        const all = [...listed, ...others.flatMap(({ own }) => own ?? [])];
        const edit = setValue(seeds, all.map(writeEndpoint).join(','));
        return edit ? [{ title: 'List the other members too', safe: false, edits: [edit] }] : [];
      },
    };
  return misspelt(member, listed, strangers, others);
}

function sort(member: GroupMember, listed: readonly Endpoint[], others: readonly GroupMember[]): Sorted {
  const found: GroupMember[] = [];
  const missed: { seed: Endpoint; member: GroupMember }[] = [];
  const strangers: Endpoint[] = [];
  for (const seed of listed) {
    if (member.own && writeEndpoint(member.own) === writeEndpoint(seed)) continue;
    const exact = others.find(({ own }) => own && writeEndpoint(own) === writeEndpoint(seed));
    const near = others.filter(({ own, host }) => own?.address === seed.address || host.addresses.has(seed.address));
    const [only] = near;
    if (exact) found.push(exact);
    else if (only && near.length === 1 && only.own?.address === seed.address) missed.push({ seed, member: only });
    else if (near.length > 0 || !member.host.addresses.has(seed.address)) strangers.push(seed);
  }
  return { found, missed, strangers };
}

/** One address that no other list has, in the place of a member that all other lists have, is a slip of the pen. */
function misspelt(
  { host, seeds, own: mine }: GroupMember,
  listed: readonly Endpoint[],
  strangers: readonly Endpoint[],
  others: readonly GroupMember[],
): Report | undefined {
  const [stranger, ...more] = strangers;
  const lists = others.flatMap((other) => (other.listed ? [other.listed.map(writeEndpoint)] : []));
  const own = new Set([...listed, ...(mine ? [mine] : [])].map(writeEndpoint));
  const lacking = others.filter((other) => {
    const address = other.own && writeEndpoint(other.own);
    return address && !own.has(address) && lists.every((list) => list.includes(address));
  });
  const [lost] = lacking;
  if (!stranger || more.length > 0 || !lost?.own || lacking.length !== 1 || lists.length === 0) return undefined;
  if (!isAddress(stranger.address) || lists.some((list) => list.includes(writeEndpoint(stranger)))) return undefined;
  const right = lost.own;
  return {
    span: seeds?.valueSpan ?? (seeds as Setting).nameSpan,
    message: `${host.name} lists ${writeEndpoint(stranger)}, which is no member's address and in no other list, and lacks ${writeEndpoint(right)} of ${lost.host.name}: it cannot join through that member`,
    fixes: () => exchange(seeds as Setting, listed, new Map([[stranger, right]])),
  };
}

function exchange(seeds: Setting, listed: readonly Endpoint[], right: ReadonlyMap<Endpoint, Endpoint>) {
  const edit = setValue(seeds, listed.map((seed) => writeEndpoint(right.get(seed) ?? seed)).join(','));
  return edit ? [{ title: 'List the addresses under which the members listen', safe: true, edits: [edit] }] : [];
}
