import assert from 'node:assert/strict';
import { corosyncNodes } from '../../server/core/model/cluster-text';
import { corosync } from '../../server/core/syntax/corosync';
import { Document } from '../../server/core/syntax/tree';

/** The nodes as `nodeid address ...`. */
function nodes(...lines: string[]): string[] {
  const document = new Document('file:///corosync.conf', 'corosync.conf', corosync, lines.join('\n'));
  return corosyncNodes(document).map(({ nodeid, addresses }) =>
    [nodeid, ...addresses.map(({ address }) => address)].join(' '),
  );
}

const node = (id: number, ...addresses: string[]): string =>
  ['node {', `nodeid: ${id}`, ...addresses.map((address, link) => `ring${link}_addr: ${address}`), '}'].join('\n');

describe('the node list of a corosync.conf', () => {
  it('has the nodes in order with the addresses of their links', () => {
    assert.deepEqual(nodes('nodelist {', node(1, '10.0.0.1', '10.1.0.1'), node(2, 'DB2'), '}'), [
      '1 10.0.0.1 10.1.0.1',
      '2 db2',
    ]);
  });

  it('counts from the first node again in a second list, which overrides the first', () => {
    const first = ['nodelist {', node(1, '10.0.0.1', '10.1.0.1'), node(2, '10.0.0.2'), '}'];
    assert.deepEqual(nodes(...first, ...first), ['1 10.0.0.1 10.1.0.1', '2 10.0.0.2']);
    assert.deepEqual(nodes(...first, 'nodelist {', node(3, '10.0.0.3'), '}'), ['3 10.0.0.3 10.1.0.1', '2 10.0.0.2']);
  });

  it('has its links by number, however that is written', () => {
    assert.deepEqual(nodes('nodelist {', 'node {', 'ring00_addr: a', 'ring8_addr: b', '}', '}'), [' a']);
  });

  it('takes the last of a key given twice', () => {
    assert.deepEqual(
      nodes('nodelist {', 'node {', 'nodeid: 1', 'nodeid: 2', 'ring0_addr: a', 'ring0_addr: b', '}', '}'),
      ['2 b'],
    );
  });
});
