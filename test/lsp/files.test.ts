import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clustersChanged, type ClusterView, clustersRequest } from '../../server/lsp/protocol';
import { pair, scratchFolders, sharedId, writeFiles } from '../cli/scratch';
import { editors } from './editor';

const text = pair['db1/etc/mysql/my.cnf'] as string;
const other = text.replace('= 1', '= 2');

describe('files on disk and in the editor', () => {
  const scratch = scratchFolders();
  const start = editors();

  /** A folder, its two files, and an editor that has read it. */
  async function opened() {
    const folder = scratch(pair);
    const editor = await start([folder]);
    await editor.settled();
    const [db1, db2] = ['db1', 'db2'].map((host) => path.join(folder, host, 'etc/mysql/my.cnf')) as [string, string];
    const shown = (): number[] => [db1, db2].map((file) => editor.shown(file, sharedId).length);
    return { folder, editor, db1, db2, shown };
  }

  it('are missed in the Hosts view when they go, also those without findings', async () => {
    const { folder, editor, db2 } = await opened();
    writeFiles(folder, { 'db2/etc/mysql/my.cnf': other });
    await editor.changedOnDisk(db2);
    await editor.settled();
    const told = (): number => editor.received.filter(({ method }) => method === clustersChanged).length;
    const before = told();
    rmSync(path.join(folder, 'db2'), { recursive: true });
    await editor.changedOnDisk(path.join(folder, 'db2'));
    await editor.settled();
    assert.ok(told() > before);
  });

  it('are watched: a changed, a deleted and a new file count', async () => {
    const { folder, editor, db2, shown } = await opened();
    assert.deepEqual(shown(), [1, 1]);
    writeFiles(folder, { 'db2/etc/mysql/my.cnf': other });
    await editor.changedOnDisk(db2);
    await editor.settled();
    assert.deepEqual(shown(), [0, 0]);
    writeFiles(folder, { 'db3/my.cnf': other });
    await editor.changedOnDisk(path.join(folder, 'db3/my.cnf'));
    await editor.settled();
    assert.equal(editor.shown(db2, sharedId).length, 1);
    rmSync(db2);
    await editor.changedOnDisk(db2);
    await editor.settled();
    assert.equal(editor.shown(db2).length, 0);
    assert.equal(editor.shown(path.join(folder, 'db3/my.cnf'), sharedId).length, 0);
  });

  it('are watched: a whole folder goes, and comes under another name', async () => {
    const { folder, editor, db2, shown } = await opened();
    renameSync(path.join(folder, 'db2'), path.join(folder, 'away'));
    await editor.changedOnDisk(path.join(folder, 'db2'));
    await editor.settled();
    assert.deepEqual(shown(), [0, 0]);
    renameSync(path.join(folder, 'away'), path.join(folder, 'db9'));
    await editor.changedOnDisk(path.join(folder, 'db9'));
    await editor.settled();
    assert.equal(editor.shown(db2).length, 0);
    assert.equal(editor.shown(path.join(folder, 'db9/etc/mysql/my.cnf'), sharedId).length, 1);
  });

  it('are what the editor shows while it has them open, and what the disk holds once they are closed', async () => {
    const { folder, editor, db2, shown } = await opened();
    await editor.open(db2, other);
    await editor.settled();
    assert.deepEqual(shown(), [0, 0]);
    writeFiles(folder, { 'db2/etc/mysql/my.cnf': text.replace('mysql-bin', 'bin') });
    await editor.changedOnDisk(db2);
    await editor.settled();
    assert.deepEqual(shown(), [0, 0]);
    await editor.close(db2);
    await editor.settled();
    assert.deepEqual(shown(), [1, 1]);
  });

  it('keep their findings when they are merely opened and closed', async () => {
    const { editor, db2, shown } = await opened();
    await editor.open(db2, text);
    await editor.settled();
    assert.deepEqual(shown(), [1, 1]);
    await editor.close(db2);
    await editor.settled();
    assert.deepEqual(shown(), [1, 1]);
  });

  it('become ours while somebody types, and are forgotten when they are closed without being saved', async () => {
    const { folder, editor } = await opened();
    const file = path.join(folder, 'db3/galera.cnf');
    await editor.open(file, '');
    const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
    await editor.edit(file, 2, [{ range: at(0, 0), text: '[mysqld' }]);
    await editor.edit(file, 3, [
      { range: at(0, 7), text: ']\n' },
      { range: at(1, 0), text: 'server_id = 1\n' },
    ]);
    await editor.settled();
    assert.equal(editor.shown(file, sharedId).length, 1);
    await editor.close(file);
    await editor.settled();
    assert.equal(editor.shown(file).length, 0);
  });

  it('may be replaced as a whole by an edit', async () => {
    const { editor, db2, shown } = await opened();
    await editor.open(db2, text);
    await editor.edit(db2, 2, [{ text: other }]);
    await editor.editLine(db2, 3, 2, 'log_bin = x');
    await editor.settled();
    assert.deepEqual(shown(), [0, 0]);
    await editor.edit(db2, 4, [{ text }]);
    await editor.settled();
    assert.deepEqual(shown(), [1, 1]);
  });

  it('that a compose file refers to are read when they appear', async () => {
    const service = 'services:\n  db7:\n    image: mariadb:10.11\n    volumes: ["${CONF}:/etc/mysql/my.cnf"]\n';
    const folder = scratch({ 'compose.yml': service, 'conf/one.cnf': '[mysqld]\n' });
    const editor = await start([folder]);
    const hosts = async (): Promise<string[]> =>
      (await editor.request<ClusterView[]>(clustersRequest)).flatMap((cluster) =>
        cluster.hosts.map(({ name }) => name),
      );
    assert.equal((await hosts()).includes('db7'), false);
    writeFiles(folder, { '.env': 'CONF=./conf/one.cnf\n' });
    await editor.changedOnDisk(path.join(folder, '.env'));
    assert.deepEqual(await hosts(), ['db7']);
    rmSync(path.join(folder, '.env'));
    await editor.changedOnDisk(path.join(folder, '.env'));
    assert.equal((await hosts()).includes('db7'), false);
  });
});
