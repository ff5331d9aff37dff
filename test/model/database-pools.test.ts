import assert from 'node:assert/strict';
import { databasePools } from '../../server/core/model/database-pools';
import { bindsIn } from '../../server/core/model/proxy-binds';
import { rules } from '../../server/core/rules/registry';
import { haproxy, type HaproxyLine } from '../../server/core/syntax/haproxy';
import { Document } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** The pools of a proxy beside two databases at 10.0.0.1:3306 and 10.0.0.2:3310. */
function poolsOf(text: string) {
  const workspace = new Workspace(catalogs, rules.slice(0, 0), 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  const files = {
    'db1/my.cnf': '[mysqld]\nserver_id = 1\nreport_host = 10.0.0.1\n',
    'db2/my.cnf': '[mysqld]\nserver_id = 2\nreport_host = 10.0.0.2\nport = 3310\n',
    'lb1/haproxy.cfg': text,
  };
  for (const [path, content] of Object.entries(files)) workspace.set(path, `file:///${path}`, content);
  workspace.update();
  return workspace.model.clusters
    .flatMap((cluster) => databasePools(cluster))
    .map(({ section, servers, ...rest }) => ({
      name: section.name,
      hosts: servers.map(({ host }) => host?.name),
      ...rest,
    }));
}

describe('database pools', () => {
  it('are told by the port of the database they reach', () => {
    const pools = poolsOf('backend a\n server x 10.0.0.2:3310\nbackend b\n server x 10.0.0.2:9104\n');
    assert.deepEqual(
      pools.map(({ name, hosts }) => [name, hosts]),
      [['a', ['db2']]],
    );
  });

  it('are told by their check, also one of a defaults section, but not by a check of another protocol', () => {
    const pools = poolsOf(
      'defaults d\n option mysql-check\nbackend a from d\n server x 10.0.0.1:9\nbackend b from d\n option pgsql-check\n server x 10.0.0.1:3306\n',
    );
    assert.deepEqual(
      pools.map(({ name, checksMysql }) => [name, checksMysql]),
      [['a', true]],
    );
  });

  it('leave out servers that are switched off or in a dead branch', () => {
    const pools = poolsOf(
      'backend a\n server x 10.0.0.1:3306\n server y 10.0.0.2:3310 disabled\n.if 0\n server z 10.0.0.9:3306\n.endif\n',
    );
    assert.deepEqual(pools[0]?.hosts, ['db1']);
  });

  it('say when a server line hides whom it means', () => {
    const pools = poolsOf('backend a\n server x 10.0.0.1:3306\n server-template s 3 "${DB}":3306\n');
    assert.equal(pools[0]?.isComplete, false);
  });

  it('take the loopback of a proxy for the proxy itself', () => {
    assert.deepEqual(poolsOf('backend a\n server x 127.0.0.1:3306\n')[0]?.hosts, ['lb1']);
  });
});

describe('binds of a proxy', () => {
  const read = (line: string): string[] => {
    const document = new Document<HaproxyLine>('file:///h', 'h', haproxy, `listen a\n bind ${line}\n`);
    return document.blocks
      .flatMap((block) => bindsIn(block))
      .map(({ address, firstPort, lastPort }) => `${address} ${firstPort} ${lastPort}`);
  };

  it('are addresses with a port or a range of ports', () => {
    assert.deepEqual(read('*:3306'), ['* 3306 3306']);
    assert.deepEqual(read(':3306'), [' 3306 3306']);
    assert.deepEqual(read('10.0.0.1:3300-3310,[fe80::1]:3306'), ['10.0.0.1 3300 3310', 'fe80::1 3306 3306']);
    assert.deepEqual(read(':::3306'), [':: 3306 3306']);
    assert.deepEqual(read('ipv4@10.0.0.1:3306 ssl crt x'), ['10.0.0.1 3306 3306']);
  });

  it('are no sockets of other kinds and no lines that pick a network of their own', () => {
    assert.deepEqual(
      [
        ...read('/run/a.sock'),
        ...read('unix@/run/a'),
        ...read('abns@x'),
        ...read('quic4@:443'),
        ...read('"${IP}":3306'),
      ],
      [],
    );
    assert.deepEqual(read('*:3306 interface eth1'), []);
  });
});
