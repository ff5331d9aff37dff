# What runs on a host, as root: one program for a POSIX shell with coreutils, util-linux and procps, nothing else.
# It is sent with every step and never installed; only while a change is on trial a copy lies in the trial's folder,
# for the switch that takes the change back by itself.
#
# Everything of ours is below /var/lib/quorate: lock/ (who deploys, until when), trial-ID/ (a change that is not
# confirmed yet), backups/ID/ (what confirmed deploys replaced), deployed (digests of what was deployed last) and
# log. Beside a file lie, for the time of a trial, its new text as .NAME.quorate-ID.new and a second link to the old
# file as .NAME.quorate-ID.old: to go back is then one rename, which needs no space. No daemon reads files of such
# names from its include folders. A trial is a folder in it that is renamed, for the same reason:
# undecided -> decided (one of confirm, restore and the switch got hold of it) -> over.
#
# Exit status: 0 done, 9 refused or failed with the reason on standard error.
set -u
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/libexec
export LC_ALL PATH
umask 077
base=/var/lib/quorate
tab=$(printf '\t')

fail() { printf '%s\n' "$*" >&2; exit 9; }
encoded() { base64 -w 0; }
digest_of() { sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1; }
# access_of FILE: owner, group, mode, label (? without SELinux) and ACL as one word. Without getfacl an ACL is a mere +.
access_of() {
  label=$(stat -c %C -- "$1" 2>/dev/null) || label='?'
  if command -v getfacl >/dev/null; then
    acl=$(getfacl --skip-base --omit-header --absolute-names -- "$1" 2>/dev/null | grep -v '^$' | tr '\n' ',')
  else case $(ls -ld -- "$1") in ??????????+*) acl=+ ;; *) acl= ;; esac; fi
  printf '%s|%s|%s\n' "$(stat -c '%U|%G|%a' -- "$1")" "${label:-?}" "${acl%,}"
}
beside() { printf '%s/.%s.quorate-%s.%s' "$(dirname -- "$1")" "$(basename -- "$1")" "$id" "$2"; }
use_trial() {
  id=$1
  trial=$base/trial-$id
  container=
  if [ -s "$trial/unit" ] && [ "$(unit_value owner)" = container ]; then container=$(unit_value resource); fi
}

# --- programs and services -------------------------------------------------------------------------------------------

program_names() { case $1 in database) echo mariadbd mysqld ;; *) echo "$1" ;; esac; }
service_names() { case $1 in database) echo mariadb mysql mysqld ;; *) echo "$1" ;; esac; }
binary_of() {
  for name in $(program_names "$1"); do
    found=$(command -v "$name") && { echo "$found"; return; }
  done
}
pids_of() {
  if [ -n "$container" ]; then pids_in_container "$(program_names "$1")"
  else for name in $(program_names "$1"); do pgrep -x "$name"; done; fi | sort -n | tr '\n' ' '
}
has_systemd() { [ -d /run/systemd/system ]; }
service_of() {
  for name in $(service_names "$1"); do
    if has_systemd; then
      systemctl cat "$name.service" >/dev/null 2>&1 && { echo "$name"; return; }
    elif [ -x "/etc/init.d/$name" ]; then echo "$name"; return; fi
  done
}
service_do() {
  if has_systemd; then timeout 900 systemctl "$2" "$1.service"
  else timeout 900 "/etc/init.d/$1" "$2"; fi
}

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

# --- containers ------------------------------------------------------------------------------------------------------

