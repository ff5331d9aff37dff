import assert from 'node:assert/strict';
import { compareHosts, type ComparedSetting } from '../../server/core/features/compare';
import { byDocument } from '../../server/core/fixing';
import { absolute } from '../../server/core/rules/finding';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

type Files = Readonly<Record<string, string>>;

function workspaceOf(files: Files): Workspace {
  const workspace = new Workspace(catalogs, [], 'shop', (rule, error) => assert.fail(`${rule}: ${String(error)}`));
  for (const [path, text] of Object.entries(files)) workspace.set(path, `file:///shop/${path}`, text);
  workspace.update();
  return workspace;
}

function compared(workspace: Workspace) {
  const [cluster, ...others] = workspace.model.clusters;
  assert.ok(cluster);
  assert.deepEqual(others, []);
  return compareHosts(cluster, catalogs);
}

/** Each setting as `verdict name: value, value`, one program after the other. */
function told(files: Files): string[] {
  return compared(workspaceOf(files)).flatMap(({ settings }) =>
    settings.map(
      ({ verdict, name, said }) => `${verdict} ${name}: ${said.map(({ text }) => text ?? '(not set)').join(', ')}`,
    ),
  );
}

/** One setting of the only program. */
function setting(workspace: Workspace, name: string): ComparedSetting {
  const [program] = compared(workspace);
  const found = program?.settings.find((each) => each.name === name);
  assert.ok(found, `nothing is said of ${name}`);
  return found;
}

/** The files after every host was made to say what one of them says; undefined where that cannot be. */
function equalTo(files: Files, name: string, host: string): Files | undefined {
  const workspace = workspaceOf(files);
  const { equalTo: make, said } = setting(workspace, name);
  const model = said.find((each) => each.host.name === host);
  assert.ok(model && make, `${name} cannot be made equal`);
  const edits = make(model.host);
  const made = edits && absolute(edits);
  if (!made) return undefined;
  for (const [document, some] of byDocument(made)) workspace.edit(document.path, some);
  workspace.update();
  const [program] = compared(workspace);
  const after = program?.settings.find((each) => each.name === name);
  assert.ok(after === undefined || after.verdict === 'equal', `${name} is ${after?.verdict} afterwards`);
  return Object.fromEntries(workspace.documents.map((document) => [document.path, document.text]));
}

const mysqld = (...lines: string[]): string => ['[mysqld]', ...lines, ''].join('\n');

