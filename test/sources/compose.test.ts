import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ComposeService, mergeProjects, readCompose, serverArguments } from '../../server/core/sources/compose';
import { absolute, replace } from '../../server/core/rules/finding';
import { applyEdits } from '../../server/core/text/lines';
import { describeDaemons } from '../daemons';
import { damaged, place, sourceDocument, told } from './sources';

type Files = Readonly<Record<string, string>>;

function read(text: string, files: Files = {}, path = 'docker-compose.yml') {
  return readCompose(sourceDocument(path, text), (other) => files[other]);
}

function service(text: string, name: string, files: Files = {}, path?: string): ComposeService {
  const found = read(text, files, path).services.find((each) => each.name === name);
  assert.ok(found, `no service ${name}`);
  return found;
}

/** A service made of these lines. */
function db(lines: string, files: Files = {}): ComposeService {
  const indented = lines.replace(/^/gm, '    ');
  return service(`services:\n  db:\n${indented}\n`, 'db', files);
}

function argumentsOf(found: ComposeService): string[] {
  return serverArguments(found).map(({ written, value }) => (value === undefined ? written : `${written}=${value}`));
}

const galera = `# three nodes behind one proxy
version: "3.8"

x-node: &node
  image: registry.example.net:5000/mirror/mariadb:\${TAG:-10.11}-jammy
  restart: unless-stopped
  environment: &environment
    MARIADB_ROOT_PASSWORD: \${ROOT_PASSWORD}
    TZ: "UTC"

services:
  node1:
    <<: *node
    container_name: shop-node1
    hostname: node1
    domainname: shop.example.net
    command: >
      mysqld --wsrep-new-cluster --server-id=1
      --wsrep_node_address 10.5.0.11
    environment:
      <<: *environment
      NODE: 1
    ports: ["127.0.0.1:3307:3306", 4567]
    volumes:
      - ./node1/my.cnf:/etc/mysql/conf.d/my.cnf:ro
      - data1:/var/lib/mysql
      - /etc/localtime:/etc/localtime:ro
    networks:
      back:
        aliases: [writer, db-primary]
        ipv4_address: 10.5.0.11
        ipv6_address: fd00::11
  proxy:
    image: haproxy:2.6-alpine
    volumes:
      - type: bind
        source: ../common/haproxy
        target: /usr/local/etc/haproxy/
      - type: volume
        source: stats
        target: /run/haproxy
    networks:
      - back

networks: { back: { ipam: { config: [{ subnet: 10.5.0.0/24 }] } } }
volumes: { data1: {}, stats: {} }
`;

