# What the server on this host, or in its container, says for itself.

client_of() { command -v mariadb || command -v mysql; }
sql() { sql_telling "$1" 2>/dev/null; }
# The same with what the server says of an error.
sql_telling() {
  [ -z "$container" ] || { printf '%s\n' "$1" | sql_in_container --skip-column-names; return; }
  client=$(client_of) || return 1
  printf '%s\n' "$1" | timeout 20 "$client" --batch --skip-column-names && return
  [ -r /etc/mysql/debian.cnf ] || return 1
  printf '%s\n' "$1" | timeout 20 "$client" --defaults-file=/etc/mysql/debian.cnf --batch --skip-column-names
}
status_of() { sql "SHOW GLOBAL STATUS LIKE '$1'" | cut -f 2; }
is_mysql() { case $(sql 'SELECT VERSION()') in *MariaDB*) return 1 ;; '') return 1 ;; esac; }
# Names of columns are wanted here, so the answer is asked for as rows of "name: value".
replica_status() {
  if is_mysql; then words='SHOW REPLICA STATUS\G'; else words='SHOW ALL SLAVES STATUS\G'; fi
  [ -z "$container" ] || { printf '%s\n' "$words" | sql_in_container 2>/dev/null; return; }
  client=$(client_of) || return 1
  printf '%s\n' "$words" | timeout 20 "$client" --batch 2>/dev/null && return
  [ -r /etc/mysql/debian.cnf ] || return 1
  printf '%s\n' "$words" | timeout 20 "$client" --defaults-file=/etc/mysql/debian.cnf --batch 2>/dev/null
}
replica_threads() { replica_status | sed -n 's/^ *\(Slave\|Replica\)_\(IO\|SQL\)_Running: *//p'; }
replica_lag() { replica_status | sed -n 's/^ *Seconds_Behind_\(Master\|Source\): *//p' | sort -n | tail -n 1; }
group_part() {
  is_mysql || return 0
  sql 'SELECT MEMBER_ROLE, MEMBER_STATE FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid'
}
is_settled() { [ -z "$(unit_value uuid)" ] || [ "$(status_of wsrep_local_state_comment)" = Synced ]; }
# answers_in_time SECONDS: whether the server answers. One that is starting may still end, and is waited for.
answers_in_time() {
  [ "$(unit_value answers)" = 1 ] || return 1
  until=$(($(date +%s) + $1))
  while [ "$(sql 'SELECT 1')" != 1 ]; do
    [ -n "$(pids_of database)" ] && [ "$(date +%s)" -lt "$until" ] || return 1
    sleep 1
  done
}