describe('the comparison of database servers', () => {
  it('shows differences first, expected ones apart, and what is equal last', () => {
    assert.deepEqual(
      told({
        'db1/etc/mysql/my.cnf': mysqld('port = 3306', 'server_id = 1', 'max_connections = 500', 'report_host = db1'),
        'db2/etc/mysql/my.cnf': mysqld('port = 3306', 'server_id = 2', 'report_host = db2'),
      }),
      [
        'differs max_connections: 500, 151',
        'expected server_id: 1, 2',
        'expected report_host: db1, db2',
        'equal port: 3306, 3306',
      ],
    );
  });

  it('goes by what a value means, not by how it is written', () => {
    const files = {
      'db1/my.cnf': mysqld(
        'innodb_buffer_pool_size = 1G',
        'innodb_file_per_table = 1',
        'binlog_format = row',
        'skip-name-resolve',
      ),
      'db2/my.cnf': mysqld(
        'innodb-buffer-pool-size = 1024M',
        'innodb_file_per_table',
        'binlog_format = ROW',
        'skip_name_resolve = ON',
      ),
    };
    assert.deepEqual(
      told(files).map((line) => line.split(' ')[0]),
      ['equal', 'equal', 'equal', 'equal'],
    );
  });

  it('takes an option that is left out for its default', () => {
    const workspace = workspaceOf({
      'db1/etc/mysql/mariadb.conf.d/my.cnf': mysqld('max_connections = 151'),
      'db2/etc/mysql/mariadb.conf.d/my.cnf': mysqld('port = 3306'),
    });
    const { verdict, said } = setting(workspace, 'max_connections');
    assert.equal(verdict, 'equal');
    assert.deepEqual(
      said.map(({ origin }) => origin),
      ['line', 'default'],
    );
  });

  it('points to the line that decides, and counts those it beats', () => {
    const workspace = workspaceOf({
      'db1/my.cnf': mysqld('max_connections = 100', 'max_connections = 200'),
      'db2/my.cnf': mysqld('max_connections = 300'),
    });
    const [first] = setting(workspace, 'max_connections').said;
    assert.ok(first?.span);
    assert.deepEqual(rangeOf(first.span)?.start, { line: 2, character: 18 });
    assert.equal(first.overruled, 1);
  });

  it('expects paths and names with the host in them, but not those of another host', () => {
    const log = (host: string): string => mysqld(`log_error = /var/log/${host}-error.log`);
    assert.match(told({ 'db1/my.cnf': log('db1'), 'db2/my.cnf': log('db2') }).join(), /^expected log_error/);
    assert.match(told({ 'db1/my.cnf': log('db1'), 'db2/my.cnf': log('db12') }).join(), /^differs log_error/);
  });

  it('expects what follows the role', () => {
    const files = (second: string): Files => ({
      'master/my.cnf': mysqld('read_only = OFF'),
      'slave1/my.cnf': mysqld('read_only = ON'),
      'slave2/my.cnf': mysqld(`read_only = ${second}`),
    });
    assert.match(told(files('ON')).join(), /^expected read_only/);
    assert.match(told(files('OFF')).join(), /^differs read_only/);
  });

  it('complains of identities that are the same, except for server_id of Galera nodes', () => {
    const files = (...lines: string[]): Files => ({
      'db1/my.cnf': mysqld('server_id = 1', ...lines),
      'db2/my.cnf': mysqld('server_id = 1', ...lines),
    });
    assert.deepEqual(told(files()), ['clash server_id: 1, 1']);
    const galera = told(files('wsrep_on = ON', 'wsrep_provider = g.so', 'wsrep_cluster_address = gcomm://a,b'));
    assert.ok(galera.includes('equal server_id: 1, 1'));
  });

  it('compares passwords without showing them', () => {
    const files = {
      'db1/my.cnf': mysqld('wsrep_sst_auth = sst:first'),
      'db2/my.cnf': mysqld('wsrep_sst_auth = sst:second'),
    };
    assert.deepEqual(told(files), ['differs wsrep_sst_auth: (hidden), (hidden)']);
  });

  it('counts every line of options that accumulate', () => {
    assert.deepEqual(
      told({
        'db1/my.cnf': mysqld('replicate_do_db = a', 'replicate_do_db = b'),
        'db2/my.cnf': mysqld('replicate_do_db = b', 'replicate_do_db = a'),
      }),
      ['equal replicate_do_db: a, b, a, b'],
    );
  });

  it('is made of two hosts at least', () => {
    assert.deepEqual(told({ 'db1/my.cnf': mysqld('port = 1') }), []);
  });
});

