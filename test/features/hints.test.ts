import assert from 'node:assert/strict';
import { codeLenses } from '../../server/core/features/code-lenses';
import { inlayHints } from '../../server/core/features/inlay-hints';
import { rangeOf } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { galeraNode, repository, shop } from './repository';

const db1 = 'shop/db1/etc/mysql/my.cnf';
const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';

/** Hints of a file as `line: label`. */
function hints(files: Readonly<Record<string, string>>, path: string, from = 0, to = 1000): string[] {
  const { workspace, model } = repository(files);
  const document = workspace.document(path);
  assert.ok(document);
  return inlayHints(document, from, to, model, catalogs).map(
    ({ span, label }) => `${(rangeOf(span)?.start.line ?? -2) + 1}: ${label}`,
  );
}
function lenses(files: Readonly<Record<string, string>>, path: string): string[] {
  const { workspace, model } = repository(files);
  const document = workspace.document(path);
  assert.ok(document);
  return codeLenses(document, model).map(
    ({ span, title }) => `${span ? (rangeOf(span)?.start.line ?? -2) + 1 : 'top'}: ${title}`,
  );
}
const alone = (text: string): Record<string, string> => ({ 'a/db1/etc/mysql/my.cnf': `[mysqld]\n${text}` });
const own = 'a/db1/etc/mysql/my.cnf';

describe('hints behind options', () => {
  it('name the line that decides, in this file or another one', () => {
    assert.deepEqual(hints(alone('port = 3306\nport = 3307\n'), own), ['2: overruled by line 3 (3307)']);
    assert.deepEqual(hints(alone('port = 3307\nport = 3307\n'), own), ['2: again in line 3']);
    const tree = {
      'db1/etc/mysql/my.cnf': '[mysqld]\nread_only = ON\n!includedir /etc/mysql/conf.d\n',
      'db1/etc/mysql/conf.d/z.cnf': '[mysqld]\nskip-read-only\n',
    };
    assert.deepEqual(hints(tree, 'db1/etc/mysql/my.cnf'), ['2: overruled by z.cnf:2 (OFF)']);
  });

  it('leave lines alone that add up', () => {
    assert.deepEqual(hints(alone('replicate-do-db = a\nreplicate-do-db = b\n'), own), []);
    assert.deepEqual(hints(alone('optimizer_switch = index_merge=on\noptimizer_switch = mrr=off\n'), own), []);
  });

  it('say what bare numbers count, and nothing behind a unit', () => {
    assert.deepEqual(
      hints(
        alone(
          'innodb_buffer_pool_size = 134217728\nmax_allowed_packet = 16M\nwait_timeout = 28800\nconnect_timeout = 10\n',
        ),
        own,
      ),
      ['2: = 128 MiB', '4: s = 8 h', '5: s'],
    );
  });

  it('show the ids that an increment and an offset generate', () => {
    assert.deepEqual(hints(alone('auto_increment_increment = 5\nauto_increment_offset = 1\n'), own), ['3: 1, 6, 11 …']);
    assert.deepEqual(hints(alone('auto_increment_increment = 2\nauto_increment_offset = 3\n'), own), []);
  });

  it('count the nodes of a Galera cluster that list an address', () => {
    assert.deepEqual(hints(shop, db1), ['7: 3 of 3 nodes', '9: listed by 3 of 3 nodes']);
    const partial = { ...shop, [db1]: galeraNode(1, 'gcomm://10.0.0.1,10.0.0.2') };
    assert.deepEqual(hints(partial, db1), ['7: 2 of 3 nodes', '9: listed by 3 of 3 nodes']);
    assert.deepEqual(hints(partial, 'shop/db3/etc/mysql/my.cnf'), ['7: 3 of 3 nodes', '9: listed by 2 of 3 nodes']);
  });

  it('are made for the lines asked for alone', () => {
    assert.deepEqual(hints(shop, db1, 8, 9), ['9: listed by 3 of 3 nodes']);
    assert.deepEqual(hints(shop, db1, 0, 6), []);
  });
});

describe('hints of the other programs', () => {
  const node = (id: number, address: string): string =>
    `  node {\n    name: serv${id}\n    nodeid: ${id}\n    ring0_addr: ${address}\n  }\n`;
  const corosync = (third: string): string =>
    `totem {\n  version: 2\n  token: 10000\n}\nnodelist {\n${node(1, '10.0.0.1')}${node(2, '10.0.0.2')}${node(3, third)}}\nquorum {\n  provider: corosync_votequorum\n}\n`;
  const files = {
    'x/serv1/corosync.conf': corosync('10.0.0.3'),
    'x/serv2/corosync.conf': corosync('10.0.0.33'),
    'x/serv3/corosync.conf': corosync('10.0.0.3'),
  };

  it('say what corosync counts, and which address not all files have', () => {
    assert.deepEqual(hints(files, 'x/serv2/corosync.conf'), ['3: ms = 10 s', '19: in 1 of 3 files']);
    assert.deepEqual(hints({ 'x/serv1/corosync.conf': corosync('10.0.0.3') }, 'x/serv1/corosync.conf'), [
      '3: ms = 10 s',
    ]);
  });

  it('say what haproxy counts, and whose an address is that has another name', () => {
    const text =
      'defaults\n    timeout connect 5000\n    timeout client 1m\nbackend b\n    server one 10.0.0.1:3306 check inter 30\n    server db2 10.0.0.2:3306\n';
    assert.deepEqual(hints({ ...shop, [proxy]: text }, proxy), ['2: ms = 5 s', '5: ms', '5: db1']);
  });

  it('a lens counts nodes, votes and the quorum, and files with the same list', () => {
    assert.deepEqual(lenses(files, 'x/serv1/corosync.conf'), [
      'top: host serv1 · cluster x (3 hosts)',
      '5: 3 nodes · 3 votes · quorum is 2 · the same in 2 of 3 files',
    ]);
    const two =
      'nodelist {\n' +
      node(1, '10.0.0.1') +
      node(2, '10.0.0.2') +
      '}\nquorum {\n  provider: corosync_votequorum\n  two_node: 1\n}\n';
    assert.equal(
      lenses({ 'x/serv1/corosync.conf': two }, 'x/serv1/corosync.conf')[1],
      '1: 2 nodes · 2 votes · two_node: quorum is 1',
    );
    const without = 'nodelist {\n' + node(1, '10.0.0.1') + '}\n';
    assert.match(lenses({ 'x/serv1/corosync.conf': without }, 'x/serv1/corosync.conf')[1] ?? '', /no quorum/);
  });

  it('a lens counts the databases of a pool', () => {
    assert.deepEqual(lenses(shop, proxy), [
      'top: host lb1 · cluster shop (4 hosts)',
      '6: 1 of 3 database hosts',
      '9: 2 of 3 database hosts',
    ]);
  });

  it('are not made for files that belong to nobody', () => {
    const { document, model } = repository({ 'quorate.json': '{}' });
    assert.deepEqual(inlayHints(document, 0, 9, model, catalogs), []);
    assert.deepEqual(codeLenses(document, model), []);
  });
});
