# HAProxy's runtime sockets.

# talk SOCKET COMMAND: asks with whatever the host has for it.
talk() {
  if command -v socat >/dev/null; then printf '%s\n' "$2" | socat -t 5 - "UNIX-CONNECT:$1"
  elif command -v perl >/dev/null; then
    perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new($ARGV[0]) or exit 1; print $s "$ARGV[1]\n"; $s->flush; print while <$s>' "$1" "$2"
  elif command -v python3 >/dev/null; then
    python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall((sys.argv[2] + "\n").encode())
while True:
    d = s.recv(65536)
    if not d: break
    sys.stdout.write(d.decode())' "$1" "$2"
  else return 1; fi 2>/dev/null
}
haproxy_words() { for pid in $(pids_of haproxy); do tr '\0' '\n' <"/proc/$pid/cmdline" && return; done; }
# Where the running HAProxy has its root; the first process, the master, is in no chroot of its own.
haproxy_root() {
  [ -n "$container" ] || return 0
  for pid in $(pids_of haproxy); do echo "/proc/$pid/root" && return; done
}
# The files of the running HAProxy: what stands behind -f, folders with their *.cfg.
haproxy_files() {
  next=
  root=$(haproxy_root)
  haproxy_words | while read -r word; do
    if [ "$next" = -f ]; then
      word=$root$word
      if [ -d "$word" ]; then ls -1 "$word"/*.cfg; else printf '%s\n' "$word"; fi
    fi
    next=$word
  done
}
# Where servers can be drained: a socket of the level admin.
admin_socket() {
  haproxy_files | while read -r file; do
    sed -n 's/^[[:space:]]*stats[[:space:]]\{1,\}socket[[:space:]]\{1,\}\(unix@\)\{0,1\}\(\/[^[:space:]]*\).*level[[:space:]]\{1,\}admin.*/\2/p' "$file"
  done | sed "s|^|$(haproxy_root)|" | head -n 1
}
master_socket() {
  next=
  haproxy_words | while read -r word; do
    [ "$next" != -S ] || printf '%s\n' "$(haproxy_root)${word%%,*}"
    next=$word
  done | head -n 1
}
# Lines of "backend server address operation administration" (management.txt, 9.3, show servers state, version 1).
server_states() { talk "$1" 'show servers state' | sed -n '/^[0-9]* [^ ]* [0-9]/p' | cut -d ' ' -f 2,4-7; }
open_sessions() {
  talk "$1" 'show stat' | cut -d , -f 1,2,5 | while IFS=, read -r backend server count; do
    [ "$backend/$server" != "$2" ] || echo "$count"
  done
}
backends_up() { talk "$1" 'show stat' | sed -n 's/^\([^,]*\),BACKEND,.*,UP,.*/\1/p'; }
# Old workers keep their sessions, and with them what the new file takes away: their servers are drained, and what is
# left of them is closed.
let_go() {
  socket=$(admin_socket)
  gone=$(unit_value removed)
  if [ -z "$socket" ] || [ -z "$gone" ]; then return 0; fi
  for server in $gone; do talk "$socket" "set server $server state drain" >/dev/null; done
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    left=$(for server in $gone; do open_sessions "$socket" "$server"; done | grep -v '^0$')
    [ -n "$left" ] || return 0
    sleep 1
  done
  for server in $gone; do talk "$socket" "shutdown sessions server $server" >/dev/null; done
}