# The container that programs and servers are looked for in; empty for those of the host itself.
container=
describe() { timeout 20 docker inspect --format "$1" "$container" 2>/dev/null; }
composed_as() { describe "{{index .Config.Labels \"com.docker.compose.$1\"}}"; }
in_container() { timeout 20 docker exec -i "$container" "$@"; }
pids_in_container() {
  timeout 20 docker top "$container" -eo pid,comm 2>/dev/null | while read -r pid name; do
    case " $1 " in *" $name "*) echo "$pid" ;; esac
  done
}
# The password of root, where the image was given one, is taken from the container's environment and stays in there.
sql_in_container() {
  in_container sh -c 'client=$(command -v mariadb || command -v mysql) || exit 1
    for file in "${MARIADB_ROOT_PASSWORD_FILE-}" "${MYSQL_ROOT_PASSWORD_FILE-}"; do [ ! -r "$file" ] || MYSQL_PWD=$(cat "$file"); done
    MYSQL_PWD=${MYSQL_PWD-${MARIADB_ROOT_PASSWORD-${MYSQL_ROOT_PASSWORD-}}}
    [ -n "$MYSQL_PWD" ] && export MYSQL_PWD || unset MYSQL_PWD
    exec "$client" --user=root --batch "$@"' sh "$@"
}
# Bind mounts of the container as lines of source and target.
binds() { describe '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}}{{"\t"}}{{.Destination}}{{"\n"}}{{end}}{{end}}'; }
# place_inside FILE: where the container sees a file of the host; nothing where it does not.
place_inside() {
  binds | while IFS=$tab read -r source target; do
    case $source in '' | /) continue ;; esac
    case $1 in
      "$source") printf '%s\n' "$target" ;;
      "${source%/}"/*) printf '%s/%s\n' "${target%/}" "${1#"${source%/}"/}" ;;
    esac
  done | head -n 1
}
is_composed_of() { case ",$(composed_as project.config_files)," in *",$1,"*) ;; *) return 1 ;; esac; }
# find_container PROGRAM (PROGRAM FILE)...: the one that runs it with one of these files, or that a compose file makes
# under the name of the host that is looked at. Other containers may see the files as well: backups, exporters.
find_container() {
  container=
  command -v docker >/dev/null || return 0
  for container in $(timeout 20 docker ps --all --quiet 2>/dev/null); do
    if [ "$(composed_as oneoff)" != True ] && is_container_of "$@"; then
      container=$(describe '{{.Name}}')
      container=${container#/}
      return 0
    fi
  done
  container=
}
is_container_of() {
  wanted=$1
  shift
  if [ "$(describe '{{.State.Running}}')" = true ]; then [ -n "$(pids_of "$wanted")" ] || return 1
  else case "$wanted $(describe '{{.Config.Image}} {{.Path}} {{join .Args " "}}')" in
    database*maria* | database*mysql* | database*percona* | haproxy*haproxy*) ;;
    *) return 1 ;;
  esac; fi
  while [ $# -ge 2 ]; do
    if [ "$1" = "$wanted" ]; then
      [ -z "$(place_inside "$(readlink -f -- "$2")")$(place_inside "$2")" ] || return 0
      ! is_composed_of "$2" || [ "$(composed_as service)" != "$host_name" ] || return 0
    fi
    shift 2
  done
  return 1
}
# What is asked of its labels later, when a container that failed may be gone.
keep_composition() {
  [ -n "$(composed_as service)" ] || return 0
  for part in project service project.working_dir project.config_files project.environment_file; do
    printf '%s=%s\n' "$part" "$(composed_as "$part")"
  done >"$trial/composition"
}
composition() { sed -n "s/^$1=//p" "$trial/composition"; }
# compose WORD...: in the project of the container; a new text of a compose file that lies beside it counts already.
compose() {
  count=$#
  fields=$IFS
  IFS=,
  for file in $(composition project.config_files); do
    new=$(beside "$file" new)
    [ ! -e "$new" ] || file=$new
    set -- "$@" --file "$file"
  done
  for file in $(composition project.environment_file); do set -- "$@" --env-file "$file"; done
  IFS=$fields
  # Options of docker compose stand before the word of what to do.
  while [ "$count" -gt 0 ]; do
    word=$1
    shift
    set -- "$@" "$word"
    count=$((count - 1))
  done
  docker compose --project-name "$(composition project)" --project-directory "$(composition project.working_dir)" "$@"
}
is_composed_anew() { [ -s "$trial/composition" ] && cut -f 2,5 "$trial/files" | tr '\t' '\n' | grep -qxF "$(composition project.config_files | tr , '\n')"; }
container_do() {
  if [ "$1" = reload ]; then docker kill --signal HUP "$container"
  elif is_composed_anew; then compose up --detach --no-deps --force-recreate --timeout 600 "$(composition service)"
  # A server needs more than the ten seconds that Docker gives to end.
  else docker "$1" $([ "$1" != restart ] || echo --time=600) "$container"; fi
}
health_of_container() { describe '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'; }
# The new files lie where the container would see them, in a container of the same image that goes away at once.
validate_in_image() {
  each_file volume >"$trial/all-volumes" || exit 9
  sort -u "$trial/all-volumes" >"$trial/volumes"
  if [ -s "$trial/composition" ]; then
    # A --volume of docker compose run does not win over one of the service at the same place; another file does.
    printf '{"services": {"%s": {"volumes": [%s]}}}\n' "$(composition service)" \
      "$(sed 's/[\\"]/\\&/g; s/\$/$$/g; s/.*/"&"/' "$trial/volumes" | paste -s -d ,)" >"$trial/validation.json"
    set -- compose --file "$trial/validation.json" run --rm --no-deps --no-TTY --entrypoint sh "$(composition service)"
  else
    set --
    while IFS= read -r volume; do set -- "$@" --volume "$volume"; done <"$trial/volumes"
    set -- docker run --rm --network none --volumes-from "$container:ro" "$@" --entrypoint sh "$(describe '{{.Image}}')"
  fi
  case $(unit_value program) in
    haproxy)
      set -- "$@" -c 'exec haproxy -c "$@"' sh
      next=
      for word in $(describe '{{join .Args " "}}'); do
        [ "$next" != -f ] || set -- "$@" -f "$word"
        next=$word
      done ;;
    database)
      set -- "$@" -c 'if command -v mariadbd >/dev/null; then exec mariadbd --help --verbose "$@" >/dev/null; fi
        exec mysqld --user=mysql --validate-config "$@"' sh
      while IFS= read -r word; do set -- "$@" "$word"; done <"$trial/arguments" ;;
  esac
  "$@" </dev/null
}
volume() {
  target=$(place_inside "$2")
  [ -n "$target" ] || target=$(place_inside "$5")
  [ -n "$target" ] || return 0
  if [ "$3" != - ]; then printf '%s:%s:ro\n' "$(beside "$2" new)" "$target"; return; fi
  # A new file cannot be mounted into a folder that is mounted read-only: a copy of the folder can be in its place.
  folder=$(dirname -- "$2")
  view=$trial/view-$(printf %s "$folder" | sha256sum | cut -c 1-12)
  [ -d "$view" ] || cp -a -- "$folder" "$view" || return 1
  cp -a -- "$(beside "$2" new)" "$view/$(basename -- "$2")" || return 1
  printf '%s:%s:ro\n' "$view" "$(dirname -- "$target")"
}

# --- HAProxy's runtime socket ----------------------------------------------------------------------------------------

# talk SOCKET COMMAND: asks with whatever the host has for it.
talk() {
  if command -v socat >/dev/null; then printf '%s\n' "$2" | socat -t 5 - "UNIX-CONNECT:$1"
  elif command -v perl >/dev/null; then
    perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new($ARGV[0]) or exit 1; print $s "$ARGV[1]\n"; $s->flush; print while <$s>' "$1" "$2"
  elif command -v python3 >/dev/null; then
    python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall((sys.argv[2] + "\n").encode())
while True:
    d = s.recv(65536)
    if not d: break
    sys.stdout.write(d.decode())' "$1" "$2"
  else return 1; fi 2>/dev/null
}
haproxy_words() { for pid in $(pids_of haproxy); do tr '\0' '\n' <"/proc/$pid/cmdline" && return; done; }
# Where the running HAProxy has its root; the first process, the master, is in no chroot of its own.
haproxy_root() {
  [ -n "$container" ] || return 0
  for pid in $(pids_of haproxy); do echo "/proc/$pid/root" && return; done
}
# The files of the running HAProxy: what stands behind -f, folders with their *.cfg.
haproxy_files() {
  next=
  root=$(haproxy_root)
  haproxy_words | while read -r word; do
    if [ "$next" = -f ]; then
      word=$root$word
      if [ -d "$word" ]; then ls -1 "$word"/*.cfg; else printf '%s\n' "$word"; fi
    fi
    next=$word
  done
}
# Where servers can be drained: a socket of the level admin.
admin_socket() {
  haproxy_files | while read -r file; do
    sed -n 's/^[[:space:]]*stats[[:space:]]\{1,\}socket[[:space:]]\{1,\}\(unix@\)\{0,1\}\(\/[^[:space:]]*\).*level[[:space:]]\{1,\}admin.*/\2/p' "$file"
  done | sed "s|^|$(haproxy_root)|" | head -n 1
}
master_socket() {
  next=
  haproxy_words | while read -r word; do
    [ "$next" != -S ] || printf '%s\n' "$(haproxy_root)${word%%,*}"
    next=$word
  done | head -n 1
}
# Lines of "backend server address operation administration" (management.txt, 9.3, show servers state, version 1).
server_states() { talk "$1" 'show servers state' | sed -n '/^[0-9]* [^ ]* [0-9]/p' | cut -d ' ' -f 2,4-7; }
open_sessions() {
  talk "$1" 'show stat' | cut -d , -f 1,2,5 | while IFS=, read -r backend server count; do
    [ "$backend/$server" != "$2" ] || echo "$count"
  done
}
backends_up() { talk "$1" 'show stat' | sed -n 's/^\([^,]*\),BACKEND,.*,UP,.*/\1/p'; }

