import assert from 'node:assert/strict';
import path from 'node:path';
import type { Hover, Location, MarkupContent } from 'vscode-languageserver';
import { type ClusterView, clustersRequest } from '../../server/lsp/protocol';
import { scratchFolders } from '../cli/scratch';
import { galeraNode, shop } from '../features/repository';
import { type Editor, editors } from './editor';

const manifest = (host: string): string =>
  JSON.stringify({
    clusters: [{ name: 'told', hosts: [{ name: host, addresses: ['10.9.9.9'], files: { 'one.cnf': '/etc/my.cnf' } }] }],
  });
const compose = (name: string): string =>
  `services:\n  ${name}:\n    image: mariadb:10.11\n    volumes: ["./one.cnf:/etc/mysql/conf.d/one.cnf"]\n`;

describe('what is typed and not saved', () => {
  const scratch = scratchFolders();
  const start = editors();
  const hosts = async (editor: Editor): Promise<string[]> =>
    (await editor.request<ClusterView[]>(clustersRequest)).flatMap((cluster) => cluster.hosts.map(({ name }) => name));

  it('counts in a manifest, and no more once it is thrown away', async () => {
    const folder = scratch({ 'one.cnf': '[mysqld]\nserver_id = 1\n', 'quorate.json': manifest('alpha') });
    const editor = await start([folder]);
    assert.deepEqual(await hosts(editor), ['alpha']);
    await editor.open(path.join(folder, 'quorate.json'), manifest('beta'));
    assert.deepEqual(await hosts(editor), ['beta']);
    await editor.close(path.join(folder, 'quorate.json'));
    assert.deepEqual(await hosts(editor), ['alpha']);
  });

  it('counts in a compose file, whose service an option file then belongs to', async () => {
    const folder = scratch({ 'one.cnf': '[mysqld]\nserver_id = 1\n', 'docker-compose.yml': compose('source') });
    const editor = await start([folder]);
    assert.deepEqual(await hosts(editor), ['source']);
    await editor.open(path.join(folder, 'docker-compose.yml'), compose('primary'));
    assert.deepEqual(await hosts(editor), ['primary']);
    const hover = await editor.at<Hover>('textDocument/hover', path.join(folder, 'one.cnf'), 1, 2);
    assert.match((hover.contents as MarkupContent).value, /\| primary \| `1`/);
  });
});

describe('a workspace of several folders', () => {
  const scratch = scratchFolders();
  const start = editors();

  it('is asked in each folder about its own hosts, though they have the same names', async () => {
    const [first, second] = [scratch(shop), scratch({ ...shop, 'shop/db2/etc/mysql/my.cnf': galeraNode(7) })];
    const editor = await start([first, second]);
    for (const [folder, count] of [
      [first, 3],
      [second, 3],
    ] as const) {
      const file = path.join(folder, 'shop/db1/etc/mysql/my.cnf');
      const found = await editor.request<Location[]>('textDocument/references', {
        textDocument: { uri: `file://${file}` },
        position: { line: 1, character: 2 },
        context: { includeDeclaration: true },
      });
      assert.equal(found.length, count);
      assert.ok(found.every(({ uri }) => uri.includes(path.basename(folder))));
    }
  });
});
