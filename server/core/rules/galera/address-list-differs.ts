import {
  type AddressList,
  type ListedMember,
  addressLists,
  galeraClusters,
  listsOnlyItself,
  withMembers,
} from '../../model/galera-clusters';
import type { Edit, Fix, Report } from '../finding';
import { onePerPlace, setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'the nodes of one Galera cluster list different members',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      yield* checkLists(addressLists(peers).filter((list) => !listsOnlyItself(list)));
    }
  },
});

function* checkLists(lists: readonly AddressList[]): Generator<Report> {
  const filled = lists.filter((list) => list.members.length > 0);
  const named = filled.filter((list) => list.members.some(({ isAlias }) => isAlias));
  if (named.length > 0 && named.length < filled.length) return;
  const disputed = disputedMembers(filled);
  const all = union(filled);
  for (const list of lists) {
    const lacking = (list.members.length > 0 ? disputed.wanted : all).filter((member) => !speaksOf(list, member));
    const surplus = list.members.filter((member) => disputed.unwanted.has(member.key) && member.key !== list.ownKey);
    const [odd] = [...lacking, ...surplus];
    const span = list.setting.valueSpan;
    if (!odd || !span) continue;
    const others = filled.filter((other) => other !== list && speaksOf(other, odd) !== speaksOf(list, odd));
    const names = others.map((other) => other.peer.host.name).join(', ');
    const told =
      list.members.length === 0
        ? `is empty, while ${names} list ${texts(all)}`
        : lacking.length > 0
          ? `lacks ${texts(lacking)}, which ${names} list`
          : `names ${texts(surplus)}, which ${names} do not list`;
    yield {
      span,
      message: `The list of ${list.peer.host.name} ${told}: a node rejoins only through members it lists, so which of them run decides who comes back`,
      related: others
        .slice(0, 1)
        .flatMap(({ setting, peer }) =>
          setting.valueSpan ? [{ span: setting.valueSpan, message: `the list of ${peer.host.name}` }] : [],
        ),
      fixes: () => fixes(lists, all),
    };
  }
}

/**
 * Members that some lists name and others do not, sorted by what most lists say. A node need not list itself, and
 * one that only lists itself is no matter of taste: address-list-misses-node speaks of it.
 */
function disputedMembers(lists: readonly AddressList[]): { wanted: ListedMember[]; unwanted: ReadonlySet<string> } {
  const wanted: ListedMember[] = [];
  const unwanted = new Set<string>();
  for (const member of union(lists)) {
    const naming = lists.filter(
      (list) => list.members.some(({ key }) => key === member.key) && list.ownKey !== member.key,
    );
    const silent = lists.filter((list) => !speaksOf(list, member));
    if (naming.length === 0 || silent.length === 0) continue;
    if (silent.length === 1 && silent[0]?.ownKey === undefined && mayBeOwn(silent[0] as AddressList, lists)) continue;
    if (naming.length >= silent.length) wanted.push(member);
    else unwanted.add(member.key);
  }
  return { wanted, unwanted };
}

/** Whether a node without a known address may have left out nobody but itself. */
function mayBeOwn(list: AddressList, lists: readonly AddressList[]): boolean {
  return union(lists).filter((member) => !speaksOf(list, member)).length === 1;
}

function speaksOf(list: AddressList, member: ListedMember): boolean {
  return list.ownKey === member.key || list.members.some(({ key }) => key === member.key);
}

function union(lists: readonly AddressList[]): ListedMember[] {
  const byKey = new Map<string, ListedMember>();
  for (const { members } of lists)
    for (const member of members) if (!byKey.has(member.key)) byKey.set(member.key, member);
  return [...byKey.values()];
}

/** Every list gets what it lacks. An empty one makes that unsafe, for the reason empty-gcomm gives. */
function fixes(lists: readonly AddressList[], all: readonly ListedMember[]): Fix[] {
  const complete = (list: AddressList): Edit | undefined => {
    const lacking = all.filter((member) => !speaksOf(list, member));
    const value = list.setting.value;
    return lacking.length === 0 || value === undefined
      ? undefined
      : setValue(
          list.setting,
          withMembers(
            value,
            (list.members.length > 0 ? lacking : all).map(({ text }) => text),
          ),
        );
  };
  const isSafe = lists.every((list) => list.members.length > 0);
  const edits = onePerPlace(lists.map(complete));
  return edits.length > 0 ? [{ title: 'Let every node list all members', safe: isSafe, edits }] : [];
}

function texts(members: readonly ListedMember[]): string {
  return members.map(({ text }) => text).join(', ');
}
