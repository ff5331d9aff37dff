# Whether what runs now is as healthy as before.

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
