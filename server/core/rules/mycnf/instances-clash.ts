import type { Setting } from '../../model/setting';
import { writtenIn } from '../../model/setting';
import { groupOf, type MyCnfLine } from '../../syntax/mycnf';
import type { Block } from '../../syntax/tree';
import { repeated } from '../combinators/repeated';
import { fileRule } from '../rule';

/** What two servers of one machine cannot have in common. */
const own = ['port', 'socket', 'datadir', 'pid_file', 'server_id', 'log_error', 'relay_log', 'log_bin'];

export default fileRule<'mycnf'>({
  language: 'mycnf',
  severity: 'error',
  summary: 'two servers of one machine want the same port, socket or files',
  *check(document, { catalogs, target }) {
    const instances = document.blocks.filter((block) => /^(mysqld|mariadbd?)(\d+|[.@]\w+)$/.test(groupOf(block) ?? ''));
    if (instances.length < 2) return;
    const all = instances.flatMap((block) => written(block, (name) => catalogs.options.resolve(name, target).name));
    for (const name of own) {
      const same = all.filter((each) => each.name === name && each.value !== undefined);
      for (const { item, first } of repeated(same, (each) =>
        isLogName(name) && !each.value?.startsWith('/') ? undefined : each.value,
      )) {
        if (item.group === first.group || !item.valueSpan) continue;
        yield {
          span: item.valueSpan,
          message: `[${item.group}] has the same ${name} as [${first.group}]: ${outcomes[name] ?? 'both write to the same files'}`,
          ...(first.valueSpan && { related: [{ span: first.valueSpan, message: `of [${first.group}]` }] }),
        };
      }
    }
  },
});

const outcomes: Readonly<Record<string, string>> = {
  port: 'the second server does not start, because the port is taken',
  socket: 'the second server does not start, or takes the socket away from the first',
  datadir: 'the second server does not start, because the files are locked',
  server_id: 'neither can replicate from the other (error 1593)',
};

/** A name without a folder lies in the data directory, which each server has for itself. */
function isLogName(name: string): boolean {
  return /^(pid_file|log_error|relay_log|log_bin)$/.test(name);
}

function written(
  block: Block<MyCnfLine>,
  nameOf: (written: string) => string,
): (Pick<Setting, 'value' | 'valueSpan' | 'group'> & { name: string })[] {
  return writtenIn(block).map((each) => ({ ...each, name: nameOf(each.written) }));
}
