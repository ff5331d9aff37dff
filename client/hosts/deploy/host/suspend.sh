# What is switched off meanwhile, and comes on again by itself.

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
resume_maintenance() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    cibadmin --delete --scope crm_config --xml-text '<cluster_property_set id="quorate-maintenance"/>' 2>/dev/null && return
    sleep 2
  done
  return 1
}
