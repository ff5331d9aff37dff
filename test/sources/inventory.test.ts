import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type InventoryHost, looksLikeInventory, readInventory } from '../../server/core/sources/inventory';
import { damaged, place, sourceDocument, told } from './sources';

function read(text: string, path = 'hosts') {
  return readInventory(sourceDocument(path, text));
}

/** Hosts as `name addresses (groups)`. */
function shown(hosts: readonly InventoryHost[]): string[] {
  return hosts.map(({ name, addresses, groups }) => [name, ...addresses, `(${groups.join(' ')})`].join(' '));
}

const ini = `# the shop
bastion ansible_host=gate.example.net ansible_port=2222 ansible_user='deploy'

[galera]
db1 ansible_host=10.0.0.1   # first
db2 ansible_ssh_host="10.0.0.2" server_id=2
10.0.0.3
db[04:05].example.net:2200

[arbitrators]
garb-[a:b] ansible_host="{{ garb_address }}"
; db9

[haproxy:children]
lb

[lb]
lb1 ansible_host=127.0.0.1
fd00::9 ansible_port=nonsense
db1 ansible_user=root

[shop:children]
galera
haproxy

[shop:vars]
ansible_user=root
ansible_host=10.9.9.9
`;

const yaml = `all:
  hosts:
    bastion: { ansible_host: gate.example.net, ansible_port: 2222 }
  vars:
    ansible_user: root
  children:
    shop:
      children:
        galera:
          hosts:
            db1: &db
              ansible_host: 10.0.0.1
              ansible_user: deploy
            "db[2:3]":
            10.0.0.4:
        lb:
          hosts:
            lb1:
              <<: *db
              ansible_host: 10.0.0.9
            db1:
`;

describe('an INI inventory', () => {
  it('tells hosts with addresses and groups, children followed', () => {
    const { hosts, problems } = read(ini);
    assert.deepEqual(told(problems), []);
    assert.deepEqual(shown(hosts), [
      'bastion gate.example.net ()',
      'db1 10.0.0.1 (galera lb shop haproxy)',
      'db2 10.0.0.2 (galera shop)',
      '10.0.0.3 10.0.0.3 (galera shop)',
      'db04.example.net (galera shop)',
      'db05.example.net (galera shop)',
      'garb-a (arbitrators)',
      'garb-b (arbitrators)',
      'lb1 (lb haproxy shop)',
      'fd00::9 fd00::9 (lb haproxy shop)',
    ]);
  });

  it('tells how to reach them', () => {
    const reached = read(ini).hosts.map(({ name, port, user }) => [name, port, user]);
    assert.deepEqual(
      reached.filter(([, port, user]) => port !== undefined || user !== undefined),
      [
        ['bastion', 2222, 'deploy'],
        ['db1', undefined, 'root'],
        ['db04.example.net', 2200, undefined],
        ['db05.example.net', 2200, undefined],
      ],
    );
  });

  it('tells where each host first stands', () => {
    const places = read(ini.replaceAll('\n', '\r\n')).hosts.map(({ span }) => place(span));
    assert.deepEqual(places.slice(0, 6), [
      '2:1-8 bastion',
      '5:1-4 db1',
      '6:1-4 db2',
      '7:1-9 10.0.0.3',
      '8:1-27 db[04:05].example.net:2200',
      '8:1-27 db[04:05].example.net:2200',
    ]);
  });

  it('tells hosts of ranges', () => {
    const names = (pattern: string): string =>
      read(`[g]\n${pattern}\n`)
        .hosts.map(({ name }) => name)
        .join(' ');
    assert.equal(names('db[1:3]'), 'db1 db2 db3');
    assert.equal(names('db[08:11]'), 'db08 db09 db10 db11');
    assert.equal(names('db[1:9:4].x'), 'db1.x db5.x db9.x');
    assert.equal(names('db[:2]'), 'db0 db1 db2');
    assert.equal(names('[a:b][1:2]'), 'a1 a2 b1 b2');
    assert.equal(names('10.0.0.[1:2]'), '10.0.0.1 10.0.0.2');
    assert.equal(names('[fd00::1]:22'), 'fd00::1');
    assert.deepEqual(
      read('[g]\n10.0.0.[1:2]\n').hosts.map(({ addresses }) => addresses),
      [['10.0.0.1'], ['10.0.0.2']],
    );
  });

  it('tells what it cannot read, and reads the rest', () => {
    const text = `[galera
db0
[db:hosts]
dbx
[lb]
db[3:1]
db[1:9999999]
db[a:3]
db[1
server_id = 1
10.0.0.1 lb9
lb1
`;
    const { hosts, problems } = read(text);
    assert.deepEqual(shown(hosts), ['lb1 (lb)']);
    assert.deepEqual(told(problems), [
      'error 1:1-8 [galera: a group header such as [databases] is expected here',
      "error 3:1-11 [db:hosts]: only :children and :vars may follow a group's name, not :hosts",
      'error 6:1-8 db[3:1]: db[3:1] is no range of hosts such as db[01:03]',
      'error 7:1-14 db[1:9999999]: db[1:9999999] is no range of hosts such as db[01:03]',
      'error 8:1-8 db[a:3]: db[a:3] is no range of hosts such as db[01:03]',
      'error 9:1-5 db[1: db[1 is no range of hosts such as db[01:03]',
      'error 10:11-12 =: a variable such as ansible_host=10.0.0.1 is expected here',
      'error 11:10-13 lb9: a variable such as ansible_host=10.0.0.1 is expected here',
    ]);
  });

  it('takes no variable for a host', () => {
    assert.deepEqual(told(read('[lb]\nansible_user=root\n').problems), [
      'warning 2:1-18 ansible_user=root: a host is expected here; variables of all hosts of a group stand under [lb:vars]',
    ]);
  });

  it('ends rings of groups', () => {
    assert.deepEqual(shown(read('[a]\nx\n[a:children]\nb\n[b:children]\na\n').hosts), ['x (a b)']);
  });
});

