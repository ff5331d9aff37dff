# What runs on a host, as root: one program for a POSIX shell with coreutils, util-linux and procps, nothing else.
# It is sent with every step and never installed; only while a change is on trial a copy lies in the trial's folder,
# for the switch that takes the change back by itself.
#
# Everything of ours is below /var/lib/quorate: lock/ (who deploys, until when), trial-ID/ (a change that is not
# confirmed yet), backups/ID/ (what confirmed deploys replaced), deployed (digests of what was deployed last) and
# log. Beside a file lie, for the time of a trial, its new text as .NAME.quorate-ID.new and a second link to the old
# file as .NAME.quorate-ID.old: to go back is then one rename, which needs no space. No daemon reads files of such
# names from its include folders. A trial is a folder in it that is renamed, for the same reason:
# undecided -> decided (one of confirm, restore and the switch got hold of it) -> over.
#
# Exit status: 0 done, 9 refused or failed with the reason on standard error.
set -u
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/libexec
export LC_ALL PATH
umask 077
base=/var/lib/quorate
tab=$(printf '\t')
# The container that programs and servers are looked for in; empty for those of the host itself.
container=

fail() { printf '%s\n' "$*" >&2; exit 9; }
encoded() { base64 -w 0; }
digest_of() { sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1; }
# access_of FILE: owner, group, mode, label (? without SELinux) and ACL as one word. Without getfacl an ACL is a mere +.
access_of() {
  label=$(stat -c %C -- "$1" 2>/dev/null) || label='?'
  if command -v getfacl >/dev/null; then
    acl=$(getfacl --skip-base --omit-header --absolute-names -- "$1" 2>/dev/null | grep -v '^$' | tr '\n' ',')
  else case $(ls -ld -- "$1") in ??????????+*) acl=+ ;; *) acl= ;; esac; fi
  printf '%s|%s|%s\n' "$(stat -c '%U|%G|%a' -- "$1")" "${label:-?}" "${acl%,}"
}
beside() { printf '%s/.%s.quorate-%s.%s' "$(dirname -- "$1")" "$(basename -- "$1")" "$id" "$2"; }
use_trial() {
  id=$1
  trial=$base/trial-$id
  container=
  if [ -s "$trial/unit" ] && [ "$(unit_value owner)" = container ]; then container=$(unit_value resource); fi
}
