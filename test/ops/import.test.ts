import assert from 'node:assert/strict';
import { hostArgument, type HostTree, manifestWith, mirroredTree } from '../../server/core/ops/import';

const tree = (name: string, addresses: readonly string[]): HostTree => ({
  name,
  access: {},
  addresses,
  files: [{ path: '/etc/mysql/my.cnf', text: '[mysqld]\nmaster_password = x\n' }],
});

describe('an import', () => {
  it('understands hosts as people write them', () => {
    assert.deepEqual(hostArgument('db1'), { name: 'db1' });
    assert.deepEqual(hostArgument('db1=root@10.0.0.1:2222'), {
      name: 'db1',
      host: '10.0.0.1',
      user: 'root',
      port: 2222,
    });
    assert.deepEqual(hostArgument('db1=[fd00::1]'), { name: 'db1', host: 'fd00::1' });
    for (const wrong of ['', '../x', 'a/b', 'a=', '.hidden', 'a=b c'])
      assert.equal(hostArgument(wrong), undefined, wrong);
  });

  it('mirrors paths below the name of the host and counts what it left out', () => {
    assert.deepEqual(mirroredTree([tree('db1', [])]), [
      { path: 'db1/etc/mysql/my.cnf', text: '[mysqld]\nmaster_password = ********\n', masked: 1 },
    ]);
  });

  it('adds hosts to a manifest and loses nothing of it', () => {
    const first = manifestWith([tree('db1', ['10.0.0.1', '172.17.0.1'])], 'shop', undefined) ?? '';
    assert.deepEqual(JSON.parse(first), {
      clusters: [{ name: 'shop', hosts: [{ name: 'db1', addresses: ['10.0.0.1'], files: { 'db1/etc/**': '/etc' } }] }],
    });
    const more = JSON.stringify({ ...(JSON.parse(first) as object), ignore: ['x'] });
    const second = JSON.parse(manifestWith([tree('db1', []), tree('db2', [])], 'shop', more) ?? '') as {
      readonly ignore: unknown;
      readonly clusters: readonly { readonly hosts: readonly { readonly name: string }[] }[];
    };
    assert.deepEqual(second.ignore, ['x']);
    assert.deepEqual(
      second.clusters[0]?.hosts.map(({ name }) => name),
      ['db1', 'db2'],
    );
    assert.equal(manifestWith([tree('db1', [])], 'other', first), first);
    assert.equal(manifestWith([tree('db3', [])], 'shop', '// mine\n{}'), undefined);
  });
});
