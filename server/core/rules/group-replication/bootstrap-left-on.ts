import { isArgument } from '../../model/build-host';
import { type GroupMember, replicationGroups, writeEndpoint } from '../../model/replication-groups';
import { isOn, type Setting } from '../../model/setting';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'group_replication_bootstrap_group = ON in a file',
  *check(cluster) {
    for (const group of replicationGroups(cluster)) {
      const told = new Set<Setting>();
      for (const member of group) {
        const { options, name } = member.host;
        const bootstrap = options.effective('group_replication_bootstrap_group');
        if (!bootstrap || !isOn(bootstrap) || told.has(bootstrap)) continue;
        told.add(bootstrap);
        const others = group.filter((other) => other !== member).map(({ host }) => host.name);
        const start = options.effective('group_replication_start_on_boot');
        const when = start && !isOn(start) ? 'the first START GROUP_REPLICATION after a restart' : 'the next start';
        const rivals = others.length > 0 ? `${others.join(' and ')} run theirs` : 'the others run theirs';
        const edit = put(bootstrap, bootstrap.name, 'OFF', undefined);
        yield {
          span: bootstrap.valueSpan ?? bootstrap.nameSpan,
          // An argument of a container may be given on purpose, to try a group out.
          severity: isArgument(bootstrap) || !(others.length > 0 || listsOthers(member)) ? 'warning' : 'error',
          message: `With this ${name} founds a group of its own at ${when}, also while ${rivals}: both take writes, and what one of them took is lost in the end. It is meant to be set in a session, for the one moment in which the group is founded`,
          fixes: () => (edit ? [{ title: 'Set it OFF', safe: false, edits: [edit] }] : []),
        };
      }
    }
  },
});

function listsOthers({ own, listed }: GroupMember): boolean {
  return listed?.some((seed) => !own || writeEndpoint(seed) !== writeEndpoint(own)) ?? false;
}
