# The switch: takes a trial back when nobody beats any more, whoever was killed or cut off.

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
beat() { touch "$trial/heartbeat" 2>/dev/null; }
decide() { mv -T "$trial/undecided" "$trial/decided" 2>/dev/null; }
settle() {
  mv -T "$trial/decided" "$trial/over"
  printf '%s\n' "$1" 2>/dev/null >"$trial/verdict"
  # On a full disk the words are lost, not the decision.
  return 0
}
# A server that was starting with the new file when the old one came back may end over it.
start_again() {
  [ "$(unit_value program)" = database ] && [ "$(unit_value activation)" = restart ] && [ -e "$trial/activating" ] || return 0
  [ "$(unit_value running)" = 1 ] || return 0
  answers_in_time 900 || [ -n "$(pids_of database)" ] || own_do start >/dev/null 2>&1 </dev/null
}