# --- Pacemaker -------------------------------------------------------------------------------------------------------

has_pacemaker() { command -v crm_mon >/dev/null && pgrep -x pacemakerd >/dev/null; }

# --- looking ---------------------------------------------------------------------------------------------------------

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

# --- import ----------------------------------------------------------------------------------------------------------

# discover: the files that the programs of this host read, keys left out.
discover() {
  printf 'host\t%s\n' "$(hostname)"
  for address in $(hostname -I 2>/dev/null); do printf 'address\t%s\n' "$address"; done
  found=
  named=
  for pid in $(pids_of database); do
    for word in $(tr '\0' ' ' <"/proc/$pid/cmdline"); do
      case $word in --defaults-file=* | --defaults-extra-file=*) named="$named ${word#*=}" ;; esac
    done
  done
  case $named in
    *?*) ;;
    *) named='/etc/my.cnf /etc/mysql/my.cnf /usr/etc/my.cnf' ;;
  esac
  for file in $named; do discover_options "$file" 0; done
  for file in $(haproxy_files) /etc/haproxy/haproxy.cfg; do discover_file "$file"; done
  discover_file /etc/corosync/corosync.conf
  for file in /etc/corosync/authkey /etc/mysql/debian.cnf; do
    [ ! -e "$file" ] || printf 'skipped\t%s\tits content is a secret\n' "$(printf %s "$file" | encoded)"
  done
  for file in /etc/orchestrator.conf.json /etc/orchestrator/orchestrator.conf.json; do discover_file "$file"; done
  return 0
}
discover_file() {
  [ -f "$1" ] || return 1
  # Debian's my.cnf is a link to mariadb.cnf: one file under two names is one file.
  real=$(readlink -f -- "$1")
  case $found in *"$tab$real$tab"*) return 1 ;; esac
  found="$found$tab$real$tab"
  printf 'found\t%s\t%s\n' "$(printf %s "$1" | encoded)" "$(encoded <"$1")"
}
# discover_options FILE DEPTH: with what it includes, as deep as the servers go.
discover_options() {
  [ "$2" -lt 10 ] && discover_file "$1" || return 0
  for included in $(sed -n 's/^[[:space:]]*!include[[:space:]]\{1,\}//p' "$1") \
    $(for folder in $(sed -n 's/^[[:space:]]*!includedir[[:space:]]\{1,\}//p' "$1"); do ls -1d "${folder%/}"/*.cnf 2>/dev/null; done); do
    discover_options "$included" $(($2 + 1))
  done
}

# --- the lock --------------------------------------------------------------------------------------------------------

lock_seconds=300
lock() {
  use_trial "$1"
  mkdir -p $base/backups || fail "$base cannot be made"
  if ! mkdir $base/lock 2>/dev/null; then
    [ -d $base/lock ] || fail "no lock can be made in $base"
    owner=$(cat $base/lock/owner 2>/dev/null)
    expiry=$(cat $base/lock/until 2>/dev/null) || expiry=$(($(stat -c %Y $base/lock 2>/dev/null || date +%s) + 30))
    [ "${expiry:-0}" -lt "$(date +%s)" ] || fail "locked by ${owner:-somebody} for another $((expiry - $(date +%s))) s"
    # Of several that find an old lock only one can rename it.
    mv -T $base/lock "$base/lock-$id" 2>/dev/null && rm -rf "$base/lock-$id"
    mkdir $base/lock 2>/dev/null || fail 'locked by somebody who was quicker'
  fi
  for stale in $base/trial-*; do
    if [ -d "$stale" ] && [ ! -d "$stale/undecided" ] && [ ! -d "$stale/decided" ]; then forget "${stale##*/trial-}"; fi
  done
  use_trial "$1"
  { printf '%s\n' "$id" >$base/lock/id && printf '%s\n' "$2" >$base/lock/owner && beat_lock && mkdir "$trial"; } ||
    { rm -rf $base/lock; fail 'the lock cannot be written'; }
}
# Two commands of one deploy may renew the lock at the same moment, so each writes a file of its own.
beat_lock() {
  printf '%s\n' $(($(date +%s) + lock_seconds)) >"$base/lock/until.$$" && mv -f "$base/lock/until.$$" $base/lock/until
}
# What a deploy left that was killed before it could change anything.
forget() { use_trial "$1"; if [ -e "$trial/files" ]; then each_file forget_old; fi; rm -rf "$trial"; }
holds_lock() { [ "$(cat $base/lock/id 2>/dev/null)" = "$id" ]; }
need_lock() {
  use_trial "$1"
  holds_lock || fail 'the lock was lost: somebody else deploys to this host'
  beat_lock || fail 'the lock cannot be renewed'
  beat
}
unlock() { use_trial "$1"; if holds_lock; then rm -rf $base/lock; fi; }

# --- a trial ---------------------------------------------------------------------------------------------------------

# each_file COMMAND: runs it with number, real path, digest before (- for none), digest after, path and access of every
# file.
each_file() {
  while IFS=$tab read -r number real before after path access; do
    "$1" "$number" "$real" "$before" "$after" "$path" "$access" || return 1
  done <"$trial/files"
}
unit_value() { sed -n "s/^$1=//p" "$trial/unit"; }

