import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { Report } from '../../client/cli/report';
import { commandFile, quorateProcess } from './child';
import { pair, scratchFolders, sharedId } from './scratch';

describe('the command as a process', function () {
  this.timeout(60_000);
  const scratch = scratchFolders();

  before(() => void commandFile());

  it('ends with the exit codes of the contract', () => {
    const folder = scratch({ ...pair, 'fine/db9/my.cnf': '[mysqld]\nserver_id = 9\n' });
    const onlyIds = ['--rule', sharedId];
    for (const [code, argv] of [
      [0, ['check', 'fine', ...onlyIds]],
      [1, ['check', ...onlyIds]],
      [2, ['check', 'nowhere']],
      [0, ['--version']],
    ] as const) {
      assert.equal(quorateProcess(argv, { cwd: folder }).code, code, argv.join(' '));
    }
  });

  it('paints for FORCE_COLOR, and not into a pipe', () => {
    const folder = scratch(pair);
    const check = (env: NodeJS.ProcessEnv): string => quorateProcess(['check'], { cwd: folder, env }).out;
    assert.ok(check({ FORCE_COLOR: '1' }).includes('\u001b[31m'));
    assert.ok(!check({}).includes('\u001b'));
    assert.ok(!check({ NO_COLOR: '1' }).includes('\u001b'));
  });

  it('reads a thousand hosts with few files open at a time', () => {
    const hosts = Array.from({ length: 1000 }, (_, index) => `c${index >> 1}/db${index}/my.cnf`);
    const folder = scratch(Object.fromEntries(hosts.map((file) => [file, '[mysqld]\nserver_id = 1\nlog_bin\n'])));
    const command = `ulimit -n 100 && exec "$0" "$@" check --rule ${sharedId} --format json`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, commandFile()], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    assert.equal(stderr, '');
    const { summary } = JSON.parse(stdout) as Report;
    assert.deepEqual([summary.files, summary.clusters, summary.errors], [1000, 500, 1000]);
  });

  it('is silent when its reader has seen enough', async () => {
    // More findings than a pipe holds, so that the command still writes when the reader is gone.
    const folder = scratch({ 'quorate.json': `{ "clusters": [${'{}, '.repeat(5000)}{}] }` });
    const child = spawn(process.execPath, [commandFile(), 'check'], { cwd: folder });
    let err = '';
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual([code, err], [1, '']);
  });

  it('says in one line that its answer cannot be written', () => {
    const command = 'exec "$0" "$@" check >/dev/full';
    const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, commandFile()], {
      cwd: scratch(pair),
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /^quorate: the answer cannot be written: ENOSPC.*\n$/);
  });

  it('serves an editor over standard input and output, and ends as it is told to', async () => {
    const initialize = { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } };
    const shutdown = { id: 2, method: 'shutdown' };
    const exit = { method: 'exit' };
    const proper = await serve(initialize, shutdown, exit);
    assert.match(proper.out, /"id":1,"result":\{"serverInfo":\{"name":"quorate"\}/);
    assert.deepEqual([proper.code, proper.err], [0, '']);
    assert.equal((await serve(initialize, exit)).code, 1);
  });
});

/** Sends messages to the language server, and waits for its end. */
async function serve(...messages: object[]): Promise<{ code: unknown; out: string; err: string }> {
  const argv = [commandFile(), 'lsp', '--stdio', `--clientProcessId=${process.pid}`];
  const child = spawn(process.execPath, argv);
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  for (const message of messages) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${text.length}\r\n\r\n${text}`);
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, out, err };
}
