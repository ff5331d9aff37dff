/**
 * Options of Percona Server that the catalogue has under no build, or has for MariaDB alone (Percona's "List of
 * variables" for Percona Server 5.5 to 8.4). Percona Server counts as MySQL, and files hardly ever tell one from the
 * other, so for MySQL these names are never called unknown.
 */
const families =
  /^(audit_log_filter|rocksdb|tokudb|encryption_udf|percona_telemetry|innodb_sched_priority|innodb_priority|innodb_parallel_dblwr|innodb_parallel_doublewrite|innodb_log_arch|innodb_ibuf)_/;

const names = new Set(
  (
    'binlog_skip_flush_commands binlog_space_limit buffered_error_log_filename buffered_error_log_size encrypt_binlog ' +
    'encrypt_tmp_files expand_fast_index_creation ft_query_extra_word_chars innodb_cleaner_max_flush_time ' +
    'innodb_cleaner_max_lru_time innodb_encrypt_tables innodb_fake_changes innodb_force_index_records_in_range ' +
    'innodb_foreground_preflush innodb_ft_ignore_stopwords innodb_locking_fake_changes innodb_log_block_size ' +
    'innodb_log_checksum_algorithm innodb_records_in_range innodb_sys_tablespace_encrypt innodb_use_atomic_writes ' +
    'innodb_use_global_flush_log_at_trx_commit kill_idle_transaction log_query_errors max_binlog_files ' +
    'max_slowlog_files max_slowlog_size net_buffer_shrink_interval query_cache_strip_comments replica_enable_event ' +
    'secure_log_path slave_enable_event tf_sequence_table_max_upper_bound version_suffix'
  ).split(' '),
);

/** Whether a fork of MySQL knows an option that MySQL itself does not. */
export function isForkOption(name: string): boolean {
  return families.test(name) || names.has(name);
}