# compare ID: what the trial is comes in the variables unit, files, statements, undo and copy (this program).
compare() {
  need_lock "$1"
  for part in unit files statements undo arguments copy; do
    eval "printf %s \"\$$part\"" | base64 -d >"$trial/$part" || fail 'the trial cannot be written down'
  done
  use_trial "$id"
  [ -z "$container" ] || keep_composition
  each_file is_as_planned || exit 9
  program=$(unit_value program)
  if [ -n "$(pids_of "$program")" ]; then ran=1; else ran=0; fi
  case $(unit_value running)$ran in
    10) fail "$program ran when the plan was made, and does not now" ;;
    01) fail "$program did not run when the plan was made, and does now" ;;
  esac
  if [ "$(unit_value activation)" = restart ] && [ -n "$(unit_value uuid)" ]; then need_no_bootstrap; fi
  if [ "$(unit_value activation)" = restart ] && [ "$(unit_value owner)" = pacemaker ]; then
    now=$(simulate "$(unit_value resource)" "$(unit_value node)" "$(unit_value clone)" | tr '\n' ';') || exit 9
    [ "$now" = "$(unit_value transition)" ] || fail "Pacemaker would now do something else than when the plan was made: $now"
  fi
}
# A node that starts with the flag of its first start founds a second cluster beside the one it belongs to.
need_no_bootstrap() {
  if [ -n "$container" ]; then
    case $(describe '{{join .Args " "}} {{join .Config.Env " "}} ') in
      *--wsrep-new-cluster* | *CLUSTER_BOOTSTRAP=yes* | *gcomm://\ *)
        fail "the container $container is made to found a cluster of its own: take that out of it first" ;;
    esac
    return
  fi
  left=$(grep -lse --wsrep-new-cluster /run/mysqld/wsrep-new-cluster /etc/default/mariadb /etc/default/mysql /etc/sysconfig/mysql \
    /etc/systemd/system/mariadb.service.d/*.conf /etc/systemd/system/mysql.service.d/*.conf | head -n 1)
  if has_systemd && systemctl show-environment | grep -q -e --wsrep-new-cluster; then left='the environment of systemd'; fi
  [ -z "$left" ] || fail "--wsrep-new-cluster is left in $left: the restarted node would found a cluster of its own"
}
is_as_planned() {
  [ "$(readlink -f -- "$5")" = "$2" ] || fail "$5 stood for $2 when the plan was made, and for $(readlink -f -- "$5") now"
  if [ "$3" = - ]; then [ ! -e "$2" ] || fail "$2 appeared after the plan was made"
  else
    [ "$(digest_of "$2")" = "$3" ] || fail "$2 was changed after the plan was made"
    now=$(access_of "$2")
    [ "$now" = "$6" ] || fail "owner, mode, label or ACL of $2 is $now now; it was $6 when the plan was made"
  fi
}

# has_all: prints `no` where a file of the variable files is not as it should become.
has_all() {
  printf %s "$files" | base64 -d | while IFS=$tab read -r _ real _ after _; do
    [ "$(digest_of "$real")" = "$after" ] || { echo no; break; }
  done
}

# upload ID NUMBER: the text is in the variable content, in base64.
upload() {
  need_lock "$1"
  wanted=$2
  each_file upload_one || exit 9
}
upload_one() {
  [ "$1" = "$wanted" ] || return 0
  mkdir -p "$(dirname -- "$2")" || fail "the folder of $2 cannot be made"
  new=$(beside "$2" new)
  printf %s "$content" | base64 -d >"$new" || fail "$new cannot be written"
  [ "$(digest_of "$new")" = "$4" ] || fail "$new did not arrive whole"
  # A key gets the one access that a key may have, whatever it had.
  if [ "$secret" = 1 ]; then chmod 400 -- "$new"
  elif [ "$3" != - ]; then
    cp -a --attributes-only -T -- "$2" "$new" && touch -- "$new" && [ "$(access_of "$new")" = "$6" ] ||
      fail "owner, mode, label and ACL of $2 ($6) cannot be kept: the new file got $(access_of "$new")"
  else chmod 644 -- "$new"; fi
  sync -- "$new" || fail "$new does not reach the disk"
}

# Validates the whole tree as it will be: in a mount namespace of its own the new files lie in the place of the old.
validate() {
  need_lock "$1"
  if [ -n "$container" ]; then validate_in_image >"$trial/said" 2>&1 && return
  else validate_on_host && return; fi
  # What a daemon prints besides its verdict is long; the verdict is at the end.
  fail "$(grep -iE 'error|fatal|alert|unknown|refus|invalid|parse|line' "$trial/said" | head -n 20; tail -n 3 "$trial/said")"
}
validate_on_host() {
  unshare --mount --propagation private true 2>/dev/null ||
    fail 'this host allows no mount namespace (a container?), so the new files cannot be validated in place'
  export base id trial tab
  unshare --mount --propagation private sh "$trial/copy" validate_inside "$id" >"$trial/said" 2>&1
}
validate_inside() {
  use_trial "$1"
  each_file cover || exit 9
  program=$(unit_value program)
  binary=$(binary_of "$program")
  [ -n "$binary" ] || { echo "$program is not installed here, so nothing can validate its files"; exit 9; }
  case $program in
    haproxy)
      set --
      for pid in $(pids_of haproxy); do
        next=
        for word in $(tr '\0' ' ' <"/proc/$pid/cmdline"); do
          case $next in -f) set -- "$@" -f "$word" ;; esac
          next=$word
        done
        break
      done
      [ $# -gt 0 ] || set -- -f "$(sed -n 1p "$trial/files" | cut -f 5)"
      "$binary" -c "$@" ;;
    corosync)
      conf=$(cut -f 5 "$trial/files" | grep 'corosync\.conf$' | head -n 1)
      [ -z "$conf" ] || "$binary" -t -c "$conf" ;;
    database)
      if "$binary" --version 2>/dev/null | grep -q MariaDB; then "$binary" --help --verbose >/dev/null
      else "$binary" --user=mysql --validate-config; fi ;;
  esac
}
cover() {
  new=$(beside "$2" new)
  if [ -e "$2" ]; then mount --bind "$new" "$2"; return; fi
  view=$trial/view-$1
  mkdir "$view" && cp -a "$new" "$view/$(basename -- "$2")" &&
    mount -t overlay -o "ro,lowerdir=$view:$(dirname -- "$2")" quorate "$(dirname -- "$2")"
}

backup() {
  need_lock "$1"
  each_file backup_one || exit 9
}
backup_one() {
  [ "$3" != - ] || return 0
  cp -a -- "$2" "$trial/old-$1" || fail "$2 cannot be backed up"
  ! is_in_place "$1" || return 0
  ln -- "$2" "$(beside "$2" old)" || fail "$2 cannot be linked beside itself (immutable?)"
}

# The switch: takes the trial back when nobody beats for so many seconds.
arm() {
  need_lock "$1"
  touch "$trial/heartbeat" && mkdir "$trial/undecided" || fail 'the switch cannot be armed'
  members_of_corosync >"$trial/members"
  start_apart "quorate-$id" watch "$id" "$2" "$trial/copy" || fail 'the switch does not start'
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -s "$trial/watch" ] && return
    sleep 0.2
  done
  fail 'the switch does not start'
}
watch() {
  use_trial "$1"
  if [ "$(unit_value program)" = corosync ] && [ "$(unit_value activation)" = reload ]; then watch_reloads & fi
  echo $$ >"$trial/watch"
  while [ -d "$trial/undecided" ]; do
    sleep 1
    beaten=$(stat -c %Y "$trial/heartbeat" 2>/dev/null) || continue
    [ $(($(date +%s) - beaten)) -gt "$2" ] || continue
    decide || break
    if is_agreed; then settle 'kept, because all nodes have taken it over;'
    else put_back watch || continue; fi
    log "$(cat "$trial/verdict" 2>/dev/null) by the switch: nobody confirmed within $2 s"
    start_again
    tidy
  done
}
# A reload reaches all nodes at once. Whether it did is what they can agree about without talking to one another.
watch_reloads() {
  { while [ -d "$trial/undecided" ]; do sleep 1; done; echo q; } |
    corosync-cmapctl -t config.totemconfig_reload_in_progress >"$trial/reloads" 2>/dev/null
  touch "$trial/watched"
}
is_agreed() {
  [ "$(unit_value program)" = corosync ] || return 1
  # It was whole with the new file. What keeps it from its peers now is not the file, and they have kept it.
  [ ! -e "$trial/gated" ] || return 0
  if [ "$(unit_value activation)" = restart ]; then is_agreed_after_stop; return; fi
  [ "$(unit_value activation)" = reload ] || return 1
  # What was seen is only written down when the watching ends.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$trial/watched" ] && break; sleep 0.2; done
  # A peer that is missing has not seen it, or goes back because it is alone: then all go back.
  grep -q '> config' "$trial/reloads" && sees_all_peers && corosync-quorumtool -s >/dev/null 2>&1
}
sees_all_peers() { [ "$(members_of_corosync)" = "$(cat "$trial/members")" ]; }
# probe ID: prints what is missing where this node, which we can reach, does not see all its peers.
probe() {
  use_trial "$1"
  holds_lock || fail 'the lock was lost: somebody else deploys to this host'
  # On a full disk nothing can be renewed, and the way back works all the same.
  beat
  sees_all_peers || echo "a peer is missing: members are now $(members_of_corosync)"
}
# Stopped on all nodes, the new files may have been started on some already. So every node starts with the new file and
# waits: those that become quorate together keep it, and where nobody does all go back.
is_agreed_after_stop() {
  [ -e "$trial/activating" ] || return 1
  start_corosync >/dev/null 2>&1 </dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ "$(members_of_corosync | wc -w)" -gt 1 ] && corosync-quorumtool -s >/dev/null 2>&1 && return
    sleep 1
  done
  return 1
}
members_of_corosync() { corosync-cmapctl 2>/dev/null | sed -n 's/^runtime\.members\.\([0-9]*\)\.status (str) = joined$/\1/p' | sort -n | tr '\n' ' '; }
decide() { mv -T "$trial/undecided" "$trial/decided" 2>/dev/null; }
settle() {
  mv -T "$trial/decided" "$trial/over"
  printf '%s\n' "$1" 2>/dev/null >"$trial/verdict"
  # On a full disk the words are lost, not the decision.
  return 0
}
beat() { touch "$trial/heartbeat" 2>/dev/null; }

replace() {
  need_lock "$1"
  each_file is_as_planned || exit 9
  each_file replace_one || exit 9
}
is_in_place() { case " $(unit_value inplace) " in *" $1 "*) return 0 ;; esac; return 1; }
# write_over TEXT FILE: for a file that is a mount of its own. Its bytes change in one go; its inode stays.
write_over() {
  dd if="$1" of="$2" bs=16M conv=notrunc,fsync status=none && truncate -s "$(stat -c %s -- "$1")" -- "$2" && sync -- "$2"
}
replace_one() {
  if is_in_place "$1"; then
    new=$(beside "$2" new)
    write_over "$new" "$2" || fail "$2 cannot be written"
    rm -f -- "$new"
    return
  fi
  mv -T -- "$(beside "$2" new)" "$2" || fail "$2 cannot be replaced"
  sync -- "$2" "$(dirname -- "$2")" || fail "$2 does not reach the disk"
}

activate() {
  need_lock "$1"
  touch "$trial/activating"
  pids_of "$(unit_value program)" >"$trial/pids"
  [ "$container" = '' ] || health_of_container >"$trial/health"
  if [ "$(unit_value program)" = haproxy ]; then
    socket=$(admin_socket)
    [ -z "$socket" ] || backends_up "$socket" >"$trial/up"
    socket=$(master_socket)
    if [ -n "$socket" ] && talk "$socket" 'show proc' | grep -q 'failed: [1-9]'; then touch "$trial/had-failed"; fi
  fi
  # A restart may take longer than the switch waits; while it runs somebody is in charge.
  (while [ -d "$trial" ] && kill -0 $$ 2>/dev/null; do beat; beat_lock; sleep 1; done) </dev/null >/dev/null 2>&1 &
  beats=$!
  status=0
  case $(unit_value activation) in
    set-global) sql_telling "$(cat "$trial/statements")" >"$trial/said" 2>&1 || status=9 ;;
    reload)
      if [ "$(unit_value program)" = corosync ]; then corosync-cfgtool -R
      else
        let_go
        own_do reload
      fi </dev/null >"$trial/said" 2>&1 || status=9 ;;
    restart)
      if [ "$(unit_value program)" = corosync ]; then start_corosync
      else own_do restart; fi </dev/null >"$trial/said" 2>&1 || status=9 ;;
  esac
  kill $beats 2>/dev/null
  [ $status = 0 ] || fail "$(unit_value activation) failed: $(tail -n 20 "$trial/said" 2>/dev/null)"
}

# Old workers keep their sessions, and with them what the new file takes away: their servers are drained, and what is
# left of them is closed.
let_go() {
  socket=$(admin_socket)
  gone=$(unit_value removed)
  if [ -z "$socket" ] || [ -z "$gone" ]; then return 0; fi
  for server in $gone; do talk "$socket" "set server $server state drain" >/dev/null; done
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    left=$(for server in $gone; do open_sessions "$socket" "$server"; done | grep -v '^0$')
    [ -n "$left" ] || return 0
    sleep 1
  done
  for server in $gone; do talk "$socket" "shutdown sessions server $server" >/dev/null; done
}
# own_do start|restart|reload: through whatever owns the program. Reloads do not matter to Pacemaker.
own_do() {
  case $(unit_value owner)-$1 in
    container-*) container_do "$1" ;;
    pacemaker-start | pacemaker-restart) pacemaker_do "$1" "$(unit_value resource)" "$(unit_value node)" ;;
    *) service_do "$(unit_value service)" "$1" ;;
  esac
}
pacemaker_do() {
  case $1 in
    restart) timeout 900 crm_resource --restart --resource "$2" --node "$3" --timeout 600s ;;
    start)
      # A restart that was cut off leaves the resource stopped or banned.
      crm_resource --resource "$2" --meta --delete-parameter target-role
      crm_resource --clear --resource "$2" --node "$3"
      crm_resource --cleanup --resource "$2" --node "$3"
      timeout 300 crm_resource --wait --timeout 240s ;;
  esac
}
# simulate RESOURCE NODE CLONE: what Pacemaker would do to stop it there, as lines such as "Move vip". Its configuration
# is verified first; all happens in a copy.
simulate() {
  copy_of_cib=$(mktemp) || fail 'no temporary file can be made'
  cibadmin --query >"$copy_of_cib" 2>/dev/null && said=$(crm_verify --xml-file "$copy_of_cib" 2>&1) ||
    { rm -f "$copy_of_cib"; fail "Pacemaker does not find its own configuration right: $said"; }
  if [ "$3" = 1 ]; then CIB_file=$copy_of_cib crm_resource --resource "$1" --ban --node "$2"
  else CIB_file=$copy_of_cib crm_resource --resource "$1" --meta --set-parameter target-role --parameter-value Stopped; fi >/dev/null 2>&1 ||
    { rm -f "$copy_of_cib"; fail "$1 cannot be stopped in a copy of Pacemaker's configuration"; }
  crm_simulate --simulate --xml-file "$copy_of_cib" 2>/dev/null |
    sed -n 's/^  *\* \(Start\|Stop\|Move\|Restart\|Recover\|Promote\|Demote\|Fence\)  *\([^ ]*\).*/\1 \2/p' | sort
  rm -f "$copy_of_cib"
}
start_corosync() {
  corosync_up || service_do corosync start
  for _ in 1 2 3 4 5 6 7 8 9 10; do corosync_up && break; sleep 0.5; done
  corosync_up || return
  if [ "$(unit_value pacemaker)" = 1 ] && ! has_pacemaker; then service_do pacemaker start; fi
}
corosync_up() { corosync-cmapctl -g runtime.config.totem.token >/dev/null 2>&1; }
# stop ID: of corosync, which is stopped on all nodes before it is started on any.
stop() {
  need_lock "$1"
  touch "$trial/activating"
  stop_corosync >"$trial/said" 2>&1 </dev/null || fail "corosync does not stop: $(tail -n 5 "$trial/said")"
}
stop_corosync() {
  if has_pacemaker; then service_do pacemaker stop || return; fi
  [ -z "$(pids_of corosync)" ] || service_do corosync stop
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -z "$(pids_of corosync)" ] && return; sleep 0.5; done
  return 1
}