describe('making hosts equal', () => {
  const files = {
    'db1/my.cnf': mysqld('port = 3306', '  max_connections = 500 # for the shop', 'skip-name-resolve'),
    'db2/my.cnf': mysqld('port=3306', "max_connections='300'", 'skip_name_resolve=OFF'),
    'db3/my.cnf': mysqld('port = 3306'),
  };

  it('changes a value within its quotes, and adds the line where it is missing', () => {
    assert.deepEqual(equalTo(files, 'max_connections', 'db1'), {
      ...files,
      'db2/my.cnf': mysqld('port=3306', "max_connections='500'", 'skip_name_resolve=OFF'),
      'db3/my.cnf': mysqld('port = 3306', 'max_connections = 500'),
    });
  });

  it('takes lines out where the default is wanted', () => {
    assert.deepEqual(equalTo(files, 'max_connections', 'db3'), {
      ...files,
      'db1/my.cnf': mysqld('port = 3306', 'skip-name-resolve'),
      'db2/my.cnf': mysqld('port=3306', 'skip_name_resolve=OFF'),
    });
  });

  it('does not invent a value for a bare name', () => {
    assert.equal(equalTo(files, 'skip_name_resolve', 'db1'), undefined);
  });

  it('edits a shared file once', () => {
    const shared = {
      'conf.d/shared.cnf': mysqld('max_connections = 100'),
      'db1.cnf': mysqld('server_id = 1', 'max_connections = 500'),
      'db2.cnf': mysqld('server_id = 2'),
      'db3.cnf': mysqld('server_id = 3'),
      'quorate.json': JSON.stringify({
        clusters: [
          {
            name: 'shop',
            hosts: ['db1', 'db2', 'db3'].map((name) => ({
              name,
              files: { 'conf.d/shared.cnf': '/etc/my.cnf.d/a.cnf', [`${name}.cnf`]: '/etc/my.cnf.d/b.cnf' },
            })),
          },
        ],
      }),
    };
    const after = equalTo(shared, 'max_connections', 'db1');
    assert.equal(after?.['conf.d/shared.cnf'], mysqld('max_connections = 500'));
  });

  it('leaves the arguments of a container alone', () => {
    const compose = (argument: string): string =>
      `services:\n  db1:\n    image: mariadb:10.11\n    command: ${argument}\n    volumes: ["./a.cnf:/etc/mysql/my.cnf"]\n` +
      '  db2:\n    image: mariadb:10.11\n    volumes: ["./b.cnf:/etc/mysql/my.cnf"]\n';
    const containers = {
      'docker-compose.yml': compose('--max-connections=900'),
      'a.cnf': mysqld('port = 3306'),
      'b.cnf': mysqld('max_connections = 100'),
    };
    assert.equal(
      equalTo(containers, 'max_connections', 'db2')?.['docker-compose.yml'],
      compose('--max-connections=100'),
    );
    assert.equal(equalTo({ ...containers, 'b.cnf': mysqld('port = 3306') }, 'max_connections', 'db2'), undefined);
  });
});

describe('the comparison of corosync', () => {
  const conf = (token: string, ...nodes: string[]): string =>
    `totem {\n    version: 2\n${token}    transport: knet\n}\nnodelist {\n${nodes
      .map(
        (name, index) =>
          `    node {\n        name: ${name}\n        nodeid: ${index + 1}\n        ring0_addr: 10.0.0.${index + 1}\n    }\n`,
      )
      .join('')}}\nlogging {\n    to_syslog: yes\n}\n`;
  const files = {
    'db1/corosync.conf': conf('    token: 5000\n', 'db1', 'db2'),
    'db2/corosync.conf': conf('', 'db1', 'db2'),
  };

  it('is of values in effect, node by node', () => {
    const lines = told(files);
    assert.match(lines[0] ?? '', /^differs totem.token: 5000, /);
    assert.ok(lines.includes('equal nodelist.db2.ring0_addr: 10.0.0.2, 10.0.0.2'));
    assert.ok(lines.includes('equal logging.to_syslog: yes, yes'));
  });

  it('can be mended both ways', () => {
    const added = equalTo(files, 'totem.token', 'db1');
    assert.equal(
      added?.['db2/corosync.conf'],
      files['db2/corosync.conf'].replace('transport: knet\n', 'transport: knet\n    token: 5000\n'),
    );
    assert.equal(equalTo(files, 'totem.token', 'db2')?.['db1/corosync.conf'], files['db2/corosync.conf']);
  });

  it('tells two keys apart by a piece of the digest', () => {
    const workspace = workspaceOf(files);
    for (const [host, digest] of [
      ['db1', 'aaaaaaaa00'],
      ['db2', 'bbbbbbbb00'],
    ] as const) {
      const path = `${host}/authkey`;
      workspace.setContent(path, `file:///shop/${path}`, { kind: 'key', digest, size: 128 });
    }
    workspace.update();
    const { verdict, said, equalTo: make } = setting(workspace, 'authkey');
    assert.deepEqual([verdict, ...said.map(({ text }) => text)], ['differs', 'key aaaaaaaa', 'key bbbbbbbb']);
    assert.equal(make, undefined);
  });
});

