import assert from 'node:assert/strict';
import type { SqlOption } from '../../server/core/catalog/sql';
import type { Target } from '../../server/core/catalog/options';
import { catalogs } from '../../server/disk/catalogs';
import { describeLab } from '../daemons';
import { type Host, Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';

/** A value that the option may have, as the statement writes it. */
function sampleOf({ type, values, min, name }: SqlOption): string {
  if (values.length > 0) return values[0] as string;
  if (name.endsWith('_ALGORITHMS')) return "'zlib'";
  if (name.endsWith('_TLS_VERSION')) return "'TLSv1.2'";
  if (type === 'string') return "''";
  if (type === 'account') return 'NULL';
  return type === 'list' ? '(1)' : String(min ?? 1);
}

/** Statements in which every word of the catalogue for a release stands, one a line. */
function statements(wording: 'MASTER' | 'SOURCE', target: Target): string[] {
  const change = wording === 'MASTER' ? 'CHANGE MASTER TO' : 'CHANGE REPLICATION SOURCE TO';
  return [
    "CREATE USER 'probe'@'%' IDENTIFIED BY 'Secret-1';",
    ...catalogs.sql.options(wording, target).map((option) => `${change} ${option.name} = ${sampleOf(option)};`),
    ...catalogs.sql.privileges(target).map(({ name }) => `GRANT ${name} ON *.* TO 'probe'@'%';`),
  ];
}

/** Runs statements one by one; those that the server does not understand come back, with what it says. */
async function notUnderstood(host: Host, client: readonly string[], lines: readonly string[]): Promise<string[]> {
  const { stderr } = await host.run([...client, '--force'], lines.join('\n'));
  const refused = [...stderr.matchAll(/^ERROR (\d+) .*at line (\d+): (.*)$/gm)];
  // Whatever else it says comes from a server that has read the words: a file that is missing, two ways at once.
  return refused
    .filter(([, code]) => ['1064', '1193', '1149', '3619', '3523', '3929'].includes(code ?? ''))
    .map(([, , line, message]) => `${lines[Number(line) - 1]}: ${message}`);
}

describeLab('the SQL of MariaDB 10.11 as the catalogue has it', (daemons) => {
  it('is understood by the server, word for word', async function () {
    this.timeout(120_000);
    const lab = await Lab.start(daemons().root, [{ name: 'db1', addresses: ['10.0.0.1'], files: {} }]);
    try {
      const host = lab.host('db1');
      await MariadbServer.start(host, await emptyDataDirectory(host), ['--server-id=1', '--log-bin']);
      const lines = statements('MASTER', { product: 'mariadb', series: '10.11' });
      assert.ok(lines.length > 50);
      assert.deepEqual(await notUnderstood(host, ['mariadb'], lines), []);
      assert.equal((await notUnderstood(host, ['mariadb'], ['CHANGE MASTER TO MASTER_AUTO_POSITION = 1;'])).length, 1);
    } finally {
      await lab.stop();
    }
  });
});

describeLab(
  'the SQL of MySQL 9.7 as the catalogue has it',
  (daemons) => {
    it('is understood by the server, word for word', async function () {
      this.timeout(120_000);
      const lab = await Lab.start(daemons().root, [{ name: 'my1', addresses: ['10.0.0.1'], files: {} }]);
      try {
        const host = lab.host('my1');
        const socket = '/run/mysqld/mysqld.sock';
        await host.check(['sh', '-c', 'mkdir -p /run/mysqld && chown mysql:mysql /run/mysqld']);
        await host.check(['mysqld', '--user=mysql', '--initialize-insecure', '--innodb-redo-log-capacity=32M']);
        const small = ['--innodb-buffer-pool-size=16M', '--innodb-redo-log-capacity=32M', '--mysqlx=OFF'];
        const argv = ['--user=mysql', `--socket=${socket}`, ...small];
        const daemon = host.start(['mysqld', ...argv, '--gtid-mode=ON', '--enforce-gtid-consistency=ON']);
        const client = ['mysql', '-uroot', `--socket=${socket}`];
        const answers = async (): Promise<boolean> => (await host.run([...client, '-e', 'SELECT 1'])).status === 0;
        await daemon.until('an answer', 60, answers);
        const lines = statements('SOURCE', { product: 'mysql', series: '9.7' });
        assert.ok(lines.length > 50);
        assert.deepEqual(await notUnderstood(host, client, lines), []);
        const wrong = ['CHANGE REPLICATION SOURCE TO SOURCE_USE_GTID = slave_pos;'];
        assert.equal((await notUnderstood(host, client, wrong)).length, 1);
      } finally {
        await lab.stop();
      }
    });
  },
  'sid-mysql',
);