describe('a YAML inventory', () => {
  it('tells hosts with addresses and groups', () => {
    const { hosts, problems } = read(yaml, 'inventory.yml');
    assert.deepEqual(told(problems), []);
    assert.deepEqual(shown(hosts), [
      'bastion gate.example.net ()',
      'db1 10.0.0.1 (galera lb shop)',
      'db2 (galera shop)',
      'db3 (galera shop)',
      '10.0.0.4 10.0.0.4 (galera shop)',
      'lb1 10.0.0.9 (lb shop)',
    ]);
    assert.deepEqual(hosts.map(({ port, user }) => [port, user])[1], [undefined, 'deploy']);
    assert.equal(hosts[0]?.port, 2222);
    assert.deepEqual(
      hosts.slice(0, 4).map(({ span }) => place(span)),
      ['3:5-12 bastion', '11:13-16 db1', '14:13-22 "db[2:3]"', '14:13-22 "db[2:3]"'],
    );
  });

  it('tells what it cannot read, and reads the rest', () => {
    const { hosts, problems } = read(
      'a:\n  hosts: [x, y]\nb:\n  hosts: single\nc:\n  hosts:\n    z:\n  hosts:\n',
      'i.yaml',
    );
    assert.deepEqual(shown(hosts), ['single (b)', 'z (c)']);
    assert.deepEqual(told(problems), [
      'error 8:3-8 hosts: key hosts is there twice',
      'error 2:10-16 [x, y]: hosts must be a mapping: each host a key with a colon',
    ]);
    assert.deepEqual(told(read('- hosts: all\n', 'play.yml').problems), [
      'error 1:1-13 - hosts: all: groups of hosts are expected here',
    ]);
  });

  it('ends however its aliases turn', function () {
    this.timeout(60_000);
    assert.deepEqual(shown(read('a: &a\n  hosts: { x: }\n  children: { b: *a }\n', 'i.yml').hosts), ['x (a b)']);
    const layers = Array.from(
      { length: 20 },
      (_, layer) =>
        `l${layer + 1}: &l${layer + 1}\n  children: {${Array.from({ length: 10 }, (_, child) => `c${child}: *l${layer}`).join(', ')}}\n`,
    );
    const { hosts } = read(`l0: &l0\n  hosts: { x: }\n${layers.join('')}`, 'i.yml');
    assert.deepEqual(
      hosts.map(({ name }) => name),
      ['x'],
    );
  });
});