describe('a compose file', () => {
  it('tells names, addresses, programs and releases of its services', () => {
    const node = service(galera, 'node1');
    assert.deepEqual(node.names, ['node1', 'shop-node1', 'node1.shop.example.net', 'writer', 'db-primary']);
    assert.deepEqual(node.addresses, ['10.5.0.11', 'fd00::11']);
    assert.equal(node.image, 'registry.example.net:5000/mirror/mariadb:10.11-jammy');
    assert.equal(place(node.imageSpan), '5:10-70 registry.example.net:5000/mirror/mariadb:${TAG:-10.11}-jammy');
    assert.deepEqual(node.target, { product: 'mariadb', series: '10.11' });
    assert.equal(place(node.span), '12:3-8 node1');
    const proxy = service(galera, 'proxy');
    assert.deepEqual(proxy.target, {});
    assert.equal(proxy.haproxyRelease, '2.6');
    assert.deepEqual(read(galera).problems, []);
  });

  it('maps files of the workspace into containers, and nothing else', () => {
    const mounts = (name: string) => service(galera, name, {}, 'sites/a/compose.yml').mounts;
    const shown = (name: string) => mounts(name).map((mount) => [mount.source, mount.target, place(mount.span)]);
    assert.deepEqual(shown('node1'), [
      ['sites/a/node1/my.cnf', '/etc/mysql/conf.d/my.cnf', '25:9-51 ./node1/my.cnf:/etc/mysql/conf.d/my.cnf:ro'],
    ]);
    assert.deepEqual(shown('proxy'), [
      ['sites/common/haproxy', '/usr/local/etc/haproxy', '37:17-34 ../common/haproxy'],
    ]);
    assert.deepEqual(service(galera, 'proxy').mounts, [], 'a path above the workspace');
  });

  it('gives the options of a folded command with exact spans', () => {
    const shown = serverArguments(service(galera, 'node1')).map(({ written, value, nameSpan, valueSpan, group }) => [
      written,
      value,
      place(nameSpan),
      valueSpan && place(valueSpan),
      group,
    ]);
    assert.deepEqual(shown, [
      ['wsrep-new-cluster', undefined, '18:16-33 wsrep-new-cluster', undefined, 'command line'],
      ['server-id', '1', '18:36-45 server-id', '18:46-47 1', 'command line'],
      ['wsrep_node_address', '10.5.0.11', '19:9-27 wsrep_node_address', '19:28-37 10.5.0.11', 'command line'],
    ]);
  });

  it('keeps what the environment says, merged keys too, and leaves out what only the shell knows', () => {
    const { environment } = service(galera, 'node1');
    const shown = [...environment].map(([key, { value, span }]) => [key, value, place(span)]);
    assert.deepEqual(shown, [
      ['NODE', '1', '22:13-14 1'],
      ['TZ', 'UTC', '9:9-14 "UTC"'],
    ]);
  });

  it('tells ports', () => {
    const ports = service(galera, 'node1').ports.map(({ host, container, span }) => [host, container, place(span)]);
    assert.deepEqual(ports, [
      [3307, 3306, '23:13-34 "127.0.0.1:3307:3306"'],
      [undefined, 4567, '23:36-40 4567'],
    ]);
    const long = db(
      'ports:\n  - { target: 3306, published: "3310", protocol: tcp }\n  - "[::1]:3308:3306/tcp"\n  - 3300-3305:3300-3305',
    );
    assert.deepEqual(
      long.ports.map(({ host, container }) => [host, container]),
      [
        [3310, 3306],
        [3308, 3306],
      ],
    );
  });

  it('has exact spans behind a byte order mark and with carriage returns', () => {
    const text =
      '\ufeffservices:\r\n  db:\r\n    image: mysql:8.0\r\n    command: >-\r\n      --server-id=7\r\n      --log-bin\r\n';
    const found = service(text, 'db');
    assert.equal(place(found.span), '2:3-5 db');
    assert.deepEqual(
      serverArguments(found).map(({ nameSpan }) => place(nameSpan)),
      ['5:9-18 server-id', '6:9-16 log-bin'],
    );
  });

  it('can be edited through its spans', () => {
    const document = sourceDocument('docker-compose.yml', galera);
    const [node] = readCompose(document, () => undefined).services;
    const serverId = serverArguments(node as ComposeService).find(({ written }) => written === 'server-id');
    const edits = absolute([replace(serverId?.valueSpan as never, '42')]);
    const changed = applyEdits(
      galera,
      (edits ?? []).map(({ range, newText }) => ({ range, newText })),
    );
    assert.equal(changed, galera.replace('--server-id=1\n', '--server-id=42\n'));
  });
});