# --- switched off meanwhile ------------------------------------------------------------------------------------------

# suspend ID SECONDS: switches off what the variables kind and servers say, and on again after so long at the latest.
suspend() {
  id=$1
  off=$base/suspended-$id
  mkdir -p $base && mkdir "$off" || fail "$off cannot be made"
  { printf '%s' "$kind" >"$off/kind" && printf %s "$copy" | base64 -d >"$off/copy"; } || fail 'it cannot be written down'
  : >"$off/servers"
  "suspend_$kind" "$2"
  start_apart "quorate-resume-$id" resume_later "$id" "$2" "$off/copy"
}
resume_later() {
  sleep "$2"
  resume "$1"
}
# resume ID: whoever is first does it.
resume() {
  id=$1
  off=$base/resumed-$id
  mv -T "$base/suspended-$id" "$off" 2>/dev/null || return 0
  "resume_$(cat "$off/kind")" || { mv -T "$off" "$base/suspended-$id"; fail "what was switched off for $id is not on again"; }
  rm -rf "$off"
}
suspend_drain() {
  socket=$(admin_socket)
  [ -n "$socket" ] || fail 'HAProxy has no runtime socket of the level admin any more'
  states=$(server_states "$socket")
  for wanted in $servers; do
    backend=${wanted%%/*}
    server=${wanted#*/}
    # Somebody else's drain is not ours to end, and the last server of a backend is better than none.
    printf '%s\n' "$states" | grep -q "^$backend $server [^ ]* 2 0\$" || continue
    printf '%s\n' "$states" | grep -v "^$backend $server " | grep -q "^$backend [^ ]* [^ ]* 2 0\$" || continue
    printf '%s\n' "$wanted" >>"$off/servers"
    talk "$socket" "set server $wanted state drain" >/dev/null
  done
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    left=$(while read -r wanted; do open_sessions "$socket" "$wanted"; done <"$off/servers" | grep -v '^0$')
    [ -n "$left" ] || break
    sleep 1
  done
}
resume_drain() {
  # A proxy that was restarted meanwhile has forgotten it.
  [ -n "$(pids_of haproxy)" ] || return 0
  socket=$(admin_socket)
  while read -r wanted; do talk "$socket" "set server $wanted state ready" >/dev/null || return 1; done <"$off/servers"
}
# The rule ends it by Pacemaker's own clock, also when this host is gone (Pacemaker Explained, rules).
suspend_maintenance() {
  until=$(date -u -d "@$(($(date +%s) + $1))" '+%Y-%m-%d %H:%M:%SZ')
  cibadmin --modify --allow-create --scope crm_config --xml-text "<cluster_property_set id=\"quorate-maintenance\" score=\"1000\">
    <rule id=\"quorate-maintenance-rule\" score=\"INFINITY\"><date_expression id=\"quorate-maintenance-until\" operation=\"lt\" end=\"$until\"/></rule>
    <nvpair id=\"quorate-maintenance-mode\" name=\"maintenance-mode\" value=\"true\"/></cluster_property_set>" || fail 'Pacemaker cannot be put into maintenance'
  for _ in 1 2 3 4 5 6 7 8 9 10; do is_in_maintenance && return; sleep 0.5; done
  resume_maintenance
  fail 'Pacemaker does not go into maintenance: its own options say maintenance-mode=false'
}
is_in_maintenance() { crm_mon --one-shot --output-as xml 2>/dev/null | grep -q 'maintenance-mode="true"'; }
resume_maintenance() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    cibadmin --delete --scope crm_config --xml-text '<cluster_property_set id="quorate-maintenance"/>' 2>/dev/null && return
    sleep 2
  done
  return 1
}
# start_apart NAME COMMAND... PROGRAM: outlives the session.
start_apart() {
  if has_systemd; then systemd-run --quiet --collect --unit="$1" sh "$5" "$2" "$3" "$4"
  else setsid sh "$5" "$2" "$3" "$4" </dev/null >/dev/null 2>&1 & fi
}

