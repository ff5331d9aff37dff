import type { Files } from '../daemons';

/**
 * The init script of a database server, which says by its exit code whether the server came up and went away. What
 * `/etc/default/<client>` holds is added to its command line, as Debian's scripts do.
 */
const databaseService = (daemon: string, client: string, words: string): Files[string] => ({
  mode: 0o755,
  content: `#!/bin/sh
pids() { pgrep -x ${daemon}; }
answers() { timeout 5 ${client} --no-defaults --socket=/run/mysqld/mysqld.sock -e 'SELECT 1' >/dev/null 2>&1; }
start() {
  mkdir -p /run/mysqld && chown mysql:mysql /run/mysqld
  extra=$(cat /etc/default/${client} 2>/dev/null)
  setsid ${daemon} --user=mysql --socket=/run/mysqld/mysqld.sock --innodb-buffer-pool-size=16M \\
    --innodb-flush-log-at-trx-commit=0 ${words} $extra "$@" </dev/null >>/var/log/mysqld.out 2>&1 &
  for _ in $(seq 600); do
    answers && return 0
    sleep 0.1
    [ -n "$(pids)" ] || { tail -n 5 /var/log/mysqld.out >&2; return 1; }
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
});

/** Services of a host without systemd: init scripts, the one thing lab hosts lack of a real host's boot. */
export const services: Files = {
  '/etc/init.d/mariadb': databaseService('mariadbd', 'mariadb', '--key-buffer-size=1M --aria-pagecache-buffer-size=1M'),
  '/etc/init.d/mysql': databaseService('mysqld', 'mysql', '--mysqlx=OFF --innodb-redo-log-capacity=32M'),
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