describe('a command', () => {
  const image = 'image: mariadb:10.11\n';

  it('is read as a list, as a string and as plain lines', () => {
    const expected = ['server-id=2', 'log-bin', 'init-connect=SET NAMES utf8'];
    const forms = [
      'command: ["mysqld", "--server-id=2", --log-bin, "--init-connect=SET NAMES utf8"]',
      "command: mysqld --server-id=2 --log-bin --init-connect='SET NAMES utf8'",
      'command: "mysqld --server-id=2 --log-bin --init-connect=\\"SET NAMES utf8\\""',
      "command:\n  - --server-id=2\n  - --log-bin\n  - '--init-connect=SET NAMES utf8'",
      'command: |\n  --server-id=2 \\\n  --log-bin\n  --init-connect=SET\\ NAMES\\ utf8',
      'command: /usr/sbin/mariadbd --server-id=2\n  --log-bin\n  --init-connect="SET NAMES utf8"',
    ];
    for (const form of forms) assert.deepEqual(argumentsOf(db(image + form)), expected, form);
  });

  it('knows where quoted words stand', () => {
    const found = db(image + `command: "mysqld --a=\\"x y\\" --b='p''q'"\n`);
    const places = serverArguments(found).map(({ nameSpan, valueSpan }) => [place(nameSpan), place(valueSpan)]);
    assert.deepEqual(places, [
      ['4:24-25 a', '4:28-31 x y'],
      ['4:36-37 b', `4:39-43 p''q`],
    ]);
    assert.equal(place(serverArguments(db(image + `command: 'mysqld --a=''x'''`))[0]?.valueSpan), '4:28-29 x');
  });

  it('gives every word of a text with rare escapes the place of the whole', () => {
    const found = db(image + 'command: "mysqld --a=\\x41 --b"');
    assert.deepEqual(argumentsOf(found), ['a=A', 'b']);
    assert.equal(place(serverArguments(found)[1]?.nameSpan), '4:14-35 "mysqld --a=\\x41 --b"');
  });

  it('takes a word without dashes for the value of the option before it', () => {
    assert.deepEqual(
      argumentsOf(db(image + 'command: --server-id 3 --log-bin --port 3307 -u mysql --skip-log-error')),
      ['server-id=3', 'log-bin', 'port=3307', 'skip-log-error'],
    );
  });

  it('has no options when it runs something else', () => {
    const others = [
      'command: bash -c "mysqldump --all-databases"',
      'command: mariadb-backup --prepare',
      'entrypoint: /backup.sh\ncommand: --full',
    ];
    for (const other of others) assert.deepEqual(argumentsOf(db(image + other)), [], other);
    assert.deepEqual(argumentsOf(db('image: redis:7\ncommand: --port 6380')), []);
    assert.deepEqual(
      argumentsOf(db('build: ./mysql\ncommand: mysqld --port 3307')),
      ['port=3307'],
      'the daemon is named',
    );
  });

  it('is found behind entry points and in shell scripts', () => {
    const forms = [
      'entrypoint: ["docker-entrypoint.sh"]\ncommand: --server-id=4',
      'entrypoint: /wait-for-it.sh db1:3306 --\ncommand: mysqld --server-id=4',
      'command: sh -c "chmod 644 /etc/mysql/conf.d/my.cnf && exec docker-entrypoint.sh mysqld --server-id=4; true --x=1"',
      "command: ['/bin/bash', '-ec', 'mysqld --server-id=4 --report-host=$$(hostname) >/dev/null --x=1']",
    ];
    for (const form of forms) assert.deepEqual(argumentsOf(db(image + form)), ['server-id=4'], form);
  });

  it('has the extra flags of Bitnami images, and those behind its start script', () => {
    const found = db(
      'image: bitnami/mariadb-galera:10.11\nenvironment:\n  - MARIADB_EXTRA_FLAGS=--server-id=5 --log-bin\ncommand: /opt/bitnami/scripts/mariadb-galera/run.sh --port=3307',
    );
    assert.equal(found.bootstrapImage, 'bitnami');
    assert.deepEqual(argumentsOf(found), ['server-id=5', 'log-bin', 'port=3307']);
    assert.equal(place(serverArguments(found)[0]?.valueSpan), '5:41-42 5');
    assert.deepEqual(
      argumentsOf(db('image: bitnami/mysql\ncommand: --server-id=5')),
      [],
      'their entry point runs it as a program',
    );
  });
});

