import assert from 'node:assert/strict';
import type { Completion } from '../../server/core/features/answers';
import { complete } from '../../server/core/features/completion';
import { hover } from '../../server/core/features/hover';
import { spanText } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { repository } from './repository';

type Files = Readonly<Record<string, string>>;

function found(files: Files): { items: readonly Completion[]; replaces: string } {
  const { document, position, model, documents } = repository(files);
  const completions = complete(document, position, model, catalogs, documents);
  return { items: completions?.items ?? [], replaces: completions ? spanText(completions.span) : '' };
}
const labels = (files: Files): string[] => found(files).items.map(({ label }) => label);
function said(files: Files): string {
  const { document, position, model, documents } = repository(files);
  return hover(document, position, model, catalogs, documents)?.markdown ?? '';
}

/** A compose file of two services, the second with another end. */
const compose = (end: string): Files => ({
  'shop/compose.yml': [
    'services:',
    '  db1:',
    '    image: mariadb:10.11',
    '    command: --server-id=1 --gtid-strict-mode=ON',
    '  db2:',
    '    image: mariadb:10.11',
    ...end.split('\n').map((line) => `    ${line}`),
    '',
  ].join('\n'),
});

describe('completion in a compose file', () => {
  it('has the options of the server behind the dashes, as the other services first', () => {
    const { items, replaces } = found(compose('command: --server-id=2 --gtid-st$0'));
    assert.equal(replaces, '--gtid-st');
    const [first] = items.filter(({ label }) => label === '--gtid-strict-mode');
    assert.deepEqual([first?.insert, first?.isFirst], ['--gtid-strict-mode=', true]);
    assert.ok(!labels(compose('command: --server-id=2 --gt$0')).includes('--gtid-mode'), 'an option of MySQL');
  });

  it('has them in every way a command is written', () => {
    for (const command of [
      'command: ["--server-id=2", "--bind-a$0"]',
      'command:\n  - --server-id=2\n  - --bind-a$0',
      'command:\n- --server-id=2\n- --bind-a$0',
      'command: >\n  --server-id=2\n  --bind-a$0',
    ])
      assert.ok(labels(compose(command)).includes('--bind-address'), command);
  });

  it('has values, those of the cluster first', () => {
    assert.deepEqual(labels(compose('command: --server-id=$0')).slice(0, 1), ['2']);
    assert.ok(labels(compose('command: --binlog-format=R$0')).includes('ROW'));
  });

  it('has the variables of the image, and nothing elsewhere', () => {
    assert.ok(labels(compose('environment:\n  MARIADB_RO$0')).includes('MARIADB_ROOT_PASSWORD'));
    assert.ok(!labels(compose('environment:\n  $0')).includes('MYSQL_ROOT_PASSWORD'));
    const [item] = found(compose('environment:\n  - MARIADB_ROOT_P$0')).items;
    assert.equal(item?.insert, 'MARIADB_ROOT_PASSWORD=');
    assert.deepEqual(labels(compose('restart: --ser$0')), []);
    assert.deepEqual(labels(compose('command: --server-id=2 # --ser$0')), []);
  });
});

describe('completion of mounts in a compose file', () => {
  const mounts = (end: string, more: Files = {}): Files => ({
    ...compose(end),
    'shop/db1/my.cnf': '[mysqld]\nserver_id=1\n',
    'shop/db2/my.cnf': '[mysqld]\nserver_id=2\n',
    'elsewhere/my.cnf': '[mysqld]\nserver_id=3\n',
    ...more,
  });

  it('has our files with where the image reads them, those that nobody mounts first', () => {
    const { items, replaces } = found(mounts('volumes:\n  - ./db1/my.cnf:/etc/mysql/conf.d/my.cnf\n  - ./d$0'));
    assert.equal(replaces, './d');
    const told = items.map(({ label, insert, isFirst }) => [label, insert, isFirst]);
    assert.deepEqual(told, [
      ['./db1/my.cnf', './db1/my.cnf:/etc/mysql/conf.d/my.cnf:ro', false],
      ['./db2/my.cnf', './db2/my.cnf:/etc/mysql/conf.d/my.cnf:ro', true],
    ]);
  });

  it('has where a file is read behind the colon, as the other services first', () => {
    const other = 'volumes:\n  - ./db1/my.cnf:/etc/mysql/mariadb.conf.d/my.cnf\n';
    assert.deepEqual(labels(mounts(`${other}  - ./db2/my.cnf:$0`)), [
      '/etc/mysql/mariadb.conf.d/my.cnf',
      '/etc/mysql/conf.d/my.cnf',
      '/opt/bitnami/mariadb/conf/my_custom.cnf',
    ]);
    const proxy = { 'shop/lb1/haproxy.cfg': 'listen db\n  bind :3306\n' };
    assert.deepEqual(labels(mounts('volumes:\n  - ./lb1/haproxy.cfg:$0', proxy)), [
      '/usr/local/etc/haproxy/haproxy.cfg',
    ]);
  });

  it('has nothing for volumes of their own and for files that are not ours', () => {
    assert.deepEqual(labels(mounts('volumes:\n  - ./notes.txt:$0')), []);
    assert.deepEqual(labels({ 'shop/compose.yml': 'volumes:\n  - $0\n', 'shop/db1/my.cnf': '[mysqld]\n' }), []);
  });
});

