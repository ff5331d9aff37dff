# The files of a host that nobody keeps in a repository yet.

# discover: the files that the programs of this host read, keys left out.
discover() {
  printf 'host\t%s\n' "$(hostname)"
  for address in $(hostname -I 2>/dev/null); do printf 'address\t%s\n' "$address"; done
  found=
  named=
  for pid in $(pids_of database); do
    for word in $(tr '\0' ' ' <"/proc/$pid/cmdline"); do
      case $word in --defaults-file=* | --defaults-extra-file=*) named="$named ${word#*=}" ;; esac
    done
  done
  case $named in
    *?*) ;;
    *) named='/etc/my.cnf /etc/mysql/my.cnf /usr/etc/my.cnf' ;;
  esac
  for file in $named; do discover_options "$file" 0; done
  for file in $(haproxy_files) /etc/haproxy/haproxy.cfg; do discover_file "$file"; done
  discover_file /etc/corosync/corosync.conf
  for file in /etc/corosync/authkey /etc/mysql/debian.cnf; do
    [ ! -e "$file" ] || printf 'skipped\t%s\tits content is a secret\n' "$(printf %s "$file" | encoded)"
  done
  for file in /etc/orchestrator.conf.json /etc/orchestrator/orchestrator.conf.json; do discover_file "$file"; done
  return 0
}
discover_file() {
  [ -f "$1" ] || return 1
  # Debian's my.cnf is a link to mariadb.cnf: one file under two names is one file.
  real=$(readlink -f -- "$1")
  case $found in *"$tab$real$tab"*) return 1 ;; esac
  found="$found$tab$real$tab"
  printf 'found\t%s\t%s\n' "$(printf %s "$1" | encoded)" "$(encoded <"$1")"
}
# discover_options FILE DEPTH: with what it includes, as deep as the servers go.
discover_options() {
  [ "$2" -lt 10 ] && discover_file "$1" || return 0
  for included in $(sed -n 's/^[[:space:]]*!include[[:space:]]\{1,\}//p' "$1") \
    $(for folder in $(sed -n 's/^[[:space:]]*!includedir[[:space:]]\{1,\}//p' "$1"); do ls -1d "${folder%/}"/*.cnf 2>/dev/null; done); do
    discover_options "$included" $(($2 + 1))
  done
}
