import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { hostPathOf, type Manifest, pathsWithoutFile, readManifest } from '../../server/core/sources/manifest';
import { damaged, place, sourceDocument, told } from './sources';

interface Schema {
  properties?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
  description?: string;
  examples?: unknown[];
  enum?: unknown[];
  $ref?: string;
  type?: string;
}

const schema = JSON.parse(readFileSync(path.join(__dirname, '../../schemas/quorate.schema.json'), 'utf8')) as Schema;
const accepts = new Ajv({ allErrors: true }).compile(schema);

function read(text: string, file = 'quorate.json'): Manifest {
  return readManifest(sourceDocument(file, text));
}

function problemsOf(value: unknown): string[] {
  return told(read(JSON.stringify(value, undefined, 2)).problems);
}

const shop = `{
  // two sites
  "$schema": "./schemas/quorate.schema.json",
  "clusters": [
    {
      "name": "shop",
      "product": "mariadb",
      "version": "10.11",
      "hosts": [
        {
          "name": "db1",
          "addresses": ["10.0.0.1", "fd00::1"],
          "names": ["db1.example.net", "primary"],
          "roles": ["source"],
          "files": {
            "db1/my.cnf": "/etc/mysql/my.cnf",
            "shared/": "/etc/mysql/conf.d/",
            "ha/*.cfg": "/etc/haproxy"
          },
          "ssh": { "host": "bastion", "port": 2222, "user": "deploy", "identityFile": "~/.ssh/db", "jump": "gate", "sudo": true },
        },
        { "name": "db2", "product": "mysql", "files": { "db2.cnf": "/etc/mysql/conf.d/" } },
        { "name": "lb", "version": "11.4.2", "haproxy": "2.6.12", "corosync": "3.1.7", "roles": ["proxy", "cluster-node"] }
      ]
    }
  ],
  "ignore": ["examples", "old/**", "./*.example.cnf"]
}
`;