describe('the comparison of proxies', () => {
  const cfg = (...lines: string[]): string =>
    ['global', '    maxconn 1000', 'backend db', ...lines.map((line) => `    ${line}`), ''].join('\n');
  const pair = (first: string, second: string): Files => ({ 'lb1/haproxy.cfg': first, 'lb2/haproxy.cfg': second });

  it('is of the lines of each section', () => {
    assert.deepEqual(
      told(
        pair(
          cfg('mode tcp', 'server a 10.0.0.1:3306 check', 'bind :1', 'bind :2'),
          cfg('mode   tcp', 'server a 10.0.0.9:3306 check', 'bind :1'),
        ),
      ),
      [
        'differs backend db: server a: 10.0.0.1:3306 check, 10.0.0.9:3306 check',
        'differs backend db: bind (2): :2, (not set)',
        'equal global: maxconn: 1000, 1000',
        'equal backend db: mode: tcp, tcp',
        'equal backend db: bind: :1, :1',
      ],
    );
  });

  it('can be mended by change, addition and removal', () => {
    const [first, second] = [cfg('mode tcp', 'server a 10.0.0.1:3306 check'), cfg('mode tcp')];
    const name = 'backend db: server a';
    assert.deepEqual(equalTo(pair(first, second), name, 'lb1'), pair(first, first));
    assert.deepEqual(equalTo(pair(first, second), name, 'lb2'), pair(second, second));
    const other = cfg('mode tcp', 'server a 10.0.0.2:3306 # soon gone');
    assert.deepEqual(
      equalTo(pair(first, other), name, 'lb1')?.['lb2/haproxy.cfg'],
      cfg('mode tcp', 'server a 10.0.0.1:3306 check # soon gone'),
    );
    assert.deepEqual(
      equalTo(pair(first, cfg()), name, 'lb1')?.['lb2/haproxy.cfg'],
      cfg('server a 10.0.0.1:3306 check'),
    );
    assert.equal(equalTo(pair(first, 'global\n'), name, 'lb1'), undefined);
  });

  it('hides passwords', () => {
    const lines = told(
      pair('userlist u\n user x insecure-password one\n', 'userlist u\n user x insecure-password two\n'),
    );
    assert.deepEqual(lines, ['differs userlist u: user x: (hidden), (hidden)']);
  });
});

describe('comparing keepalived', () => {
  const conf = (own: string, peer: string, priority: number, ...more: string[]): string =>
    [
      'global_defs {',
      '    router_id r',
      '}',
      'vrrp_instance VI_1 {',
      '    interface eth0',
      '    virtual_router_id 51',
      `    priority ${priority}`,
      `    unicast_src_ip ${own}`,
      '    unicast_peer {',
      `        ${peer}`,
      '    }',
      ...more.map((line) => `    ${line}`),
      '    virtual_ipaddress {',
      '        10.0.0.10/24',
      '    }',
      '}',
      '',
    ].join('\n');
  const pair = (one: readonly string[], two: readonly string[]): Files => ({
    'lb1/keepalived.conf': conf('10.0.0.11', '10.0.0.12', 101, ...one),
    'lb2/keepalived.conf': conf('10.0.0.12', '10.0.0.11', 100, ...two).replace('VI_1', 'DB'),
  });

  it('takes instances of one address for the same, fills in defaults and expects what each host has for itself', () => {
    const secret = (password: string): string[] => ['authentication {', 'auth_type PASS', `auth_pass ${password}`, '}'];
    const found = told(
      pair(
        ['advert_int 1', 'strict_mode no', ...secret('abcdefgh1')],
        ['strict_mode off', 'garp_master_delay 7', ...secret('abcdefgh2')],
      ),
    );
    assert.deepEqual(
      found.filter((line) => !line.startsWith('equal')),
      [
        'differs vrrp_instance VI_1: garp_master_delay: 5, 7',
        'expected vrrp_instance VI_1: priority: 101, 100',
        'expected vrrp_instance VI_1: unicast_src_ip: 10.0.0.11, 10.0.0.12',
        'expected vrrp_instance VI_1: unicast_peer: 10.0.0.12, 10.0.0.11',
      ],
    );
    assert.ok(found.includes('equal vrrp_instance VI_1: advert_int: 1, 1'));
    assert.ok(found.includes('equal vrrp_instance VI_1 authentication: auth_pass: (hidden), (hidden)'));
    const same = told({
      'lb1/keepalived.conf': conf('10.0.0.11', '10.0.0.12', 101),
      'lb2/keepalived.conf': conf('10.0.0.11', '10.0.0.12', 100),
    });
    assert.ok(same.includes('clash vrrp_instance VI_1: unicast_src_ip: 10.0.0.11, 10.0.0.11'), same.join('\n'));
  });

  it('makes hosts equal: values, lines that are missing, lists', () => {
    const files = pair(
      ['advert_int 2', 'track_interface {', '    eth1', '}'],
      ['advert_int 3', 'nopreempt', 'track_interface {', '    eth2', '}'],
    );
    const lb1 = (made: Files | undefined): string => made?.['lb1/keepalived.conf'] ?? '';
    assert.match(lb1(equalTo(files, 'vrrp_instance VI_1: advert_int', 'lb2')), /\n {4}advert_int 3\n/);
    assert.match(lb1(equalTo(files, 'vrrp_instance VI_1: nopreempt', 'lb2')), /\n {4}nopreempt\n/);
    assert.match(
      equalTo(files, 'vrrp_instance VI_1: nopreempt', 'lb1')?.['lb2/keepalived.conf'] ?? '',
      /advert_int 3\n {4}track/,
    );
    assert.match(
      lb1(equalTo(files, 'vrrp_instance VI_1: track_interface', 'lb2')),
      /track_interface \{\n {8}eth2\n {4}\}/,
    );
  });

  it('says so where all hosts read one file', () => {
    const host = (name: string): object => ({
      name,
      files: { 'ha/keepalived.conf': '/etc/keepalived/keepalived.conf' },
    });
    const manifest = JSON.stringify({ clusters: [{ name: 'shop', hosts: [host('lb1'), host('lb2')] }] });
    const [program] = compared(
      workspaceOf({ 'quorate.json': manifest, 'ha/keepalived.conf': conf('10.0.0.11', '10.0.0.12', 100) }),
    );
    assert.equal(program?.remark, 'All of them read ha/keepalived.conf: there is nothing to compare.');
  });
});

