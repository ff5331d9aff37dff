import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { allFindings, open } from './page-claims';

const node = (own: string, more = ''): string => `[galera]
wsrep_on = ON
wsrep_cluster_name = shop
wsrep_cluster_address = gcomm://10.0.0.31,10.0.0.7,10.0.0.12
wsrep_node_address = ${own}
binlog_format = ROW
innodb_autoinc_lock_mode = 2
${more}`;

/** What the fixes of galera/node-address-duplicated are called. */
function offered(files: Record<string, string>): string[] {
  const scene = { title: '', kind: 'bad' as const, files: new Map(Object.entries(files)), expected: [] };
  const found = allFindings(open(scene, rules)).filter(({ rule }) => rule === 'galera/node-address-duplicated');
  assert.equal(found.length, 2);
  return [...new Set(found.flatMap(({ fixes }) => (fixes?.() ?? []).map(({ title }) => title)))];
}

describe('the owner of an address that two nodes claim', () => {
  it('is not guessed where nothing tells it', () => {
    assert.deepEqual(
      offered({
        'left/etc/mysql/my.cnf': node('10.0.0.31'),
        'middle/etc/mysql/my.cnf': node('10.0.0.12'),
        'right/etc/mysql/my.cnf': node('10.0.0.12'),
      }),
      [],
    );
  });

  it('is not guessed where the hosts are counted in two ways', () => {
    assert.deepEqual(
      offered({
        'db1/my.cnf': node('10.0.0.31'),
        'db2/my.cnf': node('10.0.0.12'),
        'db3/my.cnf': node('10.0.0.12'),
      }),
      [],
    );
  });

  it('is told by an inventory', () => {
    assert.deepEqual(
      offered({
        'left/etc/mysql/my.cnf': node('10.0.0.31'),
        'middle/etc/mysql/my.cnf': node('10.0.0.12'),
        'right/etc/mysql/my.cnf': node('10.0.0.12'),
        'inventory/hosts.ini': '[db]\nleft\nmiddle ansible_host=10.0.0.12\nright ansible_host=10.0.0.7\n',
      }),
      ['Give right the listed address 10.0.0.7, which no node has'],
    );
  });

  it('is told by the node list of corosync', () => {
    const entry = (name: string, address: string): string =>
      `  node {\n    name: ${name}\n    nodeid: ${address.split('.')[3] ?? ''}\n    ring0_addr: ${address}\n  }\n`;
    const list = [entry('left', '10.0.0.31'), entry('middle', '10.0.0.7'), entry('right', '10.0.0.12')].join('');
    assert.deepEqual(
      offered({
        'left/etc/mysql/my.cnf': node('10.0.0.31'),
        'left/etc/corosync/corosync.conf': `totem {\n  version: 2\n}\nnodelist {\n${list}}\n`,
        'middle/etc/mysql/my.cnf': node('10.0.0.12'),
        'right/etc/mysql/my.cnf': node('10.0.0.12'),
      }),
      ['Give middle the listed address 10.0.0.7, which no node has'],
    );
  });
});