# gate ID SECONDS
gate() {
  need_lock "$1"
  [ "$(unit_value running)" = 1 ] || return 0
  until=$(($(date +%s) + $2))
  steady=0
  while :; do
    beat
    why=$(what_is_unhealthy)
    if [ -z "$why" ]; then
      # Healthy twice in a row: a daemon that dies right after its start was up for a moment as well.
      steady=$((steady + 1))
      if [ $steady -ge 2 ]; then touch "$trial/gated" 2>/dev/null; return 0; fi
    else steady=0; fi
    [ "$(date +%s)" -lt "$until" ] || fail "not healthy after $2 s: $why"
    beat_lock
    sleep 1
  done
}
what_is_unhealthy() {
  program=$(unit_value program)
  pids=$(pids_of "$program")
  [ -n "$pids" ] || { echo "$program does not run"; return; }
  if [ -n "$container" ]; then
    health=$(health_of_container)
    # A check that failed before may fail now; one that was fine is waited for.
    [ "$health" = running ] || [ "$health" = "$(cat "$trial/health" 2>/dev/null)" ] || [ "$health" = 'running healthy' ] ||
      { echo "the container $container is $health"; return; }
  fi
  case $program in
    haproxy)
      [ "$(unit_value activation)" = nothing ] && return
      fresh=
      for pid in $pids; do case " $(cat "$trial/pids")" in *" $pid "*) ;; *) fresh=1 ;; esac; done
      [ -n "$fresh" ] || { echo 'there is no new worker: HAProxy goes on with the old configuration'; return; }
      socket=$(master_socket)
      if [ -n "$socket" ] && talk "$socket" 'show proc' | grep -q 'failed: [1-9]'; then
        [ -e "$trial/had-failed" ] || { echo 'the master says that the reload failed'; return; }
      fi
      socket=$(admin_socket)
      if [ -n "$socket" ] && [ -s "$trial/up" ]; then
        now=$(backends_up "$socket")
        known=$(talk "$socket" 'show stat' | sed -n 's/^\([^,]*\),BACKEND,.*/\1/p')
        while read -r backend; do
          if printf '%s\n' "$known" | grep -qxF -e "$backend" && ! printf '%s\n' "$now" | grep -qxF -e "$backend"; then
            echo "no server of $backend is up, as there was before"
          fi
        done <"$trial/up"
      fi ;;
    corosync)
      corosync-quorumtool -s >/dev/null 2>&1 || { echo 'the node has no quorum'; return; }
      [ "$(members_of_corosync)" = "$(cat "$trial/members")" ] || echo "members are now $(members_of_corosync)" ;;
    database)
      [ "$(unit_value answers)" = 1 ] || return
      [ "$(sql 'SELECT 1')" = 1 ] || { echo 'the server does not answer'; return; }
      uuid=$(unit_value uuid)
      if [ -n "$uuid" ]; then
        [ "$(status_of wsrep_local_state_comment)" = Synced ] || { echo "the node is $(status_of wsrep_local_state_comment), not Synced"; return; }
        [ "$(status_of wsrep_cluster_status)" = Primary ] || { echo 'the node is not in the primary component'; return; }
        [ "$(status_of wsrep_ready)" = ON ] || { echo 'wsrep_ready is not ON'; return; }
        [ "$(status_of wsrep_cluster_state_uuid)" = "$uuid" ] || { echo 'the node is in another cluster than before'; return; }
        [ "$(status_of wsrep_cluster_size)" -ge "$(unit_value size)" ] || { echo "the cluster has $(status_of wsrep_cluster_size) nodes, not $(unit_value size)"; return; }
      fi
      if [ "$(unit_value replica)" = 1 ]; then
        threads=$(replica_threads)
        case $threads in *No* | *Connecting* | *Preparing* | '') echo "replication does not run ($(echo $threads))"; return ;; esac
        lag=$(replica_lag)
        case $lag in
          '' | *[!0-9]*) echo "the replica does not say how far it is behind" ;;
          *) [ "$lag" -le "$(unit_value lag)" ] || echo "the replica is $lag s behind, more than $(unit_value lag) s" ;;
        esac
      fi
      if [ "$(unit_value group)" = 1 ]; then
        case $(group_part) in *ONLINE) ;; *) echo "the member is $(echo $(group_part)), not ONLINE" ;; esac
      fi ;;
  esac
}

