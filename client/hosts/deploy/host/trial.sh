# A trial: its files as they were, as they will be, and whether all is still as it was planned.

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
forget_old() { rm -f -- "$(beside "$2" old)" "$(beside "$2" new)"; }
log() { printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$id" "$1" >>$base/log 2>/dev/null; }