describe('variables', () => {
  const values = (environment: string, files: Files = {}): Record<string, string> =>
    Object.fromEntries(
      [...db(`environment:\n${environment.replace(/^/gm, '  ')}`, files).environment].map(([key, { value }]) => [
        key,
        value,
      ]),
    );

  it('are put in as Compose does', () => {
    const text =
      'A: $X-${X}\nB: ${X:-d}${E:-d}${E-d}|\nC: ${NO:-${X}}\nD: $$X\nE: ${X:+set}${NO:+set}.\nF: ${X?must be there}\nG: $(x) $1 ${1}\nH: $E${E}|';
    assert.deepEqual(values(text, { '.env': 'X=x\nE=\n' }), {
      A: 'x-x',
      B: 'xd|',
      C: 'x',
      D: '$X',
      E: 'set.',
      F: 'x',
      G: '$(x) $1 ${1}',
      H: '|',
    });
  });

  it('without a value leave the text unknown', () => {
    assert.deepEqual(values('A: a$NO\nB: ${NO:-${NO2}}\nC: ${NO?x}\nD: 1'), { D: '1' });
    const found = db(
      'image: mysql:${TAG}\ncommand: --server-id=${ID} --port=3306\nhostname: ${NAME}\nvolumes: ["${DIR}/my.cnf:/etc/my.cnf"]',
    );
    assert.deepEqual(found.target, { product: 'mysql' });
    assert.deepEqual(argumentsOf(found), ['port=3306']);
    assert.deepEqual(found.names, ['db']);
    assert.deepEqual(found.mounts, []);
  });

  it('come from a .env beside the file with quotes, comments and variables of its own', () => {
    const env = '# c\nexport A = one # c\nB=\'$A #x\'\nC="$A\\n\\$A" # c\nD=${A}-x\r\nE=a#b\nF\nG=$LATER\n';
    assert.deepEqual(values('A: $A\nB: $B\nC: $C\nD: $D\nE: $E\nF: $F\nG: $G', { '.env': env }), {
      A: 'one',
      B: '$A #x',
      C: 'one\n$A',
      D: 'one-x',
      E: 'a#b',
    });
  });

  it('wanted in a file make it want .env', () => {
    assert.deepEqual(read('services: {db: {image: "mysql:$TAG"}}', {}, 'a/b/compose.yaml').wants, ['a/b/.env']);
    assert.deepEqual(read('services: {db: {image: "mysql:8.0"}}').wants, []);
    assert.deepEqual(db('volumes: ["$PWD/my.cnf:/etc/my.cnf"]').mounts[0]?.source, 'my.cnf');
  });

  it('cannot grow without bound', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => `V${index + 1}=$V${index}$V${index}`).join('\n');
    const found = values('A: $V3\nB: $V60', { '.env': `V0=x\n${doubling}\n` });
    assert.deepEqual(found, { A: 'xxxxxxxx' });
  });

  it('keep the place of the reference', () => {
    const [serverId] = serverArguments(db('image: mysql:8.0\ncommand: --server-id=1${ID}', { '.env': 'ID=23' }));
    assert.equal(serverId?.value, '123');
    assert.equal(place(serverId?.valueSpan), '4:26-32 1${ID}');
  });
});

describe('env_file', () => {
  it('is beaten by environment and by later files, and leads to its own lines', () => {
    const files = { 'env/base.env': 'A=base\nB=base\nC=base\n', 'env/own.env': '# own\nB="own"\n' };
    const text =
      'env_file:\n  - ./env/base.env\n  - path: env/own.env\n    required: false\nenvironment:\n  - C=line\n  - A';
    const { environment } = db(text, files);
    const shown = [...environment].map(([key, { value, span }]) => [key, value, span.block.document.uri, place(span)]);
    assert.deepEqual(shown, [
      ['B', 'own', 'file:///work%20space/env/own.env', '2:4-7 own'],
      ['C', 'line', 'file:///work%20space/docker-compose.yml', '8:11-15 line'],
    ]);
  });

  it('is wanted', () => {
    assert.deepEqual(read('services: {db: {env_file: [a.env, sub/b.env]}}', {}, 'x/compose.yml').wants, [
      'x/a.env',
      'x/sub/b.env',
    ]);
  });
});

