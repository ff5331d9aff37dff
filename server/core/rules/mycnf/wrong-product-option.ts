import type { OptionCatalog, Product } from '../../catalog/options';
import { isForkOption } from '../../model/mysql-forks';
import { nameOfTarget, type OptionLine } from '../../model/option-lines';
import { lineSpan } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'an option of MySQL in a file of MariaDB, or the other way round',
  *check(option, scope) {
    const { options } = scope.catalogs;
    const owner = ownerOf(option, options);
    if (!owner) return;
    const [twin, advice] = equivalents[owner][option.resolution.name] ?? [];
    const spoken = nameOfTarget({ product: owner });
    const hint = twin === undefined ? (advice === undefined ? '' : `; ${advice}`) : `; the option here is ${twin}`;
    yield {
      span: option.nameSpan,
      message: `${option.resolution.name} is an option of ${spoken}, and ${nameOfTarget(option.target)} does not know it: the server does not start${hint}`,
      fatal: true,
      fixes: () => fixes(option, twin),
    };
  },
});

/** The other product, when it alone knows the option. */
function ownerOf({ resolution, target, isKnown, knowledge }: OptionLine, catalog: OptionCatalog): Product | undefined {
  if (!target.product || !isKnown || resolution.known !== 'no' || resolution.loose || resolution.abbreviated)
    return undefined;
  if (knowledge.removalOf(resolution.name)) return undefined;
  // Forks of MySQL know a good many names of MariaDB's.
  if (target.product === 'mysql' && isForkOption(resolution.name)) return undefined;
  const other: Product = target.product === 'mysql' ? 'mariadb' : 'mysql';
  return catalog.knownIn(resolution.name, { product: other }).length > 0 ? other : undefined;
}

/** What an option of one product is called in the other, with the same values; or what to do in its place. */
const equivalents: Readonly<
  Record<Product, Readonly<Record<string, readonly [twin: string | undefined, advice?: string]>>>
> = {
  mysql: {
    log_replica_updates: ['log_slave_updates'],
    skip_replica_start: ['skip_slave_start'],
    replica_net_timeout: ['slave_net_timeout'],
    replica_skip_errors: ['slave_skip_errors'],
    replica_exec_mode: ['slave_exec_mode'],
    replica_load_tmpdir: ['slave_load_tmpdir'],
    replica_max_allowed_packet: ['slave_max_allowed_packet'],
    replica_compressed_protocol: ['slave_compressed_protocol'],
    replica_sql_verify_checksum: ['slave_sql_verify_checksum'],
    replica_transaction_retries: ['slave_transaction_retries'],
    replica_parallel_workers: ['slave_parallel_threads'],
    rpl_semi_sync_source_enabled: ['rpl_semi_sync_master_enabled'],
    rpl_semi_sync_source_timeout: ['rpl_semi_sync_master_timeout'],
    rpl_semi_sync_replica_enabled: ['rpl_semi_sync_slave_enabled'],
    gtid_mode: [undefined, 'MariaDB always has GTIDs, of a kind of its own, and replicas choose them in CHANGE MASTER'],
    enforce_gtid_consistency: [undefined, 'MariaDB always has GTIDs and needs no such switch'],
    super_read_only: [undefined, 'MariaDB has read_only alone'],
    log_error_verbosity: [undefined, 'log_warnings is the nearest there is'],
    innodb_redo_log_capacity: [undefined, 'innodb_log_file_size is the nearest there is'],
    max_execution_time: [undefined, 'max_statement_time, in seconds, is the nearest there is'],
  },
  mariadb: {
    log_basename: [undefined, 'log_bin, relay_log and log_error each take a name'],
    gtid_domain_id: [undefined, "MySQL's GTIDs carry the server's UUID and need no domain"],
    gtid_strict_mode: [undefined, "gtid_mode and enforce_gtid_consistency are MySQL's"],
    slave_parallel_threads: ['replica_parallel_workers'],
    log_warnings: [undefined, 'log_error_verbosity is the nearest there is'],
    max_statement_time: [undefined, 'max_execution_time, in milliseconds, is the nearest there is'],
    expire_logs_days: [undefined, 'binlog_expire_logs_seconds is the nearest there is'],
  },
};

function fixes(option: OptionLine, twin: string | undefined): Fix[] {
  const line = lineSpan(option.nameSpan.block, option.nameSpan.line);
  const commented: Fix = {
    title: 'Make the line a comment',
    safe: false,
    edits: [replace({ ...line, end: line.start }, '#')],
  };
  return twin === undefined
    ? [commented]
    : [{ title: `Write ${twin}`, safe: true, edits: [replace(option.nameSpan, twin)] }, commented];
}
