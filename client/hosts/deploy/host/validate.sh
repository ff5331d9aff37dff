# The daemon's own verdict on the whole tree as it will be.

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