confirm() {
  need_lock "$1"
  each_file is_as_deployed || exit 9
  { [ ! -e $base/deployed ] || cat $base/deployed; } >"$trial/deployed" 2>/dev/null &&
    each_file remember || fail 'what was deployed cannot be written down'
  decide || fail 'too late: the switch takes the change back already'
  mv -T "$trial/deployed" $base/deployed
  each_file forget_old
  settle confirmed
  log confirmed
  if [ -s "$trial/files" ]; then mv -T "$trial" "$base/backups/$id"; else rm -rf "$trial"; fi
  ls -1 $base/backups | sort -r | tail -n +11 | while read -r old; do rm -rf "$base/backups/$old"; done
}
is_as_deployed() { [ "$(digest_of "$2")" = "$4" ] || fail "$2 was changed by somebody else during the trial"; }
remember() {
  {
    while IFS=$tab read -r digest path; do [ "$path" = "$5" ] || printf '%s\t%s\n' "$digest" "$path" || return 1; done <"$trial/deployed"
    printf '%s\t%s\n' "$4" "$5"
  } >"$trial/deployed.new" && mv "$trial/deployed.new" "$trial/deployed"
}
forget_old() { rm -f -- "$(beside "$2" old)" "$(beside "$2" new)"; }
log() { printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$id" "$1" >>$base/log 2>/dev/null; }

# restore ID RELOAD: what the person's side does when something failed.
restore() {
  use_trial "$1"
  [ -d "$trial" ] || { [ -d "$base/backups/$id" ] && fail 'the change was confirmed already'; return 0; }
  reload_others=$2
  if [ ! -d "$trial/undecided" ] && [ ! -d "$trial/decided" ] && [ ! -d "$trial/over" ]; then return; fi
  if decide; then
    put_back operator && [ ! -s "$trial/trouble" ] || fail "$(cat "$trial/trouble" 2>/dev/null)"
    return
  fi
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    if [ -d "$trial/over" ] || [ ! -d "$trial" ]; then return; fi
    sleep 1
  done
  fail 'the switch is taking the change back but does not come to an end'
}
put_back() {
  each_file put_back_one || { mv -T "$trial/decided" "$trial/undecided"; return 1; }
  put_service_back "$1"
  settle 'taken back'
}
put_service_back() {
  [ -e "$trial/activating" ] && [ "$(unit_value running)" = 1 ] || return 0
  program=$(unit_value program)
  { case $(unit_value activation) in
    set-global) sql "$(cat "$trial/undo")" ;;
    reload)
      if [ $program = corosync ]; then [ "$1" = operator ] && [ "$reload_others" = 0 ] || corosync-cfgtool -R
      elif [ -n "$(pids_of $program)" ]; then own_do reload
      else own_do start; fi ;;
    restart)
      # A server that is up, joins or recovers is never killed for an old file; one that is down gets started.
      if [ $program = corosync ]; then stop_corosync; start_corosync
      elif [ -z "$(pids_of $program)" ]; then own_do start
      elif [ "$1" = operator ] && answers_in_time 300 && is_settled; then own_do restart
      elif [ -z "$(pids_of $program)" ]; then own_do start
      elif [ "$(unit_value owner)" = pacemaker ]; then own_do start; fi ;;
  esac; } </dev/null >"$trial/said" 2>&1
  return 0
}
# answers_in_time SECONDS: whether the server answers. One that is starting may still end, and is waited for.
answers_in_time() {
  [ "$(unit_value answers)" = 1 ] || return 1
  until=$(($(date +%s) + $1))
  while [ "$(sql 'SELECT 1')" != 1 ]; do
    [ -n "$(pids_of database)" ] && [ "$(date +%s)" -lt "$until" ] || return 1
    sleep 1
  done
}
# A server that was starting with the new file when the old one came back may end over it.
start_again() {
  [ "$(unit_value program)" = database ] && [ "$(unit_value activation)" = restart ] && [ -e "$trial/activating" ] || return 0
  [ "$(unit_value running)" = 1 ] || return 0
  answers_in_time 900 || [ -n "$(pids_of database)" ] || own_do start >/dev/null 2>&1 </dev/null
}
is_settled() { [ -z "$(unit_value uuid)" ] || [ "$(status_of wsrep_local_state_comment)" = Synced ]; }
put_back_one() {
  old=$(beside "$2" old)
  now=-
  [ ! -e "$2" ] || now=$(digest_of "$2")
  if [ "$now" = "$3" ]; then return 0; fi
  # Somebody else's text is not ours to throw away.
  if [ "$now" != "$4" ] && [ "$now" != - ]; then printf '%s was changed by somebody else during the trial and stays\n' "$2" >>"$trial/trouble"; return 0; fi
  if [ "$3" = - ]; then rm -f -- "$2" && return 0
  elif is_in_place "$1"; then write_over "$trial/old-$1" "$2" && return 0
  else
    [ -e "$old" ] || cp -a -- "$trial/old-$1" "$old"
    mv -T -- "$old" "$2" && sync -- "$2" "$(dirname -- "$2")" && return 0
  fi
  printf '%s cannot be put back\n' "$2" >>"$trial/trouble"
  return 1
}
clean() {
  use_trial "$1"
  if [ -d "$trial/undecided" ] || [ -d "$trial/decided" ]; then fail 'left to the switch on the host'; fi
  tidy
}
tidy() {
  if [ -e "$trial/files" ]; then each_file forget_old; fi
  rm -rf "$trial"
  if holds_lock; then rm -rf $base/lock; fi
}

# previous: what the last confirmed deploy replaced, as lines of path and text, program by program; nothing where no
# deploy is remembered. A restart leaves no backup: there is nothing of it to take back.
previous() {
  last=$(ls -1 $base/backups 2>/dev/null | sort -r | head -n 1)
  [ -n "$last" ] || return 0
  for trial in "$base/backups/${last%%-*}"-*; do
    id=${trial##*/}
    printf 'deploy\t%s\t%s\n' "$id" "$(unit_value program)"
    each_file print_previous
  done
}
print_previous() {
  if [ "$3" = - ]; then printf 'new\t%s\n' "$(printf %s "$5" | encoded)"
  else printf 'old\t%s\t%s\t%s\t%s\n' "$(printf %s "$5" | encoded)" "$(digest_of "$trial/old-$1")" "$4" "$(encoded <"$trial/old-$1")"; fi
}

"$@"
