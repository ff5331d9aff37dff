import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StatusReport } from '../../client/cli/status-report';
import { commandFile } from '../cli/child';
import { describeLab } from '../daemons';
import { runToEnd } from '../daemons/machine';
import { monitor } from './desk';
import { MariadbStar } from './mariadb-star';

const schema = JSON.parse(
  readFileSync(path.join(__dirname, '../../schemas/status-report.schema.json'), 'utf8'),
) as object;

describeLab('quorate status', (daemons) => {
  let star: MariadbStar | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-status-'));
  before(async function () {
    this.timeout(60_000);
    star = await MariadbStar.start(daemons().root);
    for (const [name, text] of Object.entries(MariadbStar.files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const password = monitor.password.replaceAll('"', '\\"');
    writeFileSync(path.join(folder, 'account.txt'), `[client]\nuser = ${monitor.user}\npassword = "${password}"\n`);
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await star?.stop();
  });

  async function status(...argv: string[]): Promise<{ code: number; out: string }> {
    const command = [
      process.execPath,
      commandFile(),
      'status',
      folder,
      '--defaults-file',
      path.join(folder, 'account.txt'),
    ];
    const { status: code, stdout, stderr } = await runToEnd((star as MariadbStar).lab.onNetwork([...command, ...argv]));
    assert.equal(stderr, '');
    return { code, out: stdout.toString() };
  }

  it('says of a healthy cluster that it is, with exit code 0', async function () {
    this.timeout(30_000);
    const { code, out } = await status();
    assert.match(out, /^cluster shop: OK/);
    assert.match(out, /OK {7}db2 {2}MariaDB 10\.11\.\d+; db2 replicates from 10\.0\.1\.1, 0 s behind/);
    assert.equal(code, 0);
    assert.deepEqual(await status('--format', 'nagios'), {
      code: 0,
      out: 'QUORATE OK - 1 cluster, 3 hosts, nothing wrong | critical=0 degraded=0 unknown=0\n',
    });
  });

  it('names cause, evidence, next step and line of a fault in every format', async function () {
    this.timeout(30_000);
    await star?.sql('db2', 'SET GLOBAL read_only = OFF');
    try {
      const text = await status();
      assert.equal(text.code, 1);
      assert.match(text.out, /WARNING {2}db2 is a replica and takes writes from clients\n {4}db2: @@read_only = OFF/);
      assert.match(text.out, /db2\/my\.cnf:9:\d+ read_only\n/);
      const json = await status('--format', 'json', '--cluster', 'shop');
      const report = JSON.parse(json.out) as StatusReport;
      // The file says ON: the same fault, seen from its line.
      assert.deepEqual(
        report.clusters[0]?.drift.map(({ rule, host, line }) => [rule, host, line]),
        [['running/changed-at-run-time', 'db2', 9]],
      );
      const validate = addFormats(new Ajv({ allowUnionTypes: true })).compile(schema);
      assert.ok(validate(report), JSON.stringify(validate.errors));
      assert.equal(report.level, 'degraded');
      assert.equal(report.clusters[0]?.verdicts[0]?.id, 'replication/writable-replica');
      const nagios = await status('--format', 'nagios');
      assert.equal(nagios.code, 1);
      assert.match(nagios.out, /^QUORATE WARNING - db2 is a replica.* \| critical=0 degraded=1 unknown=0\n$/);
      for (const { out } of [text, json, nagios])
        assert.ok(!out.includes(monitor.password), 'the password was printed');
    } finally {
      await star?.sql('db2', 'SET GLOBAL read_only = ON');
    }
  });

  it('says what the servers do not go by only where they do not', async function () {
    this.timeout(30_000);
    const report = JSON.parse((await status('--format', 'json')).out) as StatusReport;
    assert.deepEqual(report.clusters[0]?.drift, []);
  });

  it('tells what beats a line of a file, and what no file holds', async function () {
    this.timeout(60_000);
    const drift = async (): Promise<unknown> => {
      const report = JSON.parse((await status('--format', 'json')).out) as StatusReport;
      return report.clusters[0]?.drift.map(({ rule, file, line }) => [rule, path.basename(path.dirname(file)), line]);
    };
    await star?.restart('db3', ['--slave-net-timeout=30']);
    await star?.sql('db2', 'SET GLOBAL sync_binlog = 7');
    try {
      assert.deepEqual(await drift(), [
        ['running/lost-at-restart', 'db2', 1],
        ['running/overridden', 'db3', 8],
      ]);
    } finally {
      await star?.sql('db2', 'SET GLOBAL sync_binlog = 0');
      await star?.restart('db3');
    }
    assert.deepEqual(await drift(), []);
  });

  it('is not held up by a host that is off', async function () {
    this.timeout(30_000);
    await star?.lab.link('db3', 'down');
    try {
      const { code, out } = await status('--timeout', '1', '--format', 'nagios');
      assert.equal(code, 2);
      assert.match(out, /^QUORATE CRITICAL - db3 does not answer at all/);
    } finally {
      await star?.lab.link('db3', 'up');
    }
  });
});