describe('extends', () => {
  const base = `services:
  node:
    image: mysql:8.4
    hostname: template
    command: --server-id=1
    environment: { A: base, B: base }
    volumes: ["./conf/shared.cnf:/etc/mysql/conf.d/a.cnf", "./conf/own.cnf:/etc/mysql/conf.d/b.cnf"]
    networks: { back: { aliases: [db] } }
`;
  const own = `services:
  db1:
    extends: { file: ../common/base.yml, service: node }
    hostname: db1
    environment: [B=own]
    volumes: ["./db1.cnf:/etc/mysql/conf.d/b.cnf"]
    networks: { back: { ipv4_address: 10.0.0.1 } }
  db2:
    extends: db1
    command: --server-id=2
`;

  it('takes over from another file, whose paths start from its own folder', () => {
    const db1 = service(own, 'db1', { 'common/base.yml': base }, 'site/compose.yml');
    assert.deepEqual(db1.names, ['db1', 'db']);
    assert.deepEqual(db1.addresses, ['10.0.0.1']);
    assert.deepEqual(db1.target, { product: 'mysql', series: '8.4' });
    assert.deepEqual(
      db1.mounts.map(({ source, target }) => [source, target]),
      [
        ['common/conf/shared.cnf', '/etc/mysql/conf.d/a.cnf'],
        ['site/db1.cnf', '/etc/mysql/conf.d/b.cnf'],
      ],
    );
    assert.deepEqual(
      [...db1.environment].map(([key, { value }]) => [key, value]),
      [
        ['A', 'base'],
        ['B', 'own'],
      ],
    );
    const [serverId] = serverArguments(db1);
    assert.equal(serverId?.valueSpan?.block.document.uri, 'file:///work%20space/common/base.yml');
    assert.equal(place(serverId?.valueSpan), '5:26-27 1');
  });

  it('goes on from service to service, each with its own key', () => {
    const db2 = service(own, 'db2', { 'common/base.yml': base }, 'site/compose.yml');
    assert.deepEqual(argumentsOf(db2), ['server-id=2']);
    assert.deepEqual(
      db2.names,
      ['db2', 'db1', 'db'],
      'hostname and alias are taken over, the key of db1 only as its hostname',
    );
    assert.equal(place(db2.span), '8:3-6 db2');
  });

  it('uses the document the caller has', () => {
    const other = sourceDocument('base.yml', base);
    const project = readCompose(
      sourceDocument('compose.yml', 'services: {db: {extends: {file: base.yml, service: node}}}'),
      () => other,
    );
    assert.equal(serverArguments(project.services[0] as ComposeService)[0]?.nameSpan.block.document, other);
  });

  it('wants the other file, and does without while it is not there', () => {
    const project = read(own, {}, 'site/compose.yml');
    assert.deepEqual(project.wants, ['common/base.yml']);
    assert.deepEqual(project.problems, []);
    assert.deepEqual(
      project.services.map(({ name }) => name),
      ['db1', 'db2'],
    );
  });

  it('tells of services that are not there and of rings', () => {
    const text = `services:
  a: { extends: b }
  b: { extends: { service: a } }
  c: { extends: gone }
  d: { extends: { file: base.yml, service: gone } }
`;
    assert.deepEqual(told(read(text, { 'base.yml': base }).problems), [
      'error 3:28-29 a: service a extends itself',
      'error 2:17-18 b: service b extends itself',
      'error 4:17-21 gone: there is no service gone to extend in docker-compose.yml',
      'error 5:44-48 gone: there is no service gone to extend in base.yml',
    ]);
  });
});

describe('override files', () => {
  const base = read(`services:
  db1:
    image: mariadb:10.6
    container_name: one
    command: --server-id=1 --log-bin
    volumes: ["./my.cnf:/etc/mysql/my.cnf", "./conf.d:/etc/mysql/conf.d"]
    ports: ["3306:3306"]
  db2:
    image: mariadb:10.6
`);
  const override = read(
    `services:
  db1:
    image: \${IMAGE:-mariadb:10.11}
    container_name: two
    command: --server-id=9
    volumes: ["./other.cnf:/etc/mysql/my.cnf"]
    ports: ["3307:3306", "3306:3306"]
  db3:
    image: mysql:8.4
`,
    {},
    'docker-compose.override.yml',
  );

  it('replace single values and commands, and add to lists', () => {
    const merged = mergeProjects([base, override]);
    assert.deepEqual(
      merged.services.map(({ name }) => name),
      ['db1', 'db2', 'db3'],
    );
    const [db1] = merged.services as [ComposeService];
    assert.deepEqual(db1.target, { product: 'mariadb', series: '10.11' });
    assert.deepEqual(db1.names, ['db1', 'two']);
    assert.deepEqual(argumentsOf(db1), ['server-id=9']);
    assert.deepEqual(
      db1.mounts.map(({ source }) => source),
      ['conf.d', 'other.cnf'],
    );
    assert.deepEqual(
      db1.ports.map(({ host }) => host),
      [3307, 3306],
    );
    assert.equal(db1.span.block.document.path, 'docker-compose.yml');
    assert.deepEqual(merged.wants, ['.env']);
  });

  it('alone say only what they say', () => {
    assert.deepEqual(mergeProjects([base]).services, base.services);
    assert.deepEqual(mergeProjects([]), { services: [], problems: [], wants: [], includes: [] });
  });
});

describe('configs of a compose file', () => {
  it('are mounts', () => {
    const text = `services:
  db:
    image: mysql:8.0
    configs:
      - mycnf
      - source: tuning
        target: /etc/mysql/conf.d/tuning.cnf
      - source: inline
configs:
  mycnf: { file: ./my.cnf }
  tuning:
    file: conf/tuning.cnf
  inline: { content: "[mysqld]" }
`;
    const mounts = service(text, 'db', {}, 'a/compose.yml').mounts.map(({ source, target, span }) => [
      source,
      target,
      place(span),
    ]);
    assert.deepEqual(mounts, [
      ['a/my.cnf', '/mycnf', '5:9-14 mycnf'],
      ['a/conf/tuning.cnf', '/etc/mysql/conf.d/tuning.cnf', '6:17-23 tuning'],
    ]);
  });
});

