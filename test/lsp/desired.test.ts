import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DesiredCluster } from '../../server/core/ops/desired';
import { desiredRequest } from '../../server/lsp/protocol';
import { scratchFolders } from '../cli/scratch';
import { editors } from './editor';

const manifest = {
  clusters: [
    {
      name: 'shop',
      hosts: [
        { name: 'db1', files: { 'a.cnf': '/etc/mysql/my.cnf' }, ssh: { host: '10.0.0.1', user: 'dba', sudo: true } },
      ],
    },
  ],
};

describe('what should be on hosts', () => {
  const scratch = scratchFolders();
  const start = editors();

  it('has the bytes of the disk, the place on the host and the way there', async () => {
    const text = '[mysqld]\nserver_id = 1\n';
    const folder = scratch({ 'quorate.json': JSON.stringify(manifest), 'a.cnf': text });
    const editor = await start([folder]);
    await editor.settled();
    await editor.open(path.join(folder, 'a.cnf'), `${text}max_connections = 7\n`);
    const [cluster, ...others] = await editor.request<DesiredCluster[]>(desiredRequest);
    assert.deepEqual(others, []);
    assert.deepEqual(cluster?.stops, []);
    assert.deepEqual(cluster?.hosts, [
      {
        name: 'db1',
        access: { name: 'db1', host: '10.0.0.1', user: 'dba', sudo: true },
        roles: [],
        addresses: [],
        files: [
          {
            source: 'a.cnf',
            path: '/etc/mysql/my.cnf',
            program: 'database',
            content: Buffer.from(text).toString('base64'),
            digest: createHash('sha256').update(text).digest('hex'),
            isSecret: false,
          },
        ],
      },
    ]);
  });

  it('takes a compose file that the manifest names, and dials no container by its name', async () => {
    const option = '[mysqld]\nserver_id = 1\n';
    const service = (name: string): string =>
      `  ${name}:\n    image: mariadb:11\n    volumes: ["./${name}.cnf:/etc/mysql/my.cnf"]\n`;
    const folder = scratch({
      'quorate.json': JSON.stringify({
        clusters: [
          {
            name: 'shop',
            hosts: [{ name: 'db1', files: { 'db1.cnf': '/srv/db1.cnf', 'compose.yml': '/srv/compose.yml' } }],
          },
        ],
      }),
      'compose.yml': `services:\n${service('db1')}${service('db2')}`,
      'db1.cnf': option,
      'db2.cnf': option.replace('1', '2'),
    });
    const editor = await start([folder]);
    await editor.settled();
    const clusters = await editor.request<DesiredCluster[]>(desiredRequest);
    const hosts = clusters.flatMap((cluster) => cluster.hosts);
    assert.deepEqual(
      hosts.map(({ name, files }) => [
        name,
        ...files.map(({ path, program, isCompose }) => [path, program, isCompose]),
      ]),
      [['db1', ['/srv/db1.cnf', 'database', undefined], ['/srv/compose.yml', 'database', true]]],
    );
    const stops = clusters.flatMap((cluster) => cluster.stops).filter(({ kind }) => kind === 'place');
    assert.deepEqual(
      stops.map(({ host }) => host),
      ['db2'],
    );
    assert.match(stops[0]?.message ?? '', /it is a container of a compose file, and nobody says on which machine/);
  });

  it('names open errors and files whose place nobody knows', async () => {
    const folder = scratch({
      'shop/db1/my.cnf': '[mysqld]\nserver_id = 1\nlog_bin = x\n',
      'shop/db2/my.cnf': '[mysqld]\nserver_id = 1\nlog_bin = x\n',
    });
    const editor = await start([folder]);
    await editor.settled();
    const clusters = await editor.request<DesiredCluster[]>(desiredRequest);
    const stops = clusters.flatMap((cluster) => cluster.stops.map((stop) => `${stop.kind} ${stop.host}`));
    assert.deepEqual([...new Set(stops)].sort(), ['errors db1', 'errors db2', 'place db1', 'place db2']);
  });
});
