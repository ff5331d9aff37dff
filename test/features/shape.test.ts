import assert from 'node:assert/strict';
import { folds } from '../../server/core/features/folding';
import { outline } from '../../server/core/features/outline';
import { selectionAround } from '../../server/core/features/selection';
import { semanticTokens, tokenModifiers, tokenTypes } from '../../server/core/features/semantic-tokens';
import type { Document } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { at, repository, shop } from './repository';

const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';

describe('folding', () => {
  const folded = (path: string, text: string): string[] =>
    folds(repository({ [path]: text }).document).map(({ from, to, kind }) => `${from + 1}-${to + 1} ${kind}`);

  it('takes sections without the gap and the comment that belong to the next one', () => {
    const text = '# one\n# two\nglobal\n    daemon\n\n# about the proxy\nlisten x\n    bind :1\n';
    assert.deepEqual(folded('lb1/haproxy.cfg', text), ['1-2 comment', '3-4 section', '7-8 section']);
  });

  it('takes sections inside sections', () => {
    const text = 'nodelist {\n  node {\n    nodeid: 1\n  }\n}\n';
    assert.deepEqual(folded('a/corosync.conf', text), ['1-5 section', '2-4 section']);
  });

  it('takes blocks of keepalived.conf, statements of the crm shell, elements of a CIB, and their comments', () => {
    const conf = '! one\n# two\nvrrp_instance a {\n  virtual_ipaddress {\n    10.0.0.9\n  }\n}\n';
    assert.deepEqual(folded('a/keepalived.conf', conf), ['1-2 comment', '3-7 section', '4-6 section']);
    const shell = '# one\n# two\nprimitive a IPaddr2 \\\n    params ip=10.0.0.9\n';
    assert.deepEqual(folded('a/cluster.crm', shell), ['1-2 comment', '3-4 section']);
    const xml = '<cib>\n<!-- one\ntwo -->\n<nodes/>\n</cib>\n';
    assert.deepEqual(folded('a/cib.xml', xml), ['1-5 section', '2-3 comment']);
  });

  it('leaves groups of one line alone', () => {
    assert.deepEqual(folded('a/my.cnf', '[client]\n\n[mysqld]\nport = 1\n'), ['3-4 section']);
  });
});

describe('a growing selection', () => {
  const grown = (files: Readonly<Record<string, string>>): string[] => {
    const { document, position } = repository(files);
    return selectionAround(document, position).map(({ start, end }) => {
      const lines = document.lines.slice(start.line, end.line + 1);
      return start.line === end.line ? (lines[0] ?? '').slice(start.character, end.character) : `${lines.length} lines`;
    });
  };

  it('goes from a word to the value, the line, the group and the file', () => {
    assert.deepEqual(
      grown({ 'a/my.cnf': '[client]\n[mysqld]\nwsrep_cluster_address = gcomm://10.0.$00.1,b\nport = 1\n' }),
      ['10.0.0.1', 'gcomm://10.0.0.1,b', 'wsrep_cluster_address = gcomm://10.0.0.1,b', '3 lines', '5 lines'],
    );
  });

  it('goes through the blocks of keepalived.conf', () => {
    const text = 'vrrp_instance a {\n  virtual_ipaddress {\n    10.0.0.$09/24 dev eth0\n  }\n}\n';
    assert.deepEqual(grown({ 'a/keepalived.conf': text }), [
      '10.0.0.9',
      '10.0.0.9/24',
      '10.0.0.9/24 dev eth0',
      '3 lines',
      '5 lines',
      '6 lines',
    ]);
  });

  it('goes through nested sections', () => {
    assert.deepEqual(grown({ 'a/corosync.conf': 'nodelist {\n  node {\n    nodeid: $01\n  }\n}\n' }), [
      '1',
      'nodeid: 1',
      '3 lines',
      '5 lines',
      '6 lines',
    ]);
  });
});

/** Tokens as `line text type.modifier`. */
function tokens(document: Document, data: readonly number[]): string[] {
  const found: string[] = [];
  let line = 0;
  let start = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaStart = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    start = deltaLine === 0 ? start + deltaStart : deltaStart;
    line += deltaLine;
    const modifiers = tokenModifiers.filter((_, bit) => bits & (1 << bit));
    const text = document.lines.line(line).slice(start, start + length);
    found.push([`${line + 1} ${text} ${tokenTypes[type]}`, ...modifiers].join('.'));
  }
  return found;
}

describe('semantic tokens', () => {
  const all = (files: Readonly<Record<string, string>>, from = 0, to = 1000): string[] => {
    const { document, model } = repository(files);
    return tokens(document, semanticTokens(document, from, to, model, catalogs.options));
  };

  it('tell names that are given from names that are used', () => {
    assert.deepEqual(all(at(shop, proxy, 'frontend'), 0, 7), [
      '1 mysql class.declaration',
      '3 is_local variable.declaration',
      '4 writers class',
      '4 is_local variable',
      '5 readers class',
      '6 writers class.declaration',
      '7 db1 property.declaration',
      '7 10.0.0.1 type',
    ]);
  });

  it('begin anew for a range', () => {
    assert.deepEqual(all(at(shop, proxy, 'frontend'), 3, 5), [
      '4 writers class',
      '4 is_local variable',
      '5 readers class',
    ]);
  });

  it('mark overruled and deprecated options', () => {
    const text = '[mariadb]\nport = 1\nport = 2\nreport_host = 10.0.0.1\ninnodb_file_format = Barracuda\n';
    assert.deepEqual(all({ 'a/db1/my.cnf': text }), [
      '2 port property.overruled',
      '4 10.0.0.1 type',
      '5 innodb_file_format property.deprecated',
    ]);
  });
});

describe('the outline', () => {
  it('says what hosts do whose addresses it lists', () => {
    const { document, model } = repository(at(shop, proxy, 'frontend'));
    const [, , readers] = outline(document, model);
    assert.deepEqual(
      readers?.children.map(({ name, detail }) => `${name}: ${detail}`),
      ['server db1: 10.0.0.1:3306 · db1, galera-node', 'server db2: 10.0.0.2:3306 · db2, galera-node'],
    );
  });

  it('says whose group it is, and whose node', () => {
    const node = 'nodelist {\n  node {\n    name: db1\n    ring0_addr: 10.0.0.1\n  }\n  node {\n    name: x\n  }\n}\n';
    const { workspace, model } = repository({ ...shop, 'shop/db1/etc/corosync/corosync.conf': node });
    const of = (path: string) => outline(workspace.document(path) as Document, model);
    assert.deepEqual(
      of('shop/db1/etc/mysql/my.cnf').map(({ name, detail }) => [name, detail]),
      [
        ['[mysqld]', 'db1, galera-node, cluster-node'],
        ['[galera]', 'db1, galera-node, cluster-node'],
      ],
    );
    assert.deepEqual(
      of('shop/db1/etc/corosync/corosync.conf')[0]?.children.map(({ detail }) => detail),
      ['db1, galera-node, cluster-node', 'x'],
    );
  });
});
