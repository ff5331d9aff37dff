# What the last deploy replaced.

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
