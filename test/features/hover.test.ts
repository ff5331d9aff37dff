import assert from 'node:assert/strict';
import { hover } from '../../server/core/features/hover';
import { catalogs } from '../../server/disk/catalogs';
import { at, repository, shop } from './repository';

const db1 = 'shop/db1/etc/mysql/my.cnf';
const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';

function said(files: Readonly<Record<string, string>>): string {
  const { document, position, model, documents } = repository(files);
  return hover(document, position, model, catalogs, documents)?.markdown ?? '';
}

describe('hover', () => {
  it('over an option: its value on every host, and the lines that lose', () => {
    const files = {
      'a/db1/my.cnf': '[mysqld]\n$0port = 3306\nport = 3307\n',
      'a/db2/my.cnf': '[mysqld]\nskip-name-resolve\n',
    };
    const text = said(files);
    assert.match(text, /\| db1 \| `3307` \(my\.cnf:3\) \|\n\| db2 \| `3306` \(default\) \|/);
    assert.match(text, /Overruled on db1: `3306` in my\.cnf:2/);
    assert.match(text, /\[Manual\]/);
  });

  it('over increment and offset: the ids each host generates', () => {
    const node = (offset: number): string =>
      `[mysqld]\nauto_increment_increment = 5\nauto_increment_offset = ${offset}\n`;
    const files = { 'a/db1/my.cnf': node(1), 'a/db2/my.cnf': node(2) };
    const text = said(at(files, 'a/db1/my.cnf', 'auto_increment_offset'));
    assert.match(text, /\| db1 \| `1` \(my\.cnf:3\) \| 1, 6, 11 … \|\n\| db2 \| `2` \(my\.cnf:3\) \| 2, 7, 12 … \|/);
  });

  it('over an address: the host, what it does and who points to it', () => {
    const text = said(at(shop, db1, '10.0.0.2'));
    assert.match(text, /Host \*\*db2\*\* of cluster shop\.\n\ngalera-node/);
    assert.match(text, /Addresses: 10\.0\.0\.2/);
    assert.match(text, /4 lines in 4 files point to it/);
    assert.match(
      said({ ...shop, [proxy]: 'backend x\n    server s 192.0.2.1$0:3306\n' }),
      /No host of cluster .* 192\.0\.2\.1/,
    );
  });

  it('over the address in a compose file or a manifest', () => {
    const files = { ...shop, 'shop/docker-compose.yml': 'services:\n  db:\n    extra_hosts: ["x:1", "10.0.0.$03"]\n' };
    assert.match(said(files), /Host \*\*db3\*\*/);
  });

  it('over a backend and an ACL: what defines them and how often they are used', () => {
    assert.match(
      said(at(shop, proxy, 'default_backend readers', 18)),
      /\*\*readers\*\* \(backend\)[\s\S]*backend readers[\s\S]*Defined in line 9; used once/,
    );
    assert.match(said(at(shop, proxy, 'if is_local', 4)), /acl is_local src 10\.0\.0\.0\/24/);
    assert.match(said({ ...shop, [proxy]: 'frontend f\n    default_backend non$0e\n' }), /Nothing here defines it/);
  });

  it('over a keyword of haproxy.cfg and an option of a server line', () => {
    assert.match(said(at(shop, proxy, 'use_backend')), /\*\*use_backend\*\*[\s\S]*```haproxy/);
    assert.match(said(at(shop, proxy, 'check', 2)), /\*\*check\*\* \(server\)/);
  });

  it('over a key of corosync.conf: what it is, and the other hosts', () => {
    const conf = (token: number): string => `totem {\n  token: ${token}\n}\n`;
    const files = { 'x/serv1/corosync.conf': conf(1000), 'x/serv2/corosync.conf': conf(3000) };
    const text = said(at(files, 'x/serv1/corosync.conf', 'token'));
    assert.match(text, /\*\*totem\.token\*\*[\s\S]*\| serv1 \| `1000` \|\n\| serv2 \| `3000` \|/);
  });

  it('over a comment, a gap and a group: nothing', () => {
    assert.equal(said({ 'a/db1/my.cnf': '[mysqld]\n# po$0rt\n' }), '');
    assert.equal(said({ 'a/db1/my.cnf': '[mys$0qld]\n' }), '');
  });
});
