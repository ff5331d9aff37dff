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
beside() { printf '%s/.%s.quorate-%s.%s' "$(dirname -- "$1")" "$(basename -- "$1")" "$id" "$2"; }
use_trial() { id=$1; trial=$base/trial-$id; }

# --- programs and services -------------------------------------------------------------------------------------------

program_names() { case $1 in database) echo mariadbd mysqld ;; *) echo "$1" ;; esac; }
service_names() { case $1 in database) echo mariadb mysql mysqld ;; *) echo "$1" ;; esac; }
binary_of() {
  for name in $(program_names "$1"); do
    found=$(command -v "$name") && { echo "$found"; return; }
  done
}
pids_of() { for name in $(program_names "$1"); do pgrep -x "$name"; done | sort -n | tr '\n' ' '; }
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
sql() {
  client=$(client_of) || return 1
  printf '%s\n' "$1" | timeout 20 "$client" --batch --skip-column-names 2>/dev/null && return
  [ -r /etc/mysql/debian.cnf ] || return 1
  printf '%s\n' "$1" | timeout 20 "$client" --defaults-file=/etc/mysql/debian.cnf --batch --skip-column-names 2>/dev/null
}
status_of() { sql "SHOW GLOBAL STATUS LIKE '$1'" | cut -f 2; }
replica_threads() {
  sql 'SHOW ALL SLAVES STATUS\G' | sed -n 's/^ *Slave_\(IO\|SQL\)_Running: *//p'
}

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
  for program in corosync database haproxy; do
    binary=$(binary_of $program)
    [ -n "$binary" ] || continue
    case $program in database) version=$("$binary" --version 2>/dev/null) ;; *) version=$("$binary" -v 2>/dev/null | head -n 1) ;; esac
    printf 'program\t%s\t%s\t%s\t%s\n' $program "$(printf %s "$version" | encoded)" "$(service_of $program)" "$(pids_of $program)"
  done
  observe_server
  for path; do observe_file "$path"; done
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
  sql "SELECT CONCAT('variable\t', LOWER(VARIABLE_NAME), '\t', VARIABLE_SCOPE, '\t', TO_BASE64(COALESCE(GLOBAL_VALUE, '')))
    FROM information_schema.SYSTEM_VARIABLES WHERE READ_ONLY = 'NO' AND VARIABLE_NAME NOT LIKE '%PASSWORD%'
    AND LENGTH(GLOBAL_VALUE) < 50" | sed 's/\\t/\t/g'
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
  case $1 in *authkey*) content= ;; *) content=$(encoded <"$real") ;; esac
  printf 'file\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$encoded_path" "$(printf %s "$real" | encoded)" \
    "$(digest_of "$real")" "$(stat -c '%U|%G|%a' -- "$real")" "$(stat -c %C -- "$real" 2>/dev/null)" "$deployed" "$mount" "$content"
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

# each_file COMMAND: runs it with number, path, digest before (- for none) and digest after of every file.
each_file() {
  while IFS=$tab read -r number real before after path; do
    "$1" "$number" "$real" "$before" "$after" "$path" || return 1
  done <"$trial/files"
}
unit_value() { sed -n "s/^$1=//p" "$trial/unit"; }

