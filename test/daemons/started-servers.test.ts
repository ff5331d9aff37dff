import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readPage } from '../rules/page';
import { type Daemons, describeDaemons } from '.';

/** What became of a server that was really started, on a data directory of its own. */
interface Started {
  /** The answers to the queries, one a line; undefined when the server ended instead. */
  readonly answers: readonly string[] | undefined;
  readonly log: string;
}

const programs = {
  mariadb: {
    make: 'mariadb-install-db --no-defaults --user=mysql --datadir=/tmp/data --skip-test-db --auth-root-authentication-method=normal --innodb-log-file-size=4M',
    server: 'mariadbd',
    client: 'mariadb',
  },
  mysql: {
    make: 'mysqld --no-defaults --initialize-insecure --user=mysql --datadir=/tmp/data',
    server: 'mysqld',
    client: 'mysql',
  },
};

/** Starts a server with one option file: what `--help` and `--validate-config` do not look at, it looks at then. */
function start({ run }: Daemons, product: keyof typeof programs, optionFile: string, queries = 'SELECT 1'): Started {
  const { make, server, client } = programs[product];
  const script = `chmod 1777 /tmp; mkdir -p /tmp/data; chown mysql:mysql /tmp/data
${make} >/tmp/made 2>&1 || { cat /tmp/made; exit 3; }
${server} --defaults-file=/etc/my.cnf --user=mysql --datadir=/tmp/data --socket=/tmp/socket --innodb-buffer-pool-size=16M >/tmp/log 2>&1 &
server=$!
while kill -0 $server 2>/dev/null; do
  ${client} --no-defaults -uroot -S /tmp/socket -N -e '${queries}' >/tmp/answers 2>/dev/null && { cat /tmp/answers; kill -9 $server; exit 0; }
  sleep 0.1
done
cat /tmp/log >&2; exit 1`;
  const result = run(['sh', '-c', script], {
    files: { '/etc/my.cnf': optionFile },
    timeoutMs: 60_000,
    hostname: 'db1',
  });
  assert.notEqual(result.status, 3, `no data directory: ${result.stdout}`);
  const isUp = result.status === 0;
  return { answers: isUp ? result.stdout.trim().split('\n') : undefined, log: result.stderr };
}

/** The option file of a page's n-th bad or mended case. */
function fromPage(rule: string, kind: 'bad' | 'fixed', at = 0): string {
  const scene = readPage(join(__dirname, '../../server/core/rules', `${rule}.md`)).filter((each) => each.kind === kind)[
    at
  ];
  const file = [...(scene?.files ?? [])].find(([path]) => path.endsWith('.cnf'));
  assert.ok(file, `${rule} has no such case`);
  return file[1];
}

describeDaemons('MariaDB, started with what the pages show', (daemons) => {
  const mariadb = (optionFile: string, queries?: string): Started => start(daemons(), 'mariadb', optionFile, queries);

  it('does not start when it would send changes round for ever, and starts when that is mended', () => {
    const { answers, log } = mariadb(fromPage('mycnf/own-events-applied', 'bad'));
    assert.equal(answers, undefined);
    assert.match(log, /--replicate-same-server-id in conjunction with --log-slave-updates is impossible/);
    assert.deepEqual(mariadb(fromPage('mycnf/own-events-applied', 'fixed')).answers, ['1']);
  }).timeout(60_000);

  it('writes a binary log called OFF, and none behind skip-log-bin', () => {
    const queries = 'SELECT @@log_bin; SELECT @@log_bin_basename';
    assert.deepEqual(mariadb(fromPage('mycnf/log-bin-named-off', 'bad'), queries).answers, ['1', '/tmp/data/OFF']);
    assert.equal(mariadb(fromPage('mycnf/log-bin-named-off', 'fixed'), queries).answers?.[0], '0');
  }).timeout(60_000);

  it('takes names of logs back where log_basename stands below them', () => {
    const queries = 'SELECT @@log_bin_basename';
    assert.deepEqual(mariadb(fromPage('mycnf/log-basename-late', 'bad'), queries).answers, ['/tmp/data/shop-bin']);
    assert.deepEqual(mariadb(fromPage('mycnf/log-basename-late', 'fixed'), queries).answers, ['/tmp/data/binlog']);
  }).timeout(60_000);

  it('keeps no step when the offset is above it', () => {
    const queries =
      'CREATE DATABASE t; CREATE TABLE t.a (i INT AUTO_INCREMENT PRIMARY KEY, b INT); INSERT INTO t.a (b) VALUES (1), (2), (3); SELECT GROUP_CONCAT(i) FROM t.a';
    const optionFile = '[mysqld]\nauto_increment_increment = 3\nauto_increment_offset = 5\n';
    assert.deepEqual(mariadb(optionFile, queries).answers, ['1,4,5']);
  }).timeout(60_000);
});

describeDaemons(
  'MySQL, started with what the pages show',
  (daemons) => {
    const cases = [
      ['mycnf/gtid-without-consistency', 1, /GTID_MODE = ON requires ENFORCE_GTID_CONSISTENCY = ON/],
      ['replication/semisync-plugin-missing', 0, /unknown variable 'rpl_semi_sync_source_enabled=ON'/],
    ] as const;
    for (const [rule, at, says] of cases) {
      it(`refuses the bad case of ${rule} and takes the mended one`, () => {
        const { answers, log } = start(daemons(), 'mysql', fromPage(rule, 'bad', at));
        assert.equal(answers, undefined);
        assert.match(log, says);
        assert.deepEqual(start(daemons(), 'mysql', fromPage(rule, 'fixed', at)).answers, ['1']);
      }).timeout(120_000);
    }
  },
  'sid-mysql',
);
