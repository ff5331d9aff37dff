import { activeDatabases, poolName } from '../../model/pool-proxies';
import { isDatabase } from '../../model/host';
import { insertBehind } from '../finding';
import { poolRule } from '../pool-rule';
import { isActive } from '../../model/server-lines';

export default poolRule({
  severity: 'warning',
  summary: 'sessions that stay on a writer after the proxy has given it up',
  *check(pool) {
    const [writer, another] = activeDatabases(pool);
    const backups = pool.members.filter(
      ({ line, host }) =>
        line.certain && line.options.has('backup') && !line.options.has('disabled') && host && isDatabase(host),
    );
    if (!writer || another || backups.length === 0 || pool.purpose === 'reads') return;
    if (pool.members.filter(({ line }) => isActive(line)).length > 1) return;
    const { line, server } = writer;
    if (!line.options.has('check') || line.options.has('on-marked-down')) return;
    yield {
      span: line.nameSpan,
      message: `When ${poolName(pool)} moves from ${line.name} to its backup, sessions already open stay on ${line.name}: a node that only looked down goes on being written to beside the new one`,
      related: backups.map((backup) => ({ span: backup.line.nameSpan, message: 'backup' })),
      fixes: () => [
        {
          title: `End the sessions of ${line.name} when it goes down`,
          safe: false,
          edits: [insertBehind(server.addressSpan, ' on-marked-down shutdown-sessions')],
        },
      ],
    };
  },
});