describe('quorate.json', () => {
  it('names clusters, hosts, files and how to reach them', () => {
    const { clusters, ignore, problems } = read(shop);
    assert.deepEqual(told(problems), []);
    const [cluster] = clusters;
    assert.ok(cluster);
    assert.deepEqual([cluster.name, cluster.product, cluster.version], ['shop', 'mariadb', '10.11']);
    assert.equal(place(cluster.nameSpan), '6:16-20 shop');
    const [db1, db2, lb] = cluster.hosts;
    assert.ok(db1 && db2 && lb);
    assert.equal(place(db1.nameSpan), '11:20-23 db1');
    assert.deepEqual(db1.addresses, ['10.0.0.1', 'fd00::1']);
    assert.deepEqual(db1.names, ['db1.example.net', 'primary']);
    assert.deepEqual(db1.roles, ['source']);
    assert.deepEqual(
      db1.files.map((file) => [file.path, file.pattern ?? false, file.hostPath, place(file.span)]),
      [
        ['db1/my.cnf', false, '/etc/mysql/my.cnf', '16:14-24 db1/my.cnf'],
        ['shared/**', true, '/etc/mysql/conf.d', '17:14-21 shared/'],
        ['ha/*.cfg', true, '/etc/haproxy', '18:14-22 ha/*.cfg'],
      ],
    );
    assert.deepEqual(db1.ssh, {
      host: 'bastion',
      port: 2222,
      user: 'deploy',
      identityFile: '~/.ssh/db',
      jump: 'gate',
      sudo: true,
    });
    assert.deepEqual(
      db2.files.map(({ hostPath }) => hostPath),
      ['/etc/mysql/conf.d/db2.cnf'],
    );
    assert.equal(lb.haproxy, '2.6');
    assert.equal(lb.corosync, '3.1.7');
    assert.deepEqual(ignore, ['examples', 'examples/**', 'old/**', '*.example.cnf']);
  });

  it('hands product and version of a cluster down, but no version to another product', () => {
    const [cluster] = read(shop).clusters;
    const targets = cluster?.hosts.map(({ name, product, version }) => [name, product, version]);
    assert.deepEqual(targets, [
      ['db1', 'mariadb', '10.11'],
      ['db2', 'mysql', undefined],
      ['lb', 'mariadb', '11.4'],
    ]);
  });

  it('counts paths from its own folder', () => {
    const text =
      '{"clusters": [{"name": "c", "hosts": [{"name": "h", "files": {"h/my.cnf": "/etc/my.cnf", "../common/*.cnf": "/etc/my.cnf.d/"}}]}], "ignore": ["x"]}';
    const { clusters, ignore } = read(text, 'sites/a/quorate.json');
    assert.deepEqual(
      clusters[0]?.hosts[0]?.files.map((file) => file.path),
      ['sites/a/h/my.cnf', 'sites/common/*.cnf'],
    );
    assert.deepEqual(ignore, ['sites/a/x', 'sites/a/x/**']);
  });

  it('tells where a file lies on the host', () => {
    const [own, folder, pattern] = read(shop).clusters[0]?.hosts[0]?.files ?? [];
    assert.ok(own && folder && pattern);
    assert.equal(hostPathOf(own, 'db1/my.cnf'), '/etc/mysql/my.cnf');
    assert.equal(hostPathOf(own, 'db2/my.cnf'), undefined);
    assert.equal(hostPathOf(folder, 'shared/a.cnf'), '/etc/mysql/conf.d/a.cnf');
    assert.equal(hostPathOf(folder, 'shared/b/c.cnf'), '/etc/mysql/conf.d/b/c.cnf');
    assert.equal(hostPathOf(folder, 'unshared/a.cnf'), undefined);
    assert.equal(hostPathOf(pattern, 'ha/haproxy.cfg'), '/etc/haproxy/haproxy.cfg');
    assert.equal(hostPathOf(pattern, 'ha/sub/haproxy.cfg'), undefined);
    const entry = (left: string) => ({ path: left, pattern: true, hostPath: '/x', span: own.span });
    assert.equal(hostPathOf(entry('**/my.cnf'), 'my.cnf'), '/x/my.cnf');
    assert.equal(hostPathOf(entry('**/my.cnf'), 'a/b/my.cnf'), '/x/a/b/my.cnf');
    assert.equal(hostPathOf(entry('db?/(1).cnf'), 'db1/(1).cnf'), '/x/db1/(1).cnf');
  });
});

