import assert from 'node:assert/strict';
import type { FileKind } from '../../server/core/model/placement';
import { placeByPath } from '../../server/core/sources/by-path';
import { kindOfPath } from '../../server/core/sources/recognise';

/** `home/host` (and `at hostPath`) of every path, as placed among the others. */
function owners(...paths: string[]): string[] {
  const files = paths.map((path) => {
    const kind = kindOfPath(path);
    assert.ok(kind, `${path} is not ours`);
    return { path, kind: kind.replace('maybe-', '') as FileKind };
  });
  return placeByPath(files, 'repository').map(
    ({ path, home, host, hostPath, source }) =>
      `${path}: ${source} ${host} in ${home || '.'}${hostPath ? ` at ${hostPath}` : ''}`,
  );
}

describe('placing files by their paths', () => {
  it('takes a mirrored tree for the host it mirrors', () => {
    assert.deepEqual(owners('shop/db1/etc/mysql/mariadb.conf.d/50-server.cnf', 'shop/lb1/etc/haproxy/haproxy.cfg'), [
      'shop/db1/etc/mysql/mariadb.conf.d/50-server.cnf: mirror db1 in shop at /etc/mysql/mariadb.conf.d/50-server.cnf',
      'shop/lb1/etc/haproxy/haproxy.cfg: mirror lb1 in shop at /etc/haproxy/haproxy.cfg',
    ]);
  });

  it('looks through folders that only hold files', () => {
    assert.deepEqual(owners('hosts/db1/rootfs/etc/my.cnf'), [
      'hosts/db1/rootfs/etc/my.cnf: mirror db1 in hosts at /etc/my.cnf',
    ]);
  });

  it('takes the repository for the host when it mirrors one itself', () => {
    assert.deepEqual(owners('etc/my.cnf'), ['etc/my.cnf: mirror repository in . at /etc/my.cnf']);
  });

  it('knows folders of roles and of numbered machines', () => {
    assert.deepEqual(
      owners('mysql/master/my.cnf', 'mysql/slave_1/conf/mysql.conf.cnf', 'nodes/db-02/conf.d/server.cnf'),
      [
        'mysql/master/my.cnf: folder master in mysql',
        'mysql/slave_1/conf/mysql.conf.cnf: folder slave_1 in mysql',
        'nodes/db-02/conf.d/server.cnf: folder db-02 in nodes',
      ],
    );
  });

  it('knows machines by their full names, and what is no machine of a domain', () => {
    assert.deepEqual(
      owners('files/db01.example.com/my.cnf', 'files/shop.example.com/my.cnf', 'files/db02.example.com.cnf'),
      [
        'files/db01.example.com/my.cnf: folder db01.example.com in files',
        'files/db02.example.com.cnf: file db02.example.com in .',
        'files/shop.example.com/my.cnf: place shop.example.com in files/shop.example.com',
      ],
    );
  });

  it('takes numbered folders side by side for hosts, whatever they are called', () => {
    assert.deepEqual(owners('paris1/my.cnf', 'paris2/my.cnf'), [
      'paris1/my.cnf: folder paris1 in .',
      'paris2/my.cnf: folder paris2 in .',
    ]);
  });

  it('never takes clusters, examples, environments or releases for hosts', () => {
    for (const [one, two] of [
      ['cluster1', 'cluster2'],
      ['example1', 'example2'],
      ['staging', 'production'],
      ['mysql57', 'mysql80'],
      ['mariadb-10.6', 'mariadb-10.11'],
    ]) {
      const homes = placeByPath(
        [one, two].map((folder) => ({ path: `${folder}/my.cnf`, kind: 'mycnf' })),
        'repository',
      ).map((placement) => placement.home);
      assert.deepEqual(homes, [one, two], 'their files would be compared');
    }
  });

  it('knows files named after hosts or roles', () => {
    assert.deepEqual(owners('node1.cnf', 'my-slave.cnf', 'my.cnf.dc1', 'conf/galera-prd1.cnf', 'haproxy-lb2.cfg'), [
      'node1.cnf: file node1 in .',
      'my-slave.cnf: file slave in .',
      'my.cnf.dc1: file dc1 in .',
      'conf/galera-prd1.cnf: file galera-prd1 in .',
      'haproxy-lb2.cfg: file lb2 in .',
    ]);
  });

  it('does not take parts of one host for hosts', () => {
    assert.deepEqual(
      owners('my.cnf', 'conf.d/50-server.cnf', 'conf.d/client.cnf').map((owner) => owner.split(': ')[1]),
      ['place repository in .', 'place repository in .', 'place repository in .'],
    );
  });

  it('shares a common file among the hosts beside it', () => {
    assert.deepEqual(owners('db1/my.cnf', 'db2/my.cnf', 'common/my.cnf', 'corosync.conf').slice(2), [
      'common/my.cnf: shared db1 in .',
      'common/my.cnf: shared db2 in .',
      'corosync.conf: shared db1 in .',
      'corosync.conf: shared db2 in .',
    ]);
  });

  it('makes a lone haproxy.cfg a proxy of its own, because nothing says that it runs on a database host', () => {
    assert.deepEqual(
      owners('my.cnf', 'haproxy.cfg').map((owner) => owner.split(': ')[1]),
      ['place repository in .', 'place haproxy in .'],
    );
  });
});

describe('recognising files', () => {
  it('claims what belongs to us by name and place', () => {
    const kinds: [string, string][] = [
      ['etc/my.cnf', 'mycnf'],
      ['my.ini', 'mycnf'],
      ['etc/mysql/conf.d/anything.cnf', 'mycnf'],
      ['etc/corosync/corosync.conf', 'corosync'],
      ['etc/corosync/authkey', 'keyfile'],
      ['haproxy-prod.cfg', 'haproxy'],
      ['etc/haproxy/conf.d/10-mysql.cfg', 'haproxy'],
      ['docker-compose.prod.yml', 'compose'],
      ['compose.yaml', 'compose'],
      ['ops/quorate.json', 'manifest'],
      ['some/other.cnf', 'maybe-mycnf'],
    ];
    for (const [path, kind] of kinds) assert.equal(kindOfPath(path), kind, path);
  });

  it('leaves foreign files, backups and templates alone', () => {
    for (const path of [
      'setup.cfg',
      'tox.ini',
      'nginx.conf',
      'openssl.cnf',
      'etc/mysql/my.cnf.bak',
      'my.cnf.j2',
      'haproxy.cfg.erb',
      'node_modules/x/my.cnf',
      'corosync.conf.example~',
      'db1/etc/dbus-1/system.d/corosync-signals.conf',
      'db1/etc/hosts',
    ]) {
      assert.equal(kindOfPath(path), undefined, path);
    }
  });
});
