import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { allFindings, open } from './page-claims';

/** The findings for a line in a group that only servers of one release read. */
function found(line: string, version?: string): readonly string[] {
  const files = new Map([['db1/etc/my.cnf', `[mysqld]\nserver_id = 12\n[mariadb-10.11]\n${line}\n`]]);
  const hosts = [{ name: 'db1', files: { 'db1/': '/' } }];
  if (version !== undefined)
    files.set('quorate.json', JSON.stringify({ clusters: [{ name: 'shop', product: 'mariadb', version, hosts }] }));
  const workspace = open({ title: '', kind: 'bad', files, expected: [] }, rules);
  return allFindings(workspace).flatMap(({ fatal, rule }) => (fatal ? [rule] : []));
}

describe('a group of one release', () => {
  for (const line of [
    '--performance_schema = OFF',
    'performance_schema: OFF',
    '?includedir /etc/none',
    'max_connections',
  ]) {
    it(`is nothing fatal while only its name tells the release: ${line}`, () => {
      // MariaDB 11.8 passes over the group and starts, as 10.5 does.
      assert.deepEqual(found(line), []);
      assert.deepEqual(found(line, '11.8'), []);
    });
  }

  it('is fatal to the server that reads it', () => {
    assert.deepEqual(found('--performance_schema = OFF', '10.11'), ['mycnf/syntax']);
    assert.deepEqual(found('?includedir /etc/none', '10.11'), ['mycnf/syntax']);
  });
});
