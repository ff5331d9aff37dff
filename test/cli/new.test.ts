import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { quorate } from './in-process';
import { scratchFolders } from './scratch';

describe('new', () => {
  const scratch = scratchFolders();

  it('writes a cluster that check finds nothing wrong with', async () => {
    const folder = scratch({});
    const { code, out } = await quorate(folder, 'new', 'galera', 'shop', '--network', '10.1.2');
    assert.deepEqual([code, out], [0, '7 files written to shop. Read shop/README.md next.\n']);
    assert.match(
      readFileSync(path.join(folder, 'shop/db3/etc/mysql/mariadb.conf.d/60-cluster.cnf'), 'utf8'),
      /^wsrep_cluster_address += gcomm:\/\/10\.1\.2\.11,10\.1\.2\.12,10\.1\.2\.13$/m,
    );
    const check = await quorate(folder, 'check', 'shop', '--fail-on', 'warning');
    assert.equal(check.code, 0, check.out);
  });

  it('never writes into a folder that holds anything', async () => {
    const folder = scratch({ 'shop/mine.txt': '' });
    const { code, err } = await quorate(folder, 'new', 'pair', 'shop');
    assert.deepEqual([code, err], [2, 'quorate: shop is not empty; nothing was written\n']);
    assert.deepEqual(readdirSync(path.join(folder, 'shop')), ['mine.txt']);
  });

  for (const [argv, message] of [
    [['new', 'pair'], /new takes a kind \(pair, .*\) and a folder/],
    [['new', 'trio', 'shop'], /new takes pair, .*, not "trio"/],
    [['new', 'galera', 'shop', '--product', 'mysql'], /--product of galera takes mariadb, not "mysql"/],
    [['new', 'pair', 'shop', '--network', '10.0.0.0'], /10\.0\.0\.0 is no network such as 10\.0\.0/],
    [['new', 'pair', '2 shops'], /2 shops is no name/],
  ] as const) {
    it(`refuses "${argv.join(' ')}"`, async () => {
      const folder = scratch({});
      const { code, err } = await quorate(folder, ...argv);
      assert.equal(code, 2);
      assert.match(err, message);
      assert.deepEqual(readdirSync(folder), []);
    });
  }
});
