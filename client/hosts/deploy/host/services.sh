# Programs of a host, their processes, and the services that start and stop them through whatever owns them.

program_names() { case $1 in database) echo mariadbd mysqld ;; *) echo "$1" ;; esac; }
service_names() { case $1 in database) echo mariadb mysql mysqld ;; *) echo "$1" ;; esac; }
binary_of() {
  for name in $(program_names "$1"); do
    found=$(command -v "$name") && { echo "$found"; return; }
  done
}
pids_of() {
  if [ -n "$container" ]; then pids_in_container "$(program_names "$1")"
  else for name in $(program_names "$1"); do pgrep -x "$name"; done; fi | sort -n | tr '\n' ' '
}
has_systemd() { [ -d /run/systemd/system ]; }
service_of() {
  for name in $(service_names "$1"); do
    if has_systemd; then
      systemctl cat "$name.service" >/dev/null 2>&1 && { echo "$name"; return; }
    elif [ -x "/etc/init.d/$name" ]; then echo "$name"; return; fi
  done
}
service_do() {
  if has_systemd; then timeout 900 systemctl "$2" "$1.service"
  else timeout 900 "/etc/init.d/$1" "$2"; fi
}
# own_do start|restart|reload: through whatever owns the program. Reloads do not matter to Pacemaker.
own_do() {
  case $(unit_value owner)-$1 in
    container-*) container_do "$1" ;;
    pacemaker-start | pacemaker-restart) pacemaker_do "$1" "$(unit_value resource)" "$(unit_value node)" ;;
    *) service_do "$(unit_value service)" "$1" ;;
  esac
}
# start_apart NAME COMMAND... PROGRAM: outlives the session.
start_apart() {
  if has_systemd; then systemd-run --quiet --collect --unit="$1" sh "$5" "$2" "$3" "$4"
  else setsid sh "$5" "$2" "$3" "$4" </dev/null >/dev/null 2>&1 & fi
}
