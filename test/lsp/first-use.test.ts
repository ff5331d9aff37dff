import assert from 'node:assert/strict';
import path from 'node:path';
import {
  manifestRequest,
  type NewClusterKind,
  newClusterKindsRequest,
  type NewClusterParams,
  newClusterRequest,
  type NewFile,
} from '../../server/lsp/protocol';
import { pair, scratchFolders } from '../cli/scratch';
import { editors, uriOf } from './editor';

describe('what people ask of the server who begin', () => {
  const scratch = scratchFolders();
  const start = editors();

  it('is a new cluster of any kind', async () => {
    const editor = await start([]);
    const kinds = await editor.request<NewClusterKind[]>(newClusterKindsRequest);
    assert.ok(kinds.length >= 5);
    for (const { kind, title, products } of kinds) {
      assert.ok(title && products.length > 0, kind);
      const wanted: NewClusterParams = { kind, name: 'shop', product: products[0]!, network: '10.0.0' };
      const files = await editor.request<NewFile[]>(newClusterRequest, wanted);
      assert.ok(files.some((file) => file.path === 'quorate.json'));
      assert.ok(files.every((file) => file.text.endsWith('\n') && !path.isAbsolute(file.path)));
    }
  });

  it('is refused with a reason where it would break the files', async () => {
    const editor = await start([]);
    const wanted: NewClusterParams = { kind: 'pair', name: 'shop', product: 'mariadb', network: '10.0.0' };
    for (const [change, reason] of [
      [{ name: "a'b" }, /a'b is no name/],
      [{ name: '' }, /nothing is no name/],
      [{ network: '10.0.999' }, /10\.0\.999 is no network/],
      [{ kind: 'trio' }, /there is no kind trio/],
      [{ kind: 'galera', product: 'mysql' }, /galera cannot be made of mysql/],
    ] as const)
      await assert.rejects(editor.request(newClusterRequest, { ...wanted, ...change }), reason);
  });

  it('is a manifest of what was found in a folder', async () => {
    const folder = scratch(pair);
    const editor = await start([folder]);
    const text = await editor.request<string>(manifestRequest, uriOf(folder));
    const { clusters } = JSON.parse(text) as { clusters: { hosts: { name: string }[] }[] };
    assert.deepEqual(
      clusters.map(({ hosts }) => hosts.map(({ name }) => name)),
      [['db1', 'db2']],
    );
    assert.equal(await editor.request(manifestRequest, 'file:///elsewhere'), null);
  });
});
