import assert from 'node:assert/strict';
import type { Placement } from '../../server/core/model/placement';
import { type PlacedFile, readHost, readsGroup } from '../../server/core/model/includes';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';

/** A file at a path of the host; a name without `/` has no known path. */
function file(hostPath: string, text: string, shared = false): PlacedFile {
  const known = hostPath.startsWith('/') ? hostPath : undefined;
  const placement: Placement = {
    path: hostPath,
    kind: 'mycnf',
    home: '',
    host: 'db1',
    hostPath: known,
    source: 'mirror',
    why: '',
    shared,
  };
  return { document: new Document(`file://${hostPath}`, hostPath, mycnf, text), hostPath: known, placement };
}

/** The options in reading order, as `name=value`. */
function stream(...files: PlacedFile[]): string[] {
  return readHost(files, { product: 'mariadb', series: '10.11' }).written.map(
    ({ written, value }) => `${written}=${value ?? ''}`,
  );
}

describe('reading the option files of a host', () => {
  it('opens /etc/my.cnf before /etc/mysql/my.cnf', () => {
    assert.deepEqual(stream(file('/etc/mysql/my.cnf', '[mysqld]\na=2'), file('/etc/my.cnf', '[mysqld]\na=1')), [
      'a=1',
      'a=2',
    ]);
  });

  it('follows an include where it stands, then goes on with the outer group', () => {
    const top = file('/etc/my.cnf', '[mysqld]\na=1\n!include /etc/extra.cnf\na=3');
    assert.deepEqual(stream(top, file('/etc/extra.cnf', '[mysqld]\na=2')), ['a=1', 'a=2', 'a=3']);
  });

  it('reads the *.cnf files of an included folder by name, and no others', () => {
    const top = file('/etc/my.cnf', '[mysqld]\n!includedir /etc/my.cnf.d/');
    const inside = [
      file('/etc/my.cnf.d/b.cnf', '[mysqld]\nb=1'),
      file('/etc/my.cnf.d/a.cnf', '[mysqld]\na=1'),
      file('/etc/my.cnf.d/c.conf', '[mysqld]\nc=1'),
    ];
    assert.deepEqual(stream(top, ...inside), ['a=1', 'b=1']);
  });

  it('keeps files apart that lie where nothing includes them', () => {
    const reading = readHost([file('/etc/my.cnf', '[mysqld]\na=1'), file('/etc/my.cnf.d/x.cnf', '[mysqld]\nb=1')], {});
    assert.deepEqual(
      reading.unread.map((document) => document.path),
      ['/etc/my.cnf.d/x.cnf'],
    );
    assert.deepEqual(
      reading.written.map(({ written }) => written),
      ['a'],
    );
  });

  it('reads packaged folders in the order of the packages where the top file is not in the repository', () => {
    const files = [
      file('/etc/mysql/mariadb.conf.d/50-server.cnf', '[mysqld]\na=2'),
      file('/etc/mysql/conf.d/z.cnf', '[mysqld]\na=1'),
      file('/etc/mysql/mariadb.conf.d/60-galera.cnf', '[galera]\na=3'),
    ];
    assert.deepEqual(stream(...files), ['a=1', 'a=2', 'a=3']);
  });

  it("takes Debian's mariadb.cnf for the top file when my.cnf, a link to it, is not there", () => {
    const files = [
      file('/etc/mysql/mariadb.cnf', '[mariadbd]\na=1\n!includedir /etc/mysql/conf.d/'),
      file('/etc/mysql/conf.d/x.cnf', '[mysqld]\na=2'),
    ];
    assert.deepEqual(stream(...files), ['a=1', 'a=2']);
  });

  it('drops the rest of an included file behind a line the servers cannot read', () => {
    const top = file('/etc/my.cnf', '[mysqld]\na=1\n!includedir /etc/my.cnf.d/\na=5');
    const inside = (text: string): PlacedFile[] => [
      file('/etc/my.cnf.d/a.cnf', text),
      file('/etc/my.cnf.d/b.cnf', '[mysqld]\na=4'),
    ];
    assert.deepEqual(stream(top, ...inside('[mysqld]\na=2\n[mysqld\na=3')), ['a=1', 'a=2', 'a=4', 'a=5']);
    assert.deepEqual(stream(top, ...inside('a=2\n[mysqld]\na=3')), ['a=1', 'a=4', 'a=5']);
    assert.deepEqual(stream(top, ...inside('\ufeff[mysqld]\na=2')), ['a=1', 'a=4', 'a=5']);
    assert.deepEqual(stream(top, ...inside('[mysqld]\na=2\n!includedir\na=3')), ['a=1', 'a=2', 'a=4', 'a=5']);
    assert.deepEqual(stream(file('/etc/mysql/conf.d/x.cnf', '[mysqld]\na=2\n[mysqld\na=3')), ['a=2']);
  });

  it('reads a file on that the server opens by itself, because no server starts with half of it', () => {
    assert.deepEqual(stream(file('/etc/my.cnf', '[mysqld]\na=1\n[mysqld\na=2')), ['a=1', 'a=2']);
  });

  it('ends a circle of includes', () => {
    const circle = [
      file('/etc/my.cnf', '[mysqld]\na=1\n!include /etc/b.cnf'),
      file('/etc/b.cnf', '[mysqld]\nb=1\n!include /etc/my.cnf'),
    ];
    const names = stream(...circle);
    assert.ok(names.length >= 2 && names.length < 50, `${names.length} options`);
  });

  it('reads what hosts share before what is their own', () => {
    assert.deepEqual(stream(file('db1.cnf', '[mysqld]\na=2'), file('common.cnf', '[mysqld]\na=1', true)), [
      'a=1',
      'a=2',
    ]);
  });

  it('leaves out groups that the server does not read', () => {
    const text =
      '[client]\na=1\n[mysqld]\na=2\n[mariadb-10.6]\na=3\n[mariadb-10.11]\na=4\n[galera]\na=5\n[mysqld_safe]\na=6';
    assert.deepEqual(stream(file('/etc/my.cnf', text)), ['a=2', 'a=4', 'a=5']);
  });
});

describe('groups a server reads', () => {
  it('differ between the products', () => {
    assert.equal(readsGroup('galera', { product: 'mysql' }), false);
    assert.equal(readsGroup('galera', { product: 'mariadb' }), true);
    assert.equal(readsGroup('mysqld-8.0', { product: 'mysql', series: '8.0' }), true);
    assert.equal(readsGroup('mysqld-5.7', { product: 'mysql', series: '8.0' }), false);
    assert.equal(readsGroup('mysql_cluster', { product: 'mysql' }), true);
  });

  it('are all read while the product is unknown', () => {
    for (const group of ['mysqld', 'server', 'mariadb', 'galera', 'mysqld-8.0', 'mariadb-10.11'])
      assert.equal(readsGroup(group, {}), true, group);
    for (const group of ['client', 'mysqldump', 'mysqld_safe', 'mysqld_multi'])
      assert.equal(readsGroup(group, {}), false, group);
  });
});