describe('a file', () => {
  const etcHosts = '127.0.0.1 localhost\n10.0.0.1 db1 db1.example.net\n10.0.0.2 db2\n';
  const inventories: [path: string, text: string][] = [
    ['hosts', ini.replace('"{{ garb_address }}"', '10.0.0.7')],
    ['ansible/prod.ini', ini],
    ['inventory.yml', yaml],
    ['deploy/staging.yaml', yaml],
    ['inventory', '[db]\ndb1\ndb2\n'],
    ['hosts.prod', '[db]\ndb[1:3]\n'],
    ['inventories/prod/main', '[db]\n10.0.0.1\n10.0.0.2 weight=3\n'],
    ['env/prod.ini', '[db]\ndb1\n[shop:children]\ndb\n'],
    ['etc/ansible/hosts', '[db]\ndb1\n'],
    ['inventories/prod.yml', 'db:\n  hosts:\n    db1:\n'],
  ];
  const others: [path: string, text: string][] = [
    ['etc/hosts', etcHosts],
    ['db1/etc/hosts', '[db]\ndb1\n'],
    ['hosts', etcHosts],
    ['docker/hosts', '# [db]\n10.0.0.1 db1\n'],
    ['hosts', 'db1\ndb2\n'],
    ['hosts', '[db]\n10.0.0.1 db1\n'],
    ['hosts.j2', ini],
    ['hosts', '[db]\n{% for h in hosts %}\n{{ h }}\n{% endfor %}\n'],
    ['hosts.allow', 'sshd: ALL\n'],
    ['inventory.md', '[db]\ndb1\n'],
    ['inventory', 'mysql 10\nhaproxy 3\n'],
    ['inventory.ini', '[mysqld]\nserver_id = 1\n'],
    ['conf/custom.ini', '[mysqld]\nskip-name-resolve\n'],
    ['inventory.ini', '[db]\n'],
    ['inventory.yml', '- hosts: all\n  tasks: []\n'],
    ['inventory.yml', 'shop:\n  hosts: db1\n'],
    ['inventory.yml', 'services:\n  db:\n    hosts: {}\n'],
    ['compose.yml', 'services:\n  db:\n    image: mysql\n    extra_hosts: ["a:10.0.0.1"]\n'],
    ['values.yml', 'ingress:\n  hosts: { a: }\n'],
    ['inventory.yml', ''],
  ];

  for (const [path, text] of inventories) {
    it(`${path} that begins with ${JSON.stringify(text.slice(0, 24))} is an inventory`, () => {
      assert.equal(looksLikeInventory(path, text), true);
    });
  }
  for (const [path, text] of others) {
    it(`${path} that begins with ${JSON.stringify(text.slice(0, 24))} is none`, () => {
      assert.equal(looksLikeInventory(path, text), false);
    });
  }

  it('of any text is read without an exception', function () {
    this.timeout(60_000);
    const check = (text: string): void => {
      for (const path of ['hosts', 'inventory.yml']) {
        const { hosts, problems } = read(text, path);
        told(problems);
        for (const { span } of hosts) place(span);
        assert.equal(typeof looksLikeInventory(path, text), 'boolean');
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(damaged(ini), check), { numRuns: 200 });
    fc.assert(fc.property(damaged(yaml), check), { numRuns: 200 });
  });
});
