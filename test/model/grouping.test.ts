import assert from 'node:assert/strict';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** Clusters of a repository as `name: host, host`, sorted. */
function clusters(files: Readonly<Record<string, string>>): string[] {
  const workspace = open(files);
  return workspace.model.clusters
    .map(({ name, hosts }) => `${name}: ${hosts.map((host) => host.name).join(', ')}`)
    .sort();
}

function open(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(catalogs, [], 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [path, text] of Object.entries(files)) workspace.set(path, `file:///repository/${path}`, text);
  workspace.update();
  return workspace;
}

const galera = (name: string, own: string, list: string): string =>
  `[galera]\nwsrep_on=ON\nwsrep_provider=/usr/lib/galera/libgalera_smm.so\nwsrep_cluster_name=${name}\nwsrep_cluster_address=gcomm://${list}\nwsrep_node_address=${own}\n`;

const proxyTo = (...addresses: string[]): string =>
  `listen db\n  bind *:3306\n${addresses.map((address, index) => `  server s${index} ${address}:3306 check\n`).join('')}`;

describe('clusters', () => {
  it('are the hosts of one folder', () => {
    assert.deepEqual(
      clusters({
        'shop/db1/my.cnf': '[mysqld]\nserver_id=1\n',
        'shop/db2/my.cnf': '[mysqld]\nserver_id=2\n',
        'mail/db1/my.cnf': '[mysqld]\nserver_id=1\n',
      }),
      ['mail: db1', 'shop: db1, db2'],
    );
  });

  it('stay apart in one folder when their address lists have nothing in common, also under one name', () => {
    const files = {
      'conf/node1.cnf': galera('main', '10.0.0.1', '10.0.0.1,10.0.0.2'),
      'conf/node2.cnf': galera('main', '10.0.0.2', '10.0.0.1,10.0.0.2'),
      'conf/node3.cnf': galera('main', '10.9.0.1', '10.9.0.1,10.9.0.2'),
      'conf/node4.cnf': galera('main', '10.9.0.2', '10.9.0.1,10.9.0.2'),
    };
    assert.equal(clusters(files).length, 2);
  });

  it('take in a node with an empty list by the name it gives the cluster', () => {
    const files = {
      'node1.cnf': galera('main', '10.0.0.1', ''),
      'node2.cnf': galera('main', '10.0.0.2', '10.0.0.2,10.0.0.3'),
      'node3.cnf': galera('main', '10.0.0.3', '10.0.0.2,10.0.0.3'),
    };
    assert.deepEqual(clusters(files), ['repository: node1, node2, node3']);
  });

  it('hold nodes that misspell the name of their cluster together by their addresses', () => {
    const files = {
      'db1/my.cnf': galera('shop', '10.0.0.1', '10.0.0.1,10.0.0.2'),
      'db2/my.cnf': galera('shpo', '10.0.0.2', '10.0.0.1,10.0.0.2'),
    };
    assert.deepEqual(clusters(files), ['repository: db1, db2']);
  });

  it('are adopted by a proxy in another folder whose addresses lead to exactly one', () => {
    const files = {
      'databases/db1/my.cnf': galera('shop', '10.0.0.1', '10.0.0.1,10.0.0.2'),
      'databases/db2/my.cnf': galera('shop', '10.0.0.2', '10.0.0.1,10.0.0.2'),
      'other/db1/my.cnf': galera('mail', '10.5.0.1', '10.5.0.1'),
      'balancers/lb1/haproxy.cfg': proxyTo('10.0.0.1', '10.0.0.2'),
    };
    assert.deepEqual(clusters(files), ['databases: db1, db2, lb1', 'other: db1']);
  });

  it('are not adopted where the same addresses stand in two places', () => {
    const files = {
      'old/db1/my.cnf': galera('shop', '10.0.0.1', '10.0.0.1'),
      'new/db1/my.cnf': galera('shop', '10.0.0.1', '10.0.0.1'),
      'balancers/lb1/haproxy.cfg': proxyTo('10.0.0.1'),
    };
    assert.deepEqual(clusters(files), ['balancers: lb1', 'new: db1', 'old: db1']);
  });

  it('never mix with a twin that has the same addresses', () => {
    const one = {
      'db1/my.cnf': galera('shop', '10.0.0.1', '10.0.0.1,10.0.0.2'),
      'db2/my.cnf': galera('shop', '10.0.0.2', '10.0.0.1,10.0.0.2'),
      'lb1/haproxy.cfg': proxyTo('10.0.0.1', '10.0.0.2'),
    };
    const both = Object.fromEntries(
      ['broken', 'mended'].flatMap((folder) => Object.entries(one).map(([path, text]) => [`${folder}/${path}`, text])),
    );
    assert.deepEqual(clusters(both), ['broken: db1, db2, lb1', 'mended: db1, db2, lb1']);
  });

  it('are what the manifest says, whatever the folders are', () => {
    const manifest = JSON.stringify({
      clusters: [
        {
          name: 'shop',
          product: 'mariadb',
          version: '10.11',
          hosts: [
            { name: 'left', files: { 'a/my.cnf': '/etc/my.cnf' } },
            { name: 'right', addresses: ['10.0.0.2'], files: { 'b/my.cnf': '/etc/my.cnf' } },
          ],
        },
      ],
    });
    const workspace = open({
      'quorate.json': manifest,
      'a/my.cnf': '[mysqld]\nserver_id=1\n',
      'b/my.cnf': '[mysqld]\nserver_id=2\n',
    });
    const [cluster] = workspace.model.clusters;
    assert.deepEqual([cluster?.name, cluster?.hosts.map((host) => host.name)], ['shop', ['left', 'right']]);
    assert.deepEqual(cluster?.hosts[0]?.target, { product: 'mariadb', series: '10.11' });
    assert.equal(cluster?.hostAt('10.0.0.2')?.name, 'right');
  });

  it('come from compose services, whose arguments beat the files they mount', () => {
    const compose =
      'services:\n  source:\n    image: mariadb:10.11\n    command: --server-id=7\n    volumes: [./conf/source.cnf:/etc/mysql/conf.d/x.cnf]\n  replica:\n    image: mariadb:10.11\n    volumes: [./conf/replica.cnf:/etc/mysql/conf.d/x.cnf]\n';
    const workspace = open({
      'compose.yaml': compose,
      'conf/source.cnf': '[mysqld]\nserver_id=1\n',
      'conf/replica.cnf': '[mysqld]\nserver_id=2\n',
    });
    const [cluster] = workspace.model.clusters;
    assert.deepEqual(
      cluster?.hosts.map((host) => [host.name, host.options.value('server_id'), host.target.series]).sort(),
      [
        ['source', '7', '10.11'],
        ['replica', '2', '10.11'],
      ].sort(),
    );
    assert.deepEqual(
      cluster?.hosts
        .find((host) => host.name === 'source')
        ?.options.all('server_id')
        .map(({ value }) => value),
      ['1', '7'],
      'the losing line is kept',
    );
  });

  it('have the addresses an inventory gives', () => {
    const workspace = open({
      'inventory.ini': '[databases]\ndb1 ansible_host=192.168.1.11\ndb2 ansible_host=192.168.1.12\n',
      'db1/my.cnf': '[mysqld]\nserver_id=1\n',
      'db2/my.cnf': '[mysqld]\nserver_id=2\n',
    });
    assert.equal(workspace.model.clusters[0]?.hostAt('192.168.1.12')?.name, 'db2');
  });
});

