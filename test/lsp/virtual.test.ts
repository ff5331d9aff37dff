import assert from 'node:assert/strict';
import { type ClusterView, clustersRequest } from '../../server/lsp/protocol';
import { pair, sharedId } from '../cli/scratch';
import { editors } from './editor';

const root = 'vscode-vfs://github/somebody/shop';
const [db1, db2] = ['db1', 'db2'].map((host) => `${root}/${host}/etc/mysql/my.cnf`) as [string, string];
const text = Buffer.from(pair['db1/etc/mysql/my.cnf'] as string);

describe('folders that only the editor can read', () => {
  const start = editors();

  it('are read through it, and compared like those on disk', async () => {
    const paths = [db1, db2, `${root}/.git/db3/my.cnf`, `${root}/README.md`];
    const files = new Map(paths.map((path) => [path, text]));
    const editor = await start([root], { files });
    await editor.settled();
    assert.equal(editor.shown(db1, sharedId).length, 1);
    assert.equal(editor.shown(db2, sharedId).length, 1);
    const read = editor.received
      .filter(({ method }) => method === 'quorate/readFile')
      .map(({ params }) => String(params));
    assert.deepEqual(read.sort(), [db1, db2]);
  });

  it('are followed as they change, come and go', async () => {
    const files = new Map([db1, db2].map((path) => [path, text]));
    const editor = await start([root], { files });
    await editor.settled();
    files.set(db2, Buffer.from(text.toString().replace('= 1', '= 2')));
    await editor.changedOnDisk(db2);
    await editor.settled();
    assert.equal(editor.shown(db1, sharedId).length, 0);
    const third = `${root}/db3/etc/mysql/my.cnf`;
    files.set(third, text);
    await editor.changedOnDisk(`${root}/db3`);
    await editor.settled();
    assert.equal(editor.shown(third, sharedId).length, 1);
    files.delete(third);
    await editor.changedOnDisk(`${root}/db3`);
    await editor.settled();
    assert.equal(editor.shown(db1, sharedId).length, 0);
    const [cluster] = await editor.request<ClusterView[]>(clustersRequest);
    assert.deepEqual(cluster?.hosts.map(({ name }) => name).sort(), ['db1', 'db2']);
  });

  it('lose no byte of a file that is not UTF-8, and hold nothing for an editor that answers nothing', async () => {
    const latin = Buffer.concat([Buffer.from('# gr\xfcn\n', 'latin1'), text]);
    const editor = await start([root], {
      files: new Map([
        [db1, latin],
        [db2, text],
      ]),
    });
    await editor.settled();
    assert.deepEqual(
      editor.shown(db1).map(({ code }) => code),
      ['file/not-utf-8', sharedId],
    );
    const silent = await start([root]);
    assert.deepEqual(await silent.request(clustersRequest), []);
  });
});
