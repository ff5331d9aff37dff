import type { Target } from '../../catalog/options';
import { readsGroup } from '../../model/includes';
import { writtenIn } from '../../model/setting';
import { groupOf, type MyCnfLine } from '../../syntax/mycnf';
import { type Block, lineSpan, spanText } from '../../syntax/tree';
import { closest } from '../../text/closest';
import { deleteLine, type Fix, insertAfter, replace } from '../finding';
import { blockRule } from '../rule';

/** Options that servers alone have. Clients share `port`, `socket`, `ssl_*` and a good many others. */
const ofServers =
  /^(server_id|log_bin\w*|binlog_\w+|sync_binlog|max_binlog_size|expire_logs_days|relay_log\w*|gtid_\w+|enforce_gtid_consistency|(super_)?read_only|replicate_\w+|log_(slave|replica)_updates|auto_increment_\w+|innodb_\w+|wsrep_\w+|group_replication_\w+|rpl_semi_sync_\w+|max_connections|bind_address|skip_name_resolve|(slave|replica)_\w+|datadir|report_host|event_scheduler)$/;

const clients =
  'client client-mariadb mysql mariadb-client mysqldump mariadb-dump mysqladmin mariadb-admin mysqld_safe';

export default blockRule<'mycnf'>({
  language: 'mycnf',
  severity: 'warning',
  summary: 'options of a server in a group that the server does not read',
  *check(block, { target, catalogs }) {
    const group = groupOf(block);
    if (group === undefined) return;
    const misspelt = readsGroup(group, target) ? undefined : misspelling(group);
    const isForeign = isOfOtherProduct(group, target);
    const isClient = clients.split(' ').includes(group);
    if (!isClient && !isForeign && misspelt === undefined) return;
    for (const option of writtenIn(block)) {
      const { name } = catalogs.options.resolve(option.written, target);
      if (!ofServers.test(name)) continue;
      yield {
        span: option.nameSpan,
        message: `${name} has no effect in [${group}], ${misspelt === undefined ? 'which the server does not read' : `which no program reads; did you mean [${misspelt}]?`}${group === 'client' ? '; and clients stop with "unknown variable"' : ''}`,
        fixes: () => (misspelt === undefined ? move(block, option.nameSpan.line) : rename(block, misspelt)),
      };
      // One misspelt group is one mistake.
      if (misspelt !== undefined) return;
    }
  },
});

/** Groups of one product alone. `[mysqld-8.0]` beside `[mysqld-8.4]` is how one file serves two releases. */
function isOfOtherProduct(group: string, { product }: Target): boolean {
  return product === 'mysql' && /^(mariadbd?|galera|client-server)$/.test(group);
}

/** The group of a server that a name nobody reads is close to. `[mysqld1]` and `[mysqld.a]` are for several servers. */
function misspelling(group: string): string | undefined {
  if (clients.split(' ').includes(group) || /^(mysqld|mariadbd?|server|galera)([-.@_\d].*)?$/.test(group))
    return undefined;
  if (/^(mysql|mariadb|myisam|isam|perror|replace|embedded|clien)/.test(group) && !/^(mysqld|mariadbd)/.test(group))
    return undefined;
  return closest(group, ['mysqld', 'mariadbd', 'mariadb', 'server', 'galera'])[0];
}

/** Not safe: what was without effect until now gets one. */
function move({ document, lines }: Block<MyCnfLine>, line: number): Fix[] {
  const server = document.blocks.find((each) => each.lines[0]?.kind === 'group' && groupOf(each) === 'mysqld');
  const from = document.blocks.find((each) => each.lines === lines);
  if (!server || !from) return [];
  const span = lineSpan(from, line);
  return [
    {
      title: 'Move the line to [mysqld]',
      safe: false,
      edits: [insertAfter(lineSpan(server, 0), spanText(span)), deleteLine(span)],
    },
  ];
}

function rename(block: Block<MyCnfLine>, name: string): Fix[] {
  const header = block.lines[0];
  if (header?.kind !== 'group') return [];
  return [
    {
      title: `Call the group [${name}]`,
      safe: false,
      edits: [replace({ block, line: 0, ...header.nameSlice }, name)],
    },
  ];
}
