import type { Files } from '../daemons';

/** Services of a host without systemd: init scripts, the one thing lab hosts lack of a real host's boot. */
export const services: Files = {
  '/etc/init.d/mariadb': {
    mode: 0o755,
    content: `#!/bin/sh
pids() { pgrep -x mariadbd; }
answers() { timeout 5 mariadb --no-defaults --socket=/run/mysqld/mysqld.sock -e 'SELECT 1' >/dev/null 2>&1; }
start() {
  mkdir -p /run/mysqld && chown mysql:mysql /run/mysqld
  extra=$(cat /etc/default/mariadb 2>/dev/null)
  setsid mariadbd --user=mysql --socket=/run/mysqld/mysqld.sock --innodb-buffer-pool-size=16M \\
    --innodb-flush-log-at-trx-commit=0 --key-buffer-size=1M --aria-pagecache-buffer-size=1M \\
    $extra "$@" </dev/null >>/var/log/mysqld.out 2>&1 &
  for _ in $(seq 200); do
    answers && return 0
    sleep 0.1
    [ -n "$(pids)" ] || { tail -n 5 /var/log/mysqld.out; return 1; }
  done
  return 1
}
stop() {
  for pid in $(pids); do kill "$pid"; done
  for _ in $(seq 300); do [ -n "$(pids)" ] || return 0; sleep 0.1; done
  return 1
}
case $1 in
  start) shift; start "$@" ;;
  stop) stop ;;
  restart) stop && start ;;
  *) exit 2 ;;
esac
`,
  },
  '/etc/init.d/mysql': {
    mode: 0o755,
    content: `#!/bin/sh
answers() { timeout 5 mysql --no-defaults --socket=/run/mysqld/mysqld.sock -e 'SELECT 1' >/dev/null 2>&1; }
start() {
  mkdir -p /run/mysqld && chown mysql:mysql /run/mysqld
  setsid mysqld --user=mysql --mysqlx=OFF --innodb-buffer-pool-size=16M --innodb-redo-log-capacity=8M \\
    --innodb-flush-log-at-trx-commit=0 "$@" </dev/null >>/var/log/mysqld.out 2>&1 &
  for _ in $(seq 600); do
    answers && return 0
    sleep 0.1
    pgrep -x mysqld >/dev/null || { tail -n 5 /var/log/mysqld.out >&2; return 1; }
  done
  return 1
}
stop() {
  pkill -x mysqld
  for _ in $(seq 300); do pgrep -x mysqld >/dev/null || return 0; sleep 0.1; done
  return 1
}
case $1 in
  start) shift; start "$@" ;;
  stop) stop ;;
  restart) stop && start ;;
  *) exit 2 ;;
esac
`,
  },
  '/etc/init.d/haproxy': {
    mode: 0o755,
    content: `#!/bin/sh
config=/etc/haproxy/haproxy.cfg
case $1 in
  start) mkdir -p /run/haproxy; haproxy -W -D -p /run/haproxy.pid -f $config ;;
  stop) kill "$(cat /run/haproxy.pid)" ;;
  reload) haproxy -c -q -f $config && kill -USR2 "$(cat /run/haproxy.pid)" ;;
  restart) $0 stop; sleep 0.3; $0 start ;;
  *) exit 2 ;;
esac
`,
  },
};
