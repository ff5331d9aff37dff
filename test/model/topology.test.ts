import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rings } from '../../server/core/model/topology/rings';
import { topologyOf } from '../../server/core/model/topology/topology';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

function open(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(catalogs, [], 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [path, text] of Object.entries(files)) workspace.set(path, `file:///repository/${path}`, text);
  workspace.update();
  return workspace;
}

/** Edges as `source -> replica`, `?` before strangers, `~` where only roles suggest them; then each host's roles. */
function graph(files: Readonly<Record<string, string>>): { edges: string[]; roles: Record<string, string> } {
  const [cluster] = open(files).model.clusters;
  assert.ok(cluster);
  const topology = topologyOf(cluster);
  const edges = [...topology.edges, ...topology.assumed].map(({ source, replica, channel, statement }) => {
    const from = source ? source.name : `?${statement?.address}`;
    return `${statement ? '' : '~'}${from} -> ${replica.name}${channel === '' ? '' : ` ${channel}`}`;
  });
  const roles = cluster.hosts.map((host) => [host.name, [...topology.rolesOf(host)].join(' ')] as const);
  return { edges: edges.sort(), roles: Object.fromEntries(roles.filter(([, text]) => text !== '')) };
}

const cnf = (id: number, more = ''): string => `[mysqld]\nserver_id = ${id}\nlog_bin = binlog\n${more}`;
const from = (host: string, channel = ''): string =>
  `CHANGE MASTER ${channel && `'${channel}' `}TO MASTER_HOST='${host}', MASTER_USER='repl';\n`;