describe('a model after an edit', () => {
  const files = {
    'shop/db1/my.cnf': '[mysqld]\nserver_id=1\n',
    'shop/db2/my.cnf': '[mysqld]\nserver_id=2\n',
    'mail/db1/my.cnf': '[mysqld]\nserver_id=1\n',
  };
  const edit = (workspace: Workspace, text: string): void =>
    workspace.edit('shop/db1/my.cnf', [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 100 } }, newText: text },
    ]);

  it('keeps every host and cluster that the edit does not concern', () => {
    const workspace = open(files);
    const before = workspace.model;
    edit(workspace, 'server_id=5');
    workspace.update();
    const named = (model: typeof before, name: string) => model.clusters.find((cluster) => cluster.name === name);
    assert.equal(named(workspace.model, 'mail'), named(before, 'mail'));
    assert.notEqual(named(workspace.model, 'shop'), named(before, 'shop'));
    assert.equal(named(workspace.model, 'shop')?.hosts[1], named(before, 'shop')?.hosts[1]);
    assert.equal(workspace.model.layout, before.layout);
  });

  it('is the same as one read from the texts as they are', () => {
    const workspace = open(files);
    edit(workspace, 'report_host=10.0.0.7');
    workspace.update();
    const fresh = open({ ...files, 'shop/db1/my.cnf': '[mysqld]\nreport_host=10.0.0.7\n' });
    const told = (model: typeof fresh.model) =>
      model.clusters.map(({ name, why, hosts }) => [
        name,
        why,
        hosts.map((host) => [host.name, [...host.addresses], [...host.roles]]),
      ]);
    assert.deepEqual(told(workspace.model), told(fresh.model));
    assert.notEqual(workspace.model.clusters.find(({ name }) => name === 'shop')?.hostAt('10.0.0.7'), undefined);
  });
});