describe('comparing Pacemaker', () => {
  const cib = (quorum: string, address: string): string => `<cib><configuration>
<crm_config><cluster_property_set id="o">
<nvpair id="p" name="no-quorum-policy" value="${quorum}"/>
</cluster_property_set></crm_config>
<nodes><node id="1" uname="serv1"/><node id="2" uname="serv2"/></nodes>
<resources><primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2">
<instance_attributes id="i"><nvpair id="n" name="ip" value="${address}"/></instance_attributes>
</primitive></resources>
</configuration></cib>
`;
  const corosync =
    'nodelist {\n  node {\n    name: serv1\n    ring0_addr: 10.0.0.1\n  }\n  node {\n    name: serv2\n    ring0_addr: 10.0.0.2\n  }\n}\n';

  it('compares the CIBs of hosts, and makes their values equal', () => {
    const workspace = workspaceOf({
      'serv1/cib.xml': cib('stop', '10.0.0.9'),
      'serv2/cib.xml': cib('ignore', '10.0.0.9'),
      'serv1/corosync.conf': corosync,
      'serv2/corosync.conf': corosync,
    });
    const program = compared(workspace).at(-1);
    assert.equal(program?.program, 'pacemaker');
    assert.deepEqual(
      program.settings.map(
        ({ verdict, name, said }) => `${verdict} ${name}: ${said.map(({ text }) => text).join(', ')}`,
      ),
      [
        'differs property no-quorum-policy: stop, ignore',
        'equal resource vip: primitive ocf:heartbeat:IPaddr2, primitive ocf:heartbeat:IPaddr2',
        'equal resource vip: ip: 10.0.0.9, 10.0.0.9',
      ],
    );
    const [policy] = program.settings;
    const [first] = program.hosts;
    assert.ok(policy && first);
    const edits = policy.equalTo?.(first) ?? [];
    assert.deepEqual(
      (absolute(edits) ?? []).map(({ document, newText }) => `${document.path} ${newText}`),
      ['serv2/cib.xml stop'],
    );
  });

  it('says so where one file is for all hosts', () => {
    const programs = compared(
      workspaceOf({
        'cluster.crm': 'node serv1\nnode serv2\nproperty stonith-enabled=true\n',
        'serv1/corosync.conf': corosync,
        'serv2/corosync.conf': corosync,
      }),
    );
    assert.equal(programs.at(-1)?.remark, 'cluster.crm is for all of them together: there is nothing to compare.');
  });
});