describe('topology', () => {
  it('is read from SQL in the folder of each host', () => {
    assert.deepEqual(
      graph({
        'db1/my.cnf': cnf(1),
        'db2/my.cnf': cnf(2),
        'db2/replication.sql': from('db1'),
        'db3/my.cnf': cnf(3),
        'db3/replication.sql': "CHANGE REPLICATION SOURCE TO SOURCE_HOST='db2' FOR CHANNEL 'up';",
      }),
      {
        edges: ['db1 -> db2', 'db2 -> db3 up'],
        roles: { db1: 'source', db2: 'source replica intermediate', db3: 'replica' },
      },
    );
  });

  it('knows co-masters, rings and replicas of several sources', () => {
    const pair = graph({
      'node1/my.cnf': cnf(1, 'report_host = 10.0.0.1\n'),
      'node1/r.sql': from('10.0.0.2'),
      'node2/my.cnf': cnf(2, 'report_host = 10.0.0.2\n'),
      'node2/r.sql': from('10.0.0.1'),
      'node3/my.cnf': cnf(3),
      'node3/r.sql': from('node1', 'one') + from('10.77.0.1', 'far'),
    });
    assert.deepEqual(pair.edges, ['?10.77.0.1 -> node3 far', 'node1 -> node2', 'node1 -> node3 one', 'node2 -> node1']);
    assert.deepEqual(pair.roles, {
      node1: 'source replica co-master intermediate',
      node2: 'source replica co-master',
      node3: 'replica multi-source-replica',
    });
    const ring = graph({
      'db1/my.cnf': cnf(1),
      'db1/r.sql': from('db3'),
      'db2/my.cnf': cnf(2),
      'db2/r.sql': from('db1'),
      'db3/my.cnf': cnf(3),
      'db3/r.sql': from('db2'),
    });
    for (const host of ['db1', 'db2', 'db3']) assert.match(ring.roles[host] ?? '', /ring-member/);
  });

  it('is read from a script beside the hosts, by the host its commands speak to', () => {
    const compose = `services:
  mysql_master: {image: 'mysql:8.0', volumes: ['./master/conf/mysql.conf.cnf:/etc/mysql/conf.d/mysql.conf.cnf']}
  mysql_slave: {image: 'mysql:8.0', volumes: ['./slave/conf/mysql.conf.cnf:/etc/mysql/conf.d/mysql.conf.cnf']}
`;
    const files = {
      'docker-compose.yml': compose,
      'master/conf/mysql.conf.cnf': cnf(1),
      'slave/conf/mysql.conf.cnf': cnf(2),
    };
    const named = `docker exec mysql_slave mysql -e "CHANGE MASTER TO MASTER_HOST='mysql_master'"\n`;
    assert.deepEqual(graph({ ...files, 'build.sh': named }).edges, ['mysql_master -> mysql_slave']);
    const unnamed = `stmt="CHANGE MASTER TO MASTER_HOST='mysql_master',MASTER_LOG_FILE='$CURRENT'; START SLAVE;"\nmysql\n`;
    assert.deepEqual(graph({ ...files, 'build.sh': unnamed }).edges, ['mysql_master -> mysql_slave']);
  });

  it('is read from SQL that a container runs at its first start, and from the environment of images', () => {
    const files = {
      'compose.yml': `services:
  primary:
    image: mariadb:11.4
    command: --server-id=1 --log-bin
  second:
    image: mariadb:11.4
    command: --server-id=2
    environment:
      MARIADB_MASTER_HOST: primary
  third:
    image: mariadb:11.4
    command: --server-id=3
    volumes: ['./init-third:/docker-entrypoint-initdb.d']
`,
      'init-third/01.sql': from('second'),
    };
    assert.deepEqual(graph(files).edges, ['primary -> second', 'second -> third']);
    const bitnami = `services:
  main: {image: 'bitnami/mysql:8.4', environment: {MYSQL_REPLICATION_MODE: master}}
  copy: {image: 'bitnami/mysql:8.4', environment: [MYSQL_REPLICATION_MODE=slave, MYSQL_MASTER_HOST=main]}
`;
    assert.deepEqual(graph({ 'compose.yml': bitnami }), {
      edges: ['main -> copy'],
      roles: { main: 'source', copy: 'replica' },
    });
  });

  it('believes the manifest before anything else', () => {
    const manifest = {
      clusters: [
        {
          name: 'shop',
          hosts: [
            { name: 'db1', files: { 'db1/': '/etc/' } },
            { name: 'db2', replicatesFrom: ['db3', 'db1'], files: { 'db2/': '/etc/' } },
            { name: 'db3', files: { 'db3/': '/etc/' } },
          ],
        },
      ],
    };
    const files = {
      'db1/my.cnf': cnf(1),
      'db2/my.cnf': cnf(2),
      'db2/r.sql': from('10.9.9.9'),
      'db3/my.cnf': cnf(3),
      'quorate.json': JSON.stringify(manifest),
    };
    assert.deepEqual(graph(files).edges, ['db1 -> db2 1', 'db3 -> db2 0']);
  });

  it('is only assumed where nothing but roles speaks of it', () => {
    assert.deepEqual(graph({ 'master/my.cnf': cnf(1), 'slave1/my.cnf': cnf(2), 'slave2/my.cnf': cnf(3) }), {
      edges: ['~master -> slave1', '~master -> slave2'],
      roles: {},
    });
    assert.deepEqual(graph({ 'master1/my.cnf': cnf(1), 'master2/my.cnf': cnf(2) }).edges, []);
  });

  it('stays open where a shared statement may be meant for several hosts, or two files disagree', () => {
    const three = { 'db1/my.cnf': cnf(1), 'db2/my.cnf': cnf(2), 'db3/my.cnf': cnf(3) };
    assert.deepEqual(graph({ ...three, 'sql/rejoin.sql': from('db1') }).edges, []);
    assert.deepEqual(graph({ ...three, 'db2/a.sql': from('db1'), 'db2/b.sql': from('db3') }).edges, []);
    assert.deepEqual(graph({ ...three, 'db2/a.sql': from('db1') + 'RESET SLAVE ALL;\n' }).edges, []);
    assert.deepEqual(graph({ ...three, 'db2/a.sql': from('${SOURCE}') }).edges, []);
  });

  it('ties hosts together, and follows an edit', () => {
    const workspace = open({ 'db1/my.cnf': cnf(1), 'db2/my.cnf': cnf(2), 'db2/r.sql': from('db1') });
    const edges = (): number =>
      workspace.model.clusters.reduce((sum, cluster) => sum + topologyOf(cluster).edges.length, 0);
    assert.equal(workspace.model.clusters[0]?.why, 'one replicates from another');
    assert.equal(edges(), 1);
    const start = { line: 0, character: 0 };
    workspace.edit('db2/r.sql', [{ range: { start, end: start }, newText: '-- ' }]);
    workspace.update();
    assert.equal(edges(), 0);
  });

  it('finds a ring of any length among other edges', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30 }), fc.integer({ min: 0, max: 5 }), (length, tail) => {
        const next = new Map(Array.from({ length }, (_, node) => [node, [(node + 1) % length]] as const));
        for (let node = 0; node < tail; node++) next.set(1000 + node, [node % length]);
        const [ring, ...others] = rings(next);
        assert.equal(others.length, 0);
        assert.equal(ring?.length, length);
        ring.forEach((node, at) => assert.equal(ring[(at + 1) % length], (node + 1) % length));
      }),
    );
    const pairAndTail = new Map([
      [1, [2]],
      [2, [1, 3]],
      [3, []],
    ]);
    assert.deepEqual(rings(pairAndTail), []);
  });
});