describe('an image', () => {
  const cases: [image: string, target: string, haproxy: string | undefined, bootstrap: string][] = [
    ['mariadb:10.11', 'mariadb 10.11', undefined, 'official'],
    ['mariadb:10.6.18-focal', 'mariadb 10.6', undefined, 'official'],
    ['docker.io/library/mariadb:11.4-noble', 'mariadb 11.4', undefined, 'official'],
    ['quay.io/mariadb-foundation/mariadb-devel:11.8', 'mariadb 11.8', undefined, 'other'],
    ['mariadb:10.6@sha256:0f1ee8d4a8d8a1f3', 'mariadb 10.6', undefined, 'official'],
    ['mariadb@sha256:0f1ee8d4a8d8a1f3', 'mariadb', undefined, 'official'],
    ['mariadb', 'mariadb', undefined, 'official'],
    ['mariadb:latest', 'mariadb', undefined, 'official'],
    ['mariadb:lts', 'mariadb', undefined, 'official'],
    ['mariadb:lts-jammy', 'mariadb', undefined, 'official'],
    ['mariadb:10', 'mariadb', undefined, 'official'],
    ['mysql:8', 'mysql', undefined, 'official'],
    ['mysql:8.0', 'mysql 8.0', undefined, 'official'],
    ['mysql:8.4.3-oraclelinux9', 'mysql 8.4', undefined, 'official'],
    ['mysql:5.7.44', 'mysql 5.7', undefined, 'official'],
    ['mysql/mysql-server:8.0.32-1.2.11-server', 'mysql 8.0', undefined, 'official'],
    ['container-registry.oracle.com/mysql/community-server:8.4', 'mysql 8.4', undefined, 'official'],
    ['percona:8.0.36-28', 'mysql 8.0', undefined, 'official'],
    ['percona:ps-8.0', 'mysql 8.0', undefined, 'official'],
    ['percona/percona-xtradb-cluster:8.0', 'mysql 8.0', undefined, 'official'],
    ['bitnami/mariadb:10.6.12-debian-11-r0', 'mariadb 10.6', undefined, 'bitnami'],
    ['docker.io/bitnamilegacy/mariadb-galera:11.4', 'mariadb 11.4', undefined, 'bitnami'],
    ['bitnami/mysql', 'mysql', undefined, 'bitnami'],
    ['registry.example.net:5000/mysql:8.0', 'mysql 8.0', undefined, 'official'],
    ['arm64v8/mysql:9.1', 'mysql 9.1', undefined, 'other'],
    ['dba/mysql:1.4', 'mysql', undefined, 'other'],
    ['linuxserver/mariadb:10.11.8', 'mariadb 10.11', undefined, 'other'],
    ['haproxy:2.6-alpine', '', '2.6', 'official'],
    ['haproxytech/haproxy-alpine:3.0.5', '', '3.0', 'other'],
    ['bitnami/haproxy:2.8', '', '2.8', 'bitnami'],
    ['haproxy:lts', '', undefined, 'official'],
    ['prom/mysqld-exporter:v0.14', '', undefined, 'other'],
    ['mysql/mysql-router:8.0', '', undefined, 'other'],
    ['severalnines/community-server:1.0', '', undefined, 'other'],
  ];

  for (const [image, target, haproxy, bootstrap] of cases) {
    it(`${image} is ${target || (haproxy ?? 'nothing of ours')}`, () => {
      const found = db(`image: "${image}"`);
      assert.equal([found.target.product, found.target.series].filter(Boolean).join(' '), target);
      assert.equal(found.haproxyRelease, haproxy);
      assert.equal(found.bootstrapImage, bootstrap);
    });
  }
});

