/**
 * Option names of Percona Server and Percona XtraDB Cluster, which count as MySQL but know more of them (Percona's
 * "List of variables" for Percona Server 5.5 to 8.4, "Index of wsrep system variables" for XtraDB Cluster 8.0), and
 * of MySQL NDB Cluster. Files hardly ever tell a fork from MySQL itself, so these names are never called unknown.
 */
const families =
  /^(wsrep|pxc|ndb|audit_log|audit_log_filter|log_slow|slow_query_log|query_response_time|thread_pool|rocksdb|tokudb|encryption_udf|percona_telemetry|keyring_vault|innodb_sched_priority|innodb_priority|innodb_compressed_columns|innodb_parallel_dblwr|innodb_parallel_doublewrite|innodb_log_arch|innodb_encryption|innodb_track|innodb_show|innodb_ibuf|clone_encrypt)_/;

const names = new Set(
  (
    'binlog_ddl_skip_rewrite binlog_skip_flush_commands binlog_space_limit buffered_error_log_filename ' +
    'buffered_error_log_size csv_mode enable_data_masking encrypt_binlog encrypt_tmp_files enforce_storage_engine ' +
    'expand_fast_index_creation extra_max_connections extra_port ft_query_extra_word_chars ' +
    'innodb_cleaner_lsn_age_factor innodb_cleaner_max_flush_time innodb_cleaner_max_lru_time ' +
    'innodb_corrupt_table_action innodb_empty_free_list_algorithm innodb_encrypt_online_alter_logs ' +
    'innodb_encrypt_tables innodb_fake_changes innodb_force_index_records_in_range innodb_foreground_preflush ' +
    'innodb_ft_ignore_stopwords innodb_kill_idle_transaction innodb_locking_fake_changes innodb_log_block_size ' +
    'innodb_log_checksum_algorithm innodb_max_bitmap_file_size innodb_max_changed_pages ' +
    'innodb_print_lock_wait_timeout_info innodb_records_in_range innodb_sys_tablespace_encrypt ' +
    'innodb_temp_tablespace_encrypt innodb_use_atomic_writes innodb_use_global_flush_log_at_trx_commit ' +
    'kill_idle_transaction log_query_errors log_warnings_suppress max_binlog_files max_slowlog_files ' +
    'max_slowlog_size net_buffer_shrink_interval ndbcluster proxy_protocol_networks query_cache_strip_comments ' +
    'replica_enable_event secure_log_path show_old_temporals slave_enable_event tf_sequence_table_max_upper_bound ' +
    'thread_statistics userstat version_suffix'
  ).split(' '),
);

/** Whether a fork of MySQL knows an option that MySQL itself may not know. */
export function isForkOption(name: string): boolean {
  return families.test(name) || names.has(name);
}
