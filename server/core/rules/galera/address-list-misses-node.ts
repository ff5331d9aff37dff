import {
  type AddressList,
  addressLists,
  galeraClusters,
  listedAs,
  listsOnlyItself,
  withMembers,
} from '../../model/galera-clusters';
import type { Edit, Report } from '../finding';
import { onePerPlace, setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a node is in no other list, or its own list names nobody but itself',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const lists = addressLists(peers).filter((list) => list.members.length > 0);
      // What a node lists that cannot join anyway says nothing of the others.
      const joining = lists.filter((list) => !listsOnlyItself(list));
      for (const list of lists) {
        const others = (listsOnlyItself(list) ? lists : joining).filter((other) => other !== list);
        if (others.length === 0 || list.ownKey === undefined) continue;
        if (listsOnlyItself(list)) yield lonely(list, others);
        // A stranger in the other lists may be this very node on another network, or under another name.
        else if (others.every(({ members }) => members.every(({ peer }) => peer && peer !== list.peer)))
          yield unlisted(list, others);
      }
    }
  },
});

/** A node that lists itself alone finds nobody: Galera 26.4 ends with "failed to reach primary view" after 35 s. */
function lonely(list: AddressList, others: readonly AddressList[]): Report {
  const { host } = list.peer;
  return {
    span: list.setting.valueSpan ?? list.setting.nameSpan,
    severity: 'error',
    message: `${host.name} lists nobody but itself: it finds no other node and does not start, unless it founds a cluster`,
    related: others.map((other) => ({
      span: other.setting.valueSpan ?? other.setting.nameSpan,
      message: `the list of ${other.peer.host.name}`,
    })),
    fixes: () => {
      const edits = onePerPlace([
        add(
          list,
          others.flatMap((other) => listedAs(other.peer) ?? []),
        ),
      ]);
      return edits.length > 0 ? [{ title: `Let ${host.name} list the other nodes`, safe: true, edits }] : [];
    },
  };
}

function unlisted(list: AddressList, others: readonly AddressList[]): Report {
  const { host, nodeAddress } = list.peer;
  const address = listedAs(list.peer) as string;
  return {
    span: nodeAddress?.valueSpan ?? list.setting.valueSpan ?? list.setting.nameSpan,
    message: `No other node lists ${host.name} (${address}): when only ${host.name} runs, the others cannot rejoin`,
    related: others.map((other) => ({
      span: other.setting.valueSpan ?? other.setting.nameSpan,
      message: `the list of ${other.peer.host.name}`,
    })),
    fixes: () => {
      const edits = onePerPlace(others.map((other) => add(other, [address])));
      return edits.length > 0 ? [{ title: `Add ${address} to every list`, safe: true, edits }] : [];
    },
  };
}

function add({ setting }: AddressList, addresses: readonly string[]): Edit | undefined {
  return setting.value === undefined ? undefined : setValue(setting, withMembers(setting.value, addresses));
}