describe('what is no good compose file', () => {
  it('is read as far as it can be', () => {
    const text = 'services:\n  db1:\n    image: mysql:8.0\n  db2:\n    image: "mysql:8.4\n';
    const project = read(text);
    assert.deepEqual(
      project.services.map(({ name }) => name),
      ['db1', 'db2'],
    );
    assert.deepEqual(told(project.problems), ['error 6:1-1 : Missing closing "quote']);
  });

  it('tells of repeated keys, unknown anchors and values of another type', () => {
    const text =
      'services:\n  db:\n    image: mysql:8.0\n    image: mysql:8.4\n    environment: *nowhere\n  other: 5\n';
    assert.deepEqual(told(read(text).problems), [
      'error 4:5-10 image: key image is there twice',
      'error 5:18-26 *nowhere: no anchor &nowhere stands before this alias',
      'error 6:3-8 other: service other must be a mapping of settings',
    ]);
    assert.deepEqual(told(read('services: [a]\n').problems), [
      'error 1:11-14 [a]: services must be a mapping of names to services',
    ]);
  });

  it('may hold several documents', () => {
    const project = read('services: { a: { image: mysql } }\n---\nservices: { b: { image: mysql } }\n');
    assert.deepEqual(
      project.services.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.equal(project.problems.length, 1);
    assert.match(told(project.problems)[0] as string, /^warning 3:1-34 services: .*one YAML document/);
  });

  it('may be a template, which nobody reads', () => {
    const nothing = { services: [], problems: [], wants: [], includes: [] };
    assert.deepEqual(read('services:\n  {{ name }}:\n    image: mysql:{{ version }}\n'), nothing);
    assert.deepEqual(read('services:\n{% for n in nodes %}\n  db{{ n }}: {image: mysql}\n{% endfor %}\n'), nothing);
  });

  it('is no template because of what Docker fills in', () => {
    assert.deepEqual(service('services: {db: {image: "mysql:8.0", hostname: "db-{{.Task.Slot}}"}}', 'db').target, {
      product: 'mysql',
      series: '8.0',
    });
  });

  it('may have no services at all', () => {
    for (const text of ['', '# nothing\n', 'networks: {a: {}}\n', 'services:\n', '- a\n', '5\n']) {
      assert.deepEqual(read(text).services, [], text);
    }
  });

  it('may refer to itself', () => {
    assert.deepEqual(
      read('services: &s\n  db: *s\n').services.map(({ name }) => name),
      ['db'],
    );
    assert.deepEqual(
      read('a: &a\n  <<: *a\nservices:\n  db: &d\n    <<: [*d, *a]\n    image: mysql\n').services.map(
        ({ image }) => image,
      ),
      ['mysql'],
    );
  });

  it('may nest deeper than any parser goes', () => {
    for (const text of [
      '['.repeat(50_000),
      '- '.repeat(50_000),
      '{a: '.repeat(50_000),
      Array.from({ length: 500 }, (_, depth) => ' '.repeat(depth) + 'a:').join('\n'),
    ]) {
      const { problems, services } = read(text);
      assert.deepEqual(services, []);
      assert.deepEqual(
        problems.map(({ message }) => message),
        ['values nest deeper than 100 levels from here on'],
      );
    }
  });

  it('never throws, and its spans lie in its lines', function () {
    this.timeout(60_000);
    const files = { '.env': 'A=1\n', 'a.env': 'B=2\n' };
    const check = (text: string): void => {
      const { services, problems } = read(text, files);
      told(problems);
      for (const each of services) {
        place(each.span);
        for (const { nameSpan, valueSpan } of serverArguments(each)) [nameSpan, valueSpan ?? nameSpan].map(place);
        for (const { span } of [...each.mounts, ...each.ports, ...each.command, ...each.environment.values()])
          place(span);
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check));
    fc.assert(fc.property(damaged(galera), check), { numRuns: 300 });
  });
});

describeDaemons('arguments of a container', (daemons) => {
  it('are what mariadbd makes of them', () => {
    const command = ['--server-id', '7', '--log-bin', '--port=3310', '--skip-name-resolve', '--max_connections', '77'];
    const run = daemons().run(['mariadbd', '--no-defaults', ...command, '--help', '--verbose']);
    assert.equal(run.status, 0, run.stderr);
    const effective = (name: string): string | undefined => new RegExp(`^${name} +(.*)$`, 'm').exec(run.stdout)?.[1];
    const found = serverArguments(db(`image: mariadb:10.11\ncommand: ${command.join(' ')}`));
    const valued = found.filter(({ value }) => value !== undefined);
    assert.deepEqual(
      valued.map(({ written }) => written),
      ['server-id', 'port', 'max_connections'],
    );
    for (const { written, value } of valued) assert.equal(effective(written.replaceAll('_', '-')), value, written);
  });

  it('may hold no further words', () => {
    const run = daemons().run(['mariadbd', '--no-defaults', '--user=root', '--datadir=/tmp', '--log-bin', 'stray']);
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, /Too many (arguments|parameters)/i);
  });
});
