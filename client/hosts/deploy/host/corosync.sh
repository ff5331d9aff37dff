# Corosync, whose nodes have to agree.

corosync_up() { corosync-cmapctl -g runtime.config.totem.token >/dev/null 2>&1; }
start_corosync() {
  corosync_up || service_do corosync start
  for _ in 1 2 3 4 5 6 7 8 9 10; do corosync_up && break; sleep 0.5; done
  corosync_up || return
  if [ "$(unit_value pacemaker)" = 1 ] && ! has_pacemaker; then service_do pacemaker start; fi
}
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
members_of_corosync() { corosync-cmapctl 2>/dev/null | sed -n 's/^runtime\.members\.\([0-9]*\)\.status (str) = joined$/\1/p' | sort -n | tr '\n' ' '; }
sees_all_peers() { [ "$(members_of_corosync)" = "$(cat "$trial/members")" ]; }
# probe ID: prints what is missing where this node, which we can reach, does not see all its peers.
probe() {
  use_trial "$1"
  holds_lock || fail 'the lock was lost: somebody else deploys to this host'
  # On a full disk nothing can be renewed, and the way back works all the same.
  beat
  sees_all_peers || echo "a peer is missing: members are now $(members_of_corosync)"
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
