import type { ChangedOption, ObservedServer } from './observed';

/** When a changed line begins to count. */
export type Effect = 'now' | 'new sessions' | 'reload' | 'restart';

/**
 * Variables that are dynamic but never set at run time by a deploy: they move the writer, break up the cluster or
 * switch how commits wait. They count at the next restart, which goes through the gates.
 */
const never =
  /^(read_only|super_read_only|wsrep_(cluster_address|on|desync|provider.*|sst_.*|node_.*)|rpl_semi_sync_.*|group_replication_.*|gtid_mode|enforce_gtid_consistency|gtid_slave_pos|server_id|binlog_format|.*binlog_expire.*|expire_logs_days)$/;

/** When a changed option of the database server counts; what the running server does not call dynamic needs a restart. */
export function effectOf(option: ChangedOption, server: ObservedServer | undefined): Effect {
  const scope = server?.dynamic[option.name];
  // A line that is gone stands for a default nobody can ask a running server for.
  if (scope === undefined || option.after === undefined || never.test(option.name)) return 'restart';
  return scope === 'session' ? 'new sessions' : 'now';
}

/** A statement that sets the option at run time. Numbers keep their suffixes resolved, words are quoted. */
export function setGlobal(name: string, value: string): string {
  return `SET GLOBAL ${name} = ${literal(value)};`;
}

function literal(value: string): string {
  const [, digits, suffix] = /^(-?\d+)([kmgtKMGT]?)$/.exec(value) ?? [];
  if (digits === undefined) return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  const power = 'kmgt'.indexOf(suffix?.toLowerCase() || ' ') + 1;
  return `${BigInt(digits) * 1024n ** BigInt(power)}`;
}

/** Keys that corosync takes over with `corosync-cfgtool -R` (corosync.conf(5), cmap_keys(8)). */
const reloadable =
  /^(nodelist\.|logging\.|quorum\.(expected_votes|two_node|wait_for_all|last_man_standing|auto_tie_breaker)|totem\.(token|token_.*|join|consensus|hold|send_join|merge|downcheck|fail_recv_const|seqno_unchanged_const|max_.*|window_size|miss_count_const|knet_.*|interface\.(knet_.*)|crypto_.*|config_version))/;

/** When a changed key of corosync.conf counts. */
export function corosyncEffect(key: string): Effect {
  return reloadable.test(key) ? 'reload' : 'restart';
}
