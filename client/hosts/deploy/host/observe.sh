# What is on the host, before a plan is made.

observe() {
  printf 'host\t%s\n' "$(hostname)"
  if [ -d $base/lock ]; then
    left=$(($(cat $base/lock/until 2>/dev/null || echo 0) - $(date +%s)))
    [ "$left" -gt 0 ] && printf 'lock\t%s\t%s\n' "$(encoded <$base/lock/owner)" "$left"
  fi
  for unfinished in $base/trial-*; do
    [ -d "$unfinished/undecided" ] && printf 'trial\t%s\n' "${unfinished##*/trial-}"
  done
  for address in $(hostname -I 2>/dev/null); do printf 'address\t%s\n' "$address"; done
  for program in corosync database haproxy; do
    container=
    [ $program = corosync ] || find_container $program "$@"
    observe_program $program
    case $program in
      database) observe_server ;;
      haproxy)
        socket=$(admin_socket)
        [ -z "$socket" ] || printf 'proxied\t%s\n' "$(server_states "$socket" | encoded)" ;;
    esac
    for_program=$program
    each_wanted observe_file "$@"
  done
  container=
  if has_pacemaker; then
    printf 'pacemaker\t%s\t%s\n' "$(crm_node -n 2>/dev/null)" "$(crm_mon --one-shot --inactive --output-as xml 2>/dev/null | encoded)"
  fi
  return 0
}
# each_wanted COMMAND (PROGRAM FILE)...: runs it with the files of the program $for_program.
each_wanted() {
  command=$1
  shift
  while [ $# -ge 2 ]; do
    [ "$1" != "$for_program" ] || "$command" "$2"
    shift 2
  done
}
observe_program() {
  if [ -n "$container" ]; then version=$(in_container sh -c 'for each in mariadbd mysqld haproxy; do "$each" -V 2>/dev/null && break; "$each" -v 2>/dev/null && break; done' </dev/null | head -n 1)
  else
    binary=$(binary_of "$1")
    [ -n "$binary" ] || return 0
    case $1 in database) version=$("$binary" --version 2>/dev/null) ;; *) version=$("$binary" -v 2>/dev/null | head -n 1) ;; esac
  fi
  if [ -n "$container" ]; then service=; else service=$(service_of "$1"); fi
  printf 'program\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$(printf %s "$version" | encoded)" "$service" "$(pids_of "$1")" \
    "$container" "$([ -z "$container" ] || composed_as service)"
}
observe_server() {
  [ -n "$(pids_of database)" ] || return 0
  read_only=$(sql 'SELECT @@GLOBAL.read_only') || return 0
  threads=$(replica_threads)
  replicas=$(sql "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'")
  printf 'server\t%s\t%s\t%s\n' "$read_only" "${replicas:-0}" "$([ -n "$threads" ] && echo 1 || echo 0)"
  state=$(status_of wsrep_local_state_comment)
  [ "$(sql 'SELECT @@GLOBAL.wsrep_on')" = 1 ] && [ -n "$state" ] &&
    printf 'galera\t%s\t%s\t%s\n' "$state" "$(status_of wsrep_cluster_state_uuid)" "$(status_of wsrep_cluster_size)"
  part=$(group_part)
  [ -z "$part" ] || printf 'group\t%s\n' "$part"
  sql "SELECT CONCAT('variable\t', LOWER(VARIABLE_NAME), '\t', VARIABLE_SCOPE, '\t', TO_BASE64(COALESCE(GLOBAL_VALUE, '')))
    FROM information_schema.SYSTEM_VARIABLES WHERE READ_ONLY = 'NO' AND VARIABLE_NAME NOT LIKE '%PASSWORD%'
    AND LENGTH(GLOBAL_VALUE) < 50" | sed 's/\\t/\t/g'
  return 0
}
# probe_variables CONTAINER NAME...: of MySQL, which does not list what SET GLOBAL may change. A SET of several variables
# changes none of them when one cannot be changed, and no server lets its port be changed, so this changes nothing.
probe_variables() {
  container=$1
  shift
  for name; do
    value=$(sql "SELECT @@GLOBAL.$name") || continue
    case $(sql_telling "SET GLOBAL $name = @@GLOBAL.$name, GLOBAL port = 1" 2>&1) in *"'port' is a read only"*) ;; *) continue ;; esac
    if sql "SELECT @@SESSION.$name" >/dev/null; then scope=SESSION; else scope=GLOBAL; fi
    printf 'variable\t%s\t%s\t%s\n' "$name" "$scope" "$(printf %s "$value" | encoded)"
  done
  return 0
}
observe_file() {
  deployed=
  if [ -e $base/deployed ]; then
    while IFS=$tab read -r digest path; do [ "$path" != "$1" ] || deployed=$digest; done <$base/deployed
  fi
  encoded_path=$(printf %s "$1" | encoded)
  real=$(readlink -f -- "$1") || real=$1
  if [ ! -e "$real" ]; then printf 'missing\t%s\t%s\n' "$encoded_path" "$deployed"; return; fi
  [ -f "$real" ] || fail "$1 is no plain file"
  mount=0
  while read -r _ _ _ _ place _; do [ "$place" != "$real" ] || mount=1; done </proc/self/mountinfo
  # What has one file mounted goes on seeing the old one after a rename.
  [ -z "$container" ] || ! binds | cut -f 1 | grep -qxF -e "$1" -e "$real" || mount=1
  case $1 in *authkey*) content= ;; *) content=$(encoded <"$real") ;; esac
  printf 'file\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$encoded_path" "$(printf %s "$real" | encoded)" \
    "$(digest_of "$real")" "$(access_of "$real")" "$deployed" "$mount" "$content"
}
