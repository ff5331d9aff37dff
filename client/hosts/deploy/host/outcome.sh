# How a trial ends: kept, or taken back.

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
