import { isWildcard } from '../../model/addresses';
import { listening } from '../../model/listening';
import {
  type GroupMember,
  replicationGroups,
  speaksThroughServer,
  writeEndpoint,
} from '../../model/replication-groups';
import { isOn } from '../../model/setting';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a member talks to its group on a port its own server listens on',
  *check(cluster) {
    for (const group of replicationGroups(cluster)) {
      for (const member of group) {
        const { host, own, local } = member;
        const span = local?.valueSpan;
        if (!own || !span || speaksThroughServer(host)) continue;
        const taken = portsOf(member).find(({ port }) => port === own.port);
        if (!taken) continue;
        yield {
          span,
          message: `${host.name} takes clients on port ${own.port} (${taken.option}): the group's own connections need another one, and START GROUP_REPLICATION gives up after a minute ("Unable to announce tcp port ${own.port}. Port already in use?")`,
          fixes: () => asListed(member, group),
        };
      }
    }
  },
});

/** The ports of the server on the address that it gives to the group. */
function portsOf({ host, own }: GroupMember): { readonly port: number; readonly option: string }[] {
  const where = listening(host);
  const isSame = where?.addresses.some((address) => isWildcard(address) || address === own?.address);
  const [port] = where?.ports ?? [];
  if (!isSame || port === undefined) return [];
  return [{ port, option: 'port' }, ...xProtocol(host)];
}

/** The X Plugin comes with MySQL 8.0 and later, and listens on all addresses unless it is told where or switched off. */
function xProtocol({ options, target }: GroupMember['host']): { readonly port: number; readonly option: string }[] {
  const port = options.effective('mysqlx_port');
  const plugin = options.effective('mysqlx');
  const isThere = port ?? (target.series !== undefined && target.series !== '5.7');
  if (!isThere || options.effective('mysqlx_bind_address') || (plugin && !isOn(plugin))) return [];
  return [{ port: port ? Number(port.value) : 33_060, option: 'the X Plugin' }];
}

/** The port under which the members' lists know the address already. */
function asListed({ own, local }: GroupMember, group: readonly GroupMember[]): Fix[] {
  const seeds = group.flatMap(({ listed }) => listed ?? []).filter(({ address }) => address === own?.address);
  const [text, ...more] = new Set(seeds.map(writeEndpoint));
  const edit = text === undefined || more.length > 0 || !local ? undefined : setValue(local, text);
  return edit && text !== local?.value
    ? [{ title: `Use ${text}, as the seeds have it`, safe: true, edits: [edit] }]
    : [];
}
