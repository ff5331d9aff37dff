# The new files in their places, and the program with them.

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