describe('hover over the name of a cluster in quorate.json', () => {
  const manifest = (name: string): Files => ({
    'quorate.json': `{"clusters": [{"name": ${name}, "product": "mariadb", "hosts": [
      {"name": "db1", "addresses": ["10.0.0.1"], "roles": ["source"], "files": {"db1/my.cnf": "/etc/my.cnf"}},
      {"name": "db2", "addresses": ["10.0.0.2"], "files": {"db2/my.cnf": "/etc/my.cnf"}}]}]}`,
    'db1/my.cnf': '[mysqld]\nserver_id=1\n',
    'db2/my.cnf': '[mysqld]\nserver_id=2\n',
  });

  it('lists its hosts', () => {
    assert.match(said(manifest('"sh$0op"')), /Cluster \*\*shop\*\*[^]*\| db1 \| 10\.0\.0\.1 \| MariaDB[^|]* \| source/);
  });

  it('says nothing of other words', () => {
    assert.equal(said({ ...manifest('"shop"'), 'quorate.json': '{"clusters": [{"na$0me": "shop"}]}' }), '');
  });
});

describe('hover in a compose file', () => {
  it('shows an argument as every host has it', () => {
    assert.match(said(compose('command: --server$0-id=7')), /\*\*server_id\*\*[^]*\| db2 \| `7`[^]*\| db1 \| `1`/);
  });

  it('explains a variable of the image', () => {
    assert.match(said(compose('environment:\n  MARIADB_ROOT$0_PASSWORD: x')), /image mariadb[^]*first start/);
  });
});

describe('completion in quorate.json', () => {
  const option = (id: number): string =>
    `[mysqld]\nserver_id = ${id}\nbind_address = 10.0.0.${id}\nreport_host = db${id}\n`;
  const manifest = (host: string): Files => ({
    'quorate.json': `{ "clusters": [{ "name": "shop", "hosts": [\n  { "name": "db1", "files": { "db1/my.cnf": "/etc/my.cnf" } },\n  ${host}\n] }] }\n`,
    'db1/my.cnf': option(1),
    'db2/my.cnf': option(2),
  });

  it('has hosts and addresses that it does not name yet', () => {
    assert.deepEqual(labels(manifest('{ "name": "$0" }')), ['db2']);
    assert.deepEqual(labels(manifest('{ "name": "db2", "addresses": ["10$0"] }')), ['10.0.0.1', '10.0.0.2']);
    const [item] = found(manifest('{ "name": "db2", "addresses": [$0] }')).items;
    assert.equal(item?.insert, '"10.0.0.1"');
  });

  it('has files of hosts that it does not name yet', () => {
    assert.deepEqual(labels(manifest('{ "name": "db2", "files": { "$0" } }')), ['db2/my.cnf']);
    const [item] = found(manifest('{ "name": "db2", "files": { $0 } }')).items;
    assert.equal(item?.insert, '"db2/my.cnf": ');
  });

  it('has the hosts a replica may fetch from, and releases', () => {
    assert.deepEqual(
      labels(manifest('{ "name": "db2", "files": { "db2/my.cnf": "/etc/my.cnf" }, "replicatesFrom": ["$0"] }')),
      ['db1'],
    );
    assert.ok(labels(manifest('{ "name": "db2", "version": "10.$0" }')).includes('10.11'));
    assert.deepEqual(labels(manifest('{ "name": "db2", "roles": ["$0"] }')), []);
  });
});
