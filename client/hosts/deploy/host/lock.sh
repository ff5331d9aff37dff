# One deploy at a time; a lock that nobody renews is over after a while.

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