# compare ID: what the trial is comes in the variables unit, files, statements, undo and copy (this program).
compare() {
  need_lock "$1"
  for part in unit files statements undo copy; do
    eval "printf %s \"\$$part\"" | base64 -d >"$trial/$part" || fail 'the trial cannot be written down'
  done
  each_file is_as_planned || exit 9
  if [ "$(unit_value activation)" = restart ] && [ -n "$(unit_value uuid)" ]; then need_no_bootstrap; fi
}
# A node that starts with the flag of its first start founds a second cluster beside the one it belongs to.
need_no_bootstrap() {
  left=$(grep -lse --wsrep-new-cluster /etc/default/mariadb /etc/default/mysql /etc/sysconfig/mysql \
    /etc/systemd/system/mariadb.service.d/*.conf /etc/systemd/system/mysql.service.d/*.conf | head -n 1)
  if has_systemd && systemctl show-environment | grep -q -e --wsrep-new-cluster; then left='the environment of systemd'; fi
  [ -z "$left" ] || fail "--wsrep-new-cluster is left in $left: the restarted node would found a cluster of its own"
}
is_as_planned() {
  if [ "$3" = - ]; then [ ! -e "$2" ] || fail "$2 appeared after the plan was made"
  else [ "$(digest_of "$2")" = "$3" ] || fail "$2 was changed after the plan was made"; fi
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
  if [ "$3" != - ]; then cp -a --attributes-only -T -- "$2" "$new" && touch -- "$new" || fail "owner and mode of $2 cannot be kept"
  elif [ "$secret" = 1 ]; then chmod 400 -- "$new"
  else chmod 644 -- "$new"; fi
  sync -- "$new" || fail "$new does not reach the disk"
}

# Validates the whole tree as it will be: in a mount namespace of its own the new files lie in the place of the old.
validate() {
  need_lock "$1"
  unshare --mount --propagation private true 2>/dev/null ||
    fail 'this host allows no mount namespace (a container?), so the new files cannot be validated in place'
  export base id trial tab
  unshare --mount --propagation private sh "$trial/copy" validate_inside "$id" >"$trial/said" 2>&1 && return
  # What a daemon prints besides its verdict is long; the verdict is at the end.
  fail "$(grep -iE 'error|fatal|alert|unknown|refus|invalid|parse|line' "$trial/said" | head -n 20; tail -n 3 "$trial/said")"
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
  ln -- "$2" "$(beside "$2" old)" || fail "$2 cannot be linked beside itself (immutable?)"
}

# The switch: takes the trial back when nobody beats for so many seconds.
arm() {
  need_lock "$1"
  touch "$trial/heartbeat" && mkdir "$trial/undecided" || fail 'the switch cannot be armed'
  members_of_corosync >"$trial/members"
  if has_systemd; then
    systemd-run --quiet --collect --unit="quorate-$id" sh "$trial/copy" watch "$id" "$2" || fail 'the switch does not start'
  else
    setsid sh "$trial/copy" watch "$id" "$2" </dev/null >/dev/null 2>&1 &
  fi
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
  [ "$(unit_value program)" = corosync ] && [ "$(unit_value activation)" = reload ] || return 1
  # What was seen is only written down when the watching ends.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$trial/watched" ] && break; sleep 0.2; done
  grep -q '> config' "$trial/reloads" && [ "$(members_of_corosync | wc -w)" -gt 1 ] && corosync-quorumtool -s >/dev/null 2>&1
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
replace_one() {
  mv -T -- "$(beside "$2" new)" "$2" || fail "$2 cannot be replaced"
  sync -- "$2" "$(dirname -- "$2")" || fail "$2 does not reach the disk"
}

activate() {
  need_lock "$1"
  touch "$trial/activating"
  service=$(unit_value service)
  pids_of "$(unit_value program)" >"$trial/pids"
  # A restart may take longer than the switch waits; while it runs somebody is in charge.
  (while [ -d "$trial" ] && kill -0 $$ 2>/dev/null; do beat; beat_lock; sleep 1; done) </dev/null >/dev/null 2>&1 &
  beats=$!
  status=0
  case $(unit_value activation) in
    set-global) sql "$(cat "$trial/statements")" >"$trial/said" 2>&1 || status=9 ;;
    reload)
      if [ "$(unit_value program)" = corosync ]; then corosync-cfgtool -R
      else service_do "$service" reload; fi </dev/null >"$trial/said" 2>&1 || status=9 ;;
    restart) service_do "$service" restart </dev/null >"$trial/said" 2>&1 || status=9 ;;
  esac
  kill $beats 2>/dev/null
  [ $status = 0 ] || fail "$(unit_value activation) failed: $(tail -n 20 "$trial/said" 2>/dev/null)"
}

# gate ID SECONDS
gate() {
  need_lock "$1"
  [ "$(unit_value running)" = 1 ] || return 0
  until=$(($(date +%s) + $2))
  steady=0
  while :; do
    beat
    if why=$(what_is_unhealthy) && [ -z "$why" ]; then
      # Healthy twice in a row: a daemon that dies right after its start was up for a moment as well.
      steady=$((steady + 1))
      [ $steady -ge 2 ] && return
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
  case $program in
    haproxy)
      [ "$(unit_value activation)" = nothing ] && return
      for pid in $pids; do case " $(cat "$trial/pids")" in *" $pid "*) ;; *) return ;; esac; done
      echo 'there is no new worker: HAProxy goes on with the old configuration' ;;
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
        case $threads in *No* | *Connecting* | *Preparing* | '') echo "replication does not run ($(echo $threads))" ;; esac
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
  mv -T "$trial" "$base/backups/$id"
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
  service=$(unit_value service)
  { case $(unit_value activation) in
    set-global) sql "$(cat "$trial/undo")" ;;
    reload)
      if [ $program = corosync ]; then [ "$1" = operator ] && [ "$reload_others" = 0 ] || corosync-cfgtool -R
      elif [ -n "$(pids_of $program)" ]; then service_do "$service" reload
      else service_do "$service" start; fi ;;
    restart)
      # A server that is up, joins or recovers is never killed for an old file; one that is down gets started.
      if [ -z "$(pids_of $program)" ]; then service_do "$service" start
      elif [ "$1" = operator ] && [ "$(sql 'SELECT 1')" = 1 ] && is_settled; then service_do "$service" restart; fi ;;
  esac; } </dev/null >"$trial/said" 2>&1
  return 0
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

# previous: what the last confirmed deploy replaced, as lines of path and text.
previous() {
  last=$(ls -1 $base/backups 2>/dev/null | sort -r | head -n 1)
  [ -n "$last" ] || fail 'no deploy is remembered on this host'
  id=$last
  trial=$base/backups/$last
  printf 'deploy\t%s\t%s\n' "$last" "$(unit_value program)"
  each_file print_previous
}
print_previous() {
  if [ "$3" = - ]; then printf 'new\t%s\n' "$(printf %s "$5" | encoded)"
  else printf 'old\t%s\t%s\t%s\t%s\n' "$(printf %s "$5" | encoded)" "$(digest_of "$trial/old-$1")" "$4" "$(encoded <"$trial/old-$1")"; fi
}

"$@"