describe('a quorate.json with mistakes', () => {
  it('is told about paths where no file lies', () => {
    const misses = pathsWithoutFile(read(shop), ['db1/my.cnf', 'shared/a.cnf', 'db2.cnf']);
    assert.deepEqual(
      misses.map(({ span: { line, start, end }, severity }) => [shop.split('\n')[line]?.slice(start, end), severity]),
      [['ha/*.cfg', 'warning']],
    );
  });

  it('is used as far as it can be, with the place of broken JSON', () => {
    const text =
      '{\n  "clusters": [\n    { "name": "a", "hosts": [{ "name": "db1" "addresses": ["10.0.0.1"] }] },\n    { "name": "b", "hosts": [{ "name": \n';
    const { clusters, problems } = read(text);
    assert.deepEqual(told(problems).slice(0, 1), ['error 3:46-57 "addresses": a comma is expected here']);
    assert.equal(
      problems.some(({ message }) => message === 'a closing brace is expected here'),
      true,
    );
    assert.deepEqual(
      clusters.map(({ name, hosts }) => [name, hosts.map((host) => host.name)]),
      [
        ['a', ['db1']],
        ['b', []],
      ],
    );
    assert.deepEqual(clusters[0]?.hosts[0]?.addresses, ['10.0.0.1']);
  });

  it('is told about values of another type', () => {
    const wrong = {
      clusters: [
        {
          name: 'c',
          version: 10.11,
          hosts: [
            {
              name: 'h',
              addresses: '10.0.0.1',
              names: [7],
              files: ['a'],
              ssh: { port: '22', sudo: 'yes' },
              roles: null,
            },
          ],
        },
        'd',
      ],
      ignore: {},
    };
    assert.deepEqual(problemsOf(wrong), [
      'error 5:18-23 10.11: a version such as "10.11" is expected here, in quotes',
      'error 9:24-34 "10.0.0.1": a list in brackets is expected here',
      'error 11:13-14 7: a text is expected here, in quotes',
      'error 13:20-21 [: an object in braces is expected here',
      'error 17:21-25 "22": a port number without quotes is expected here',
      'error 18:21-26 "yes": true or false is expected here',
      'error 20:20-24 null: a list in brackets is expected here',
      'error 24:5-8 "d": an object in braces is expected here',
      'error 26:13-15 {}: a list in brackets is expected here',
    ]);
  });

  it('is told the property or word that was meant', () => {
    const misspelt = {
      cluster: [],
      clusters: [
        {
          name: 'c',
          prodcut: 'mysql',
          product: 'mysq',
          hosts: [{ name: 'h', adresses: [], roles: ['master', 'replcia', 'boss'], wibble: 1 }],
        },
      ],
    };
    const roles = 'source, replica, co-master, galera-node, group-member, proxy, cluster-node';
    assert.deepEqual(problemsOf(misspelt), [
      'warning 2:4-11 cluster: the manifest has no property cluster; did you mean clusters?',
      'warning 6:8-15 prodcut: a cluster has no property prodcut; did you mean product?',
      'error 7:19-23 mysq: there is no product mysq; did you mean mysql?',
      'warning 11:12-20 adresses: a host has no property adresses; did you mean addresses?',
      'error 13:14-20 master: there is no role master; did you mean source?',
      'error 14:14-21 replcia: there is no role replcia; did you mean replica?',
      `error 15:14-18 boss: there is no role boss; use one of ${roles}`,
      'warning 17:12-18 wibble: a host has no property wibble',
    ]);
  });

  it('is told about names that are there twice', () => {
    const text = `{"clusters": [
      {"name": "c", "hosts": [
        {"name": "db1", "addresses": ["10.0.0.1"], "files": {"a.cnf": "/etc/my.cnf", "b.cnf": "/etc/my.cnf"}},
        {"name": "DB1", "addresses": ["10.0.0.2"], "names": [], "names": ["x"]},
        {"name": "db2", "addresses": ["10.0.0.2", "10.0.0.2"]}]},
      {"name": "C", "hosts": [{"name": "db1", "addresses": ["10.0.0.1"]}]}]}`;
    assert.deepEqual(told(read(text).problems), [
      'error 3:87-92 b.cnf: another file of this host is already /etc/my.cnf',
      'error 4:19-22 DB1: host DB1 is there twice in this cluster',
      'error 4:66-71 names: names is there twice',
      'warning 5:19-22 db2: 10.0.0.2 already belongs to host DB1, so nobody can tell the two apart',
      'error 6:17-18 C: cluster C is there twice',
    ]);
  });

  it('is told about releases nobody has facts about, which count as not given', () => {
    const manifest = (host: object) => ({ clusters: [{ name: 'c', hosts: [{ name: 'h', ...host }] }] });
    const [mariadb] = problemsOf(manifest({ product: 'mariadb', version: '10.99' }));
    assert.match(
      mariadb as string,
      /^warning 9:23-28 10\.99: Quorate has no facts about version 10\.99; it knows MariaDB 10\.5, .*12\.3$/,
    );
    const [haproxy] = problemsOf(manifest({ haproxy: '1.8' }));
    assert.match(haproxy as string, /^warning .* 1\.8: .* it knows HAProxy 2\.4, .*3\.4$/);
    assert.match(problemsOf(manifest({ product: 'mysql', version: '5.6' }))[0] as string, /it knows MySQL 5\.7, 8\.0/);
    assert.match(problemsOf(manifest({ version: '7.1' }))[0] as string, /it knows MariaDB .*; MySQL/);
    for (const version of ['10.5', '10.11.6', '8.4', '9.7', '12.0'])
      assert.deepEqual(problemsOf(manifest({ version })), [], version);
    const text = JSON.stringify(manifest({ product: 'mariadb', version: '10.99' }));
    assert.deepEqual(
      read(text).clusters[0]?.hosts.map(({ product, version }) => [product, version]),
      [['mariadb', undefined]],
    );
  });

  it('is told about missing parts, bad paths, bad addresses and secrets', () => {
    const text = `{"clusters": [
      {"hosts": [{"name": "a"}]},
      {"name": "c", "hosts": []},
      {"name": "d"},
      {"name": "e", "hosts": [{"addresses": []},
        {"name": "a:1", "addresses": ["10.0.0.1:3306", "[fd00::1]", "db 1"], "names": ["a/b"]},
        {"name": "b", "files": {"/abs.cnf": "/etc/my.cnf", "../out.cnf": "/etc/my.cnf", "c.cnf": "my.cnf"}},
        {"name": "c", "ssh": {"port": 70000, "password": "x", "user": ""}}]}],
      "ignore": ["../x", ""]}`;
    assert.deepEqual(told(read(text).problems), [
      'error 2:7-33 {"hosts": [{"name": "a"}]}: a cluster needs the property name',
      'error 3:30-32 []: a cluster needs a host',
      'error 4:7-20 {"name": "d"}: a cluster needs the property hosts',
      'error 5:31-48 {"addresses": []}: a host needs the property name',
      'error 6:18-23 "a:1": a host name without port is expected here',
      'error 6:40-53 10.0.0.1:3306: an address or name without port is expected here',
      'error 6:57-66 [fd00::1]: an address or name without port is expected here',
      'error 6:70-74 db 1: an address or name without port is expected here',
      'error 6:89-92 a/b: a name without port is expected here',
      'error 7:34-42 /abs.cnf: a path inside the repository is expected here',
      'error 7:61-71 ../out.cnf: a path inside the repository is expected here',
      'error 7:98-106 "my.cnf": an absolute path on the host is expected here',
      'error 8:39-44 70000: a port is a whole number from 1 to 65535',
      'error 8:47-55 password: secrets do not belong in the repository; use an SSH agent or identityFile',
      'error 8:71-73 "": a text is expected here',
      'error 9:19-23 ../x: a path inside the repository is expected here',
      'error 9:27-27 : a path inside the repository is expected here',
    ]);
  });

  it('may be empty, no object, or nested beyond reason', () => {
    assert.deepEqual(told(read('').problems), ['error 1:1-1 : a value is expected here']);
    assert.deepEqual(told(read('[]').problems), ['error 1:1-3 []: an object in braces is expected here']);
    assert.deepEqual(
      read('['.repeat(100_000)).problems.map(({ message }) => message),
      ['values nest deeper than 100 levels from here on'],
    );
  });

  it('never makes the reader throw, and spans lie in their lines', function () {
    this.timeout(60_000);
    const check = (text: string): void => {
      const { clusters, problems } = read(text);
      told(problems);
      for (const cluster of clusters) {
        for (const span of [
          cluster.nameSpan,
          ...cluster.hosts.flatMap((host) => [host.nameSpan, ...host.files.map((file) => file.span)]),
        ])
          place(span);
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(fc.json(), check));
    fc.assert(fc.property(damaged(shop), check), { numRuns: 300 });
  });
});

describe('the schema of quorate.json', () => {
  const whole = {
    $schema: 'x',
    clusters: [
      {
        name: 'c',
        product: 'mariadb',
        version: '10.11',
        hosts: [
          {
            name: 'h',
            addresses: ['10.0.0.1', 'fd00::1', 'fe80::1%eth0', 'db1.example.net'],
            names: ['n'],
            roles: ['source', 'replica', 'co-master', 'galera-node', 'group-member', 'proxy', 'cluster-node'],
            replicatesFrom: ['db1', '10.0.0.1'],
            product: 'mysql',
            version: '8.4.3',
            haproxy: '3.0',
            corosync: '3.1.7',
            files: { 'a/b.cnf': '/etc/my.cnf', './c/': 'C:\\ProgramData\\MySQL\\' },
            ssh: { host: 'h', port: 22, user: 'u', identityFile: 'f', jump: 'j', sudo: false },
          },
        ],
      },
    ],
    ignore: ['x/**'],
  };

  it('accepts what the reader accepts', () => {
    for (const manifest of [
      whole,
      {},
      { clusters: [] },
      JSON.parse(
        shop
          .replace(/\/\/.*/, '')
          .replace('},\n        {', '}, {')
          .replace(/,(\s*})/g, '$1'),
      ),
    ]) {
      assert.equal(accepts(manifest), true, JSON.stringify(accepts.errors));
      assert.deepEqual(problemsOf(manifest), []);
    }
  });

  it('refuses nothing the reader is silent about', function () {
    this.timeout(60_000);
    const paths = [...pathsIn(whole)];
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(
        '',
        ' ',
        '/x',
        '../x',
        'x:1',
        '10',
        '10.11.6.1',
        'mariadb',
        0,
        70000,
        1.5,
        [],
        {},
        null,
        true,
        [''],
        [[]],
      ),
    );
    let refused = 0;
    const check = (place: readonly (string | number)[], value: unknown): void => {
      const manifest = replacedAt(whole, place, value);
      if (accepts(manifest)) return;
      refused++;
      assert.notDeepEqual(problemsOf(manifest), [], JSON.stringify(accepts.errors));
    };
    fc.assert(fc.property(fc.constantFrom(...paths), values, check), { numRuns: 1500 });
    assert.ok(refused > 500, `${refused} manifests were refused`);
  });

  it('refuses properties and lacks that the reader reports', () => {
    for (const place of pathsIn(whole)) {
      const value = valueAt(whole, place);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      const added = replacedAt(whole, place, { ...value, unheardOf: '' });
      assert.equal(accepts(added), false, place.join('/'));
      assert.equal(problemsOf(added).length, 1, place.join('/'));
    }
    for (const lack of ['clusters/0/name', 'clusters/0/hosts', 'clusters/0/hosts/0/name']) {
      const manifest = replacedAt(
        whole,
        lack.split('/').map((key) => (key === '0' ? 0 : key)),
        undefined,
      );
      assert.equal(accepts(manifest), false, lack);
      assert.notDeepEqual(problemsOf(manifest), [], lack);
    }
  });

  it('describes every property, with examples that it accepts', () => {
    const described: string[] = [];
    const look = (place: string, part: Schema): void => {
      for (const [name, property] of Object.entries(part.properties ?? {})) {
        const target = property.$ref ? schema.definitions?.[property.$ref.replace('#/definitions/', '')] : property;
        assert.ok(target, property.$ref);
        assert.match(target.description ?? '', /^[A-Z].{15,}\.$/, `${place}.${name}`);
        described.push(name);
        const validate = new Ajv().compile({ ...target, definitions: schema.definitions });
        for (const example of target.examples ?? [])
          assert.equal(validate(example), true, `${place}.${name} ${JSON.stringify(example)}`);
        const speaksForItself =
          target.enum ??
          (target.type === 'boolean' || target.properties || ['$schema', 'clusters', 'hosts'].includes(name));
        assert.ok(speaksForItself || target.examples, `${place}.${name} has no example`);
      }
      for (const [name, definition] of Object.entries(part.definitions ?? {})) look(name, definition);
    };
    look('manifest', schema);
    const used = new Set([...pathsIn(whole)].flat().filter((key) => typeof key === 'string' && !key.includes('/')));
    assert.deepEqual([...used].sort(), [...new Set(described)].sort());
  });
});

type Place = readonly (string | number)[];

/** Every place inside a value, the value itself first. */
function* pathsIn(value: unknown, at: Place = []): Generator<Place> {
  yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* pathsIn(inner, [...at, Array.isArray(value) ? Number(key) : key]);
}

function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** A copy with another value at a place; `undefined` takes a property out. */
function replacedAt(whole: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = structuredClone(whole) as Record<string | number, unknown>;
  copy[key] = replacedAt(copy[key], rest, value);
  return JSON.parse(JSON.stringify(copy)) as unknown;
}
