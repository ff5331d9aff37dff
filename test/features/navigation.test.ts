import assert from 'node:assert/strict';
import { definitionsAt } from '../../server/core/features/definition';
import { documentLinks } from '../../server/core/features/document-links';
import { sameOnOtherHosts } from '../../server/core/features/other-hosts';
import { highlightsAt, referencesAt } from '../../server/core/features/references';
import { renameableAt, renameAt } from '../../server/core/features/rename';
import { workspaceSymbols } from '../../server/core/features/workspace-symbols';
import { at, repository, shop, told } from './repository';

const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';
const db1 = 'shop/db1/etc/mysql/my.cnf';

function definitions(files: Readonly<Record<string, string>>): string[] {
  const { document, position, model, documents } = repository(files);
  return told(definitionsAt(document, position, model, documents));
}
function references(files: Readonly<Record<string, string>>, withDefinition = true): string[] {
  const { document, position, model, documents } = repository(files);
  return told(referencesAt(document, position, model, documents, withDefinition));
}
function rename(files: Readonly<Record<string, string>>, newName: string): string[] | string {
  const { document, position, model, documents } = repository(files);
  const found = renameAt(document, position, newName, model, documents);
  return 'refusal' in found
    ? found.refusal
    : [...told(found.spans), ...told(found.onTwins).map((each) => `ask ${each}`)];
}

describe('the definition', () => {
  it('of a backend is its section, of an ACL the line in its own section', () => {
    assert.deepEqual(definitions(at(shop, proxy, 'use_backend writers', 14)), [`${proxy}:6 writers`]);
    assert.deepEqual(definitions(at(shop, proxy, 'if is_local', 5)), [`${proxy}:3 is_local`]);
  });

  it('of a server is in its own backend, also where a line of another one tracks it', () => {
    assert.deepEqual(definitions(at(shop, proxy, 'writers/db1', 9)), [`${proxy}:7 db1`]);
    assert.deepEqual(definitions(at(shop, proxy, 'nbsrv(writers', 8)), [`${proxy}:6 writers`]);
  });

  it('of an address is the line in which the host states it', () => {
    assert.deepEqual(definitions(at(shop, proxy, '10.0.0.2:3306', 2)), ['shop/db2/etc/mysql/my.cnf:9 10.0.0.2']);
    assert.deepEqual(definitions(at(shop, db1, '10.0.0.3', 3)), ['shop/db3/etc/mysql/my.cnf:9 10.0.0.3']);
  });

  it('of an overruled option is the line that decides', () => {
    const files = { 'a/db1/my.cnf': '[mysqld]\n$0port = 3306\nport = 3307\n' };
    assert.deepEqual(definitions(files), ['a/db1/my.cnf:3 port']);
  });

  it('of a host without a word about itself is its node, else its first file', () => {
    const node = (name: string): string => `nodelist {\n  node {\n    name: db1\n    ring0_addr: ${name}\n  }\n}\n`;
    const files = { 'a/db1/corosync.conf': node('10.0.0.1'), 'a/db2/corosync.conf': node('$010.0.0.1') };
    assert.deepEqual(definitions(files), ['a/db1/corosync.conf:4 10.0.0.1']);
  });

  it('is nothing for a stranger, and in a comment', () => {
    const strange = { ...shop, [proxy]: 'backend x\n    server s 192.0.2.1$0:3306\n' };
    assert.deepEqual(definitions(strange), []);
    assert.deepEqual(definitions({ 'a/db1/my.cnf': '[mysqld]\n# port$0 = 1\n' }), []);
  });
});

describe('references', () => {
  it('of a host are all who point to it, on every host and in plain texts', () => {
    const files = { ...shop, 'shop/compose.yml': 'services:\n  x:\n    extra_hosts: ["a:10.0.0.12", "b=10.0.0.1"]\n' };
    assert.deepEqual(references(at(files, db1, 'wsrep_node_address = 10', 22), false), [
      'shop/compose.yml:3 10.0.0.1',
      'shop/db1/etc/mysql/my.cnf:7 10.0.0.1',
      'shop/db2/etc/mysql/my.cnf:7 10.0.0.1',
      'shop/db3/etc/mysql/my.cnf:7 10.0.0.1',
      `${proxy}:10 10.0.0.1`,
      `${proxy}:7 10.0.0.1`,
    ]);
  });

  it('of an option are the lines that set it on all hosts', () => {
    assert.deepEqual(references(at(shop, db1, 'server_id', 2)), [
      'shop/db1/etc/mysql/my.cnf:2 server_id',
      'shop/db2/etc/mysql/my.cnf:2 server_id',
      'shop/db3/etc/mysql/my.cnf:2 server_id',
    ]);
  });

  it('of a backend are its uses, by whatever keyword', () => {
    assert.deepEqual(references(at(shop, proxy, 'backend writers', 10)), [
      `${proxy}:10 writers`,
      `${proxy}:4 writers`,
      `${proxy}:6 writers`,
      `${proxy}:8 writers`,
    ]);
  });

  it('inside one file are highlighted, the defining line as written to', () => {
    const { document, position, model } = repository(at(shop, proxy, 'is_local', 1));
    const found = highlightsAt(document, position, model);
    assert.deepEqual(
      found.map(({ span, isDefinition }) => [span.line, isDefinition]),
      [
        [2, true],
        [3, false],
      ],
    );
  });
});

describe('rename', () => {
  it('takes an address along everywhere, and leaves longer ones alone', () => {
    const files = { ...shop, [db1]: `${shop[db1]}# was 10.0.0.11\nreport_host = 10.0.0.1\n` };
    assert.deepEqual(rename(at(files, db1, 'gcomm://10.0.0.1', 9), '10.0.0.9'), [
      `${db1}:11 10.0.0.1`,
      `${db1}:7 10.0.0.1`,
      `${db1}:9 10.0.0.1`,
      'shop/db2/etc/mysql/my.cnf:7 10.0.0.1',
      'shop/db3/etc/mysql/my.cnf:7 10.0.0.1',
      `${proxy}:10 10.0.0.1`,
      `${proxy}:7 10.0.0.1`,
    ]);
  });

  it('takes the name of a Galera cluster along on all nodes', () => {
    assert.deepEqual(rename(at(shop, db1, '= shop', 3), 'store'), [
      'shop/db1/etc/mysql/my.cnf:6 shop',
      'shop/db2/etc/mysql/my.cnf:6 shop',
      'shop/db3/etc/mysql/my.cnf:6 shop',
    ]);
  });

  it('asks about twins of a proxy', () => {
    const twin = { ...shop, 'shop/lb2/etc/haproxy/haproxy.cfg': shop[proxy] };
    const found = rename(at(twin, proxy, 'default_backend readers', 18), 'slaves') as string[];
    assert.deepEqual(found, [
      `${proxy}:5 readers`,
      `${proxy}:9 readers`,
      'ask shop/lb2/etc/haproxy/haproxy.cfg:5 readers',
      'ask shop/lb2/etc/haproxy/haproxy.cfg:9 readers',
    ]);
  });

  it('keeps servers of one name in two backends apart', () => {
    assert.deepEqual(rename(at(shop, proxy, 'server db1', 8), 'primary'), [
      `${proxy}:10 db1`,
      `${proxy}:7 db1`,
      `${proxy}:8 db1`,
    ]);
  });

  it('refuses a name that somebody has, or that would not be read as one', () => {
    assert.match(rename(at(shop, db1, 'gcomm://10.0.0.1', 9), '10.0.0.2') as string, /belongs to host db2/);
    assert.match(rename(at(shop, db1, 'gcomm://10.0.0.1', 9), 'db one') as string, /no IP address/);
    assert.match(
      rename(at(shop, proxy, 'backend writers', 9), 'readers') as string,
      /a backend of the name readers already/,
    );
    assert.match(rename(at(shop, proxy, 'backend writers', 9), 'a b') as string, /HAProxy takes/);
  });

  it('offers nothing for a stranger', () => {
    const { document, position, model } = repository({
      ...shop,
      [proxy]: 'backend x\n    server s 192.0.2.1$0:3306\n',
    });
    assert.equal(renameableAt(document, position, model), undefined);
  });

  it('leaves a name alone that a compose file of several clusters could mean for each', () => {
    const node = (id: number): string =>
      `[mysqld]\nwsrep_node_name = db${id}\nwsrep_cluster_address = gcomm://db1,db2\nwsrep_on = ON\n`;
    const both = {
      'east/db1/my.cnf': node(1),
      'east/db2/my.cnf': node(2),
      'west/db1/my.cnf': node(1),
      'west/db2/my.cnf': node(2),
      'quorate.json': '{ "ignore": ["db1"] }',
    };
    assert.deepEqual(rename(at(both, 'east/db1/my.cnf', 'name = db1', 8), 'alpha'), [
      'east/db1/my.cnf:2 db1',
      'east/db1/my.cnf:3 db1',
      'east/db2/my.cnf:3 db1',
    ]);
  });
});

describe('accounts and channels', () => {
  const multi = {
    'a/db1/etc/my.cnf': '[mariadb]\nserver_id = 1\nlog_bin\nreport_host = 10.0.0.1\nnorth.replicate_do_db = x\n',
    'a/db2/etc/my.cnf': '[mariadb]\nserver_id = 2\nlog_bin\nreport_host = 10.0.0.2\n',
    'a/db1/replication.sql':
      "CHANGE MASTER 'north' TO MASTER_HOST = '10.0.0.2', MASTER_USER = 'repl', MASTER_PASSWORD = 'repl';\nSTART SLAVE 'north';\n",
    'a/db2/account.sql':
      "CREATE USER 'repl'@'10.0.0.%' IDENTIFIED BY 'repl';\nGRANT REPLICATION SLAVE ON *.* TO repl@'10.0.0.%';\n",
  };

  it('are renamed wherever SQL, options and checks name them, and nothing else is', () => {
    assert.deepEqual(rename(at(multi, 'a/db2/account.sql', 'repl', 1), 'replicator'), [
      'a/db1/replication.sql:1 repl',
      'a/db2/account.sql:1 repl',
      'a/db2/account.sql:2 repl',
    ]);
    assert.deepEqual(rename(at(multi, 'a/db1/replication.sql', "'north'", 2), 'south'), [
      'a/db1/etc/my.cnf:5 north',
      'a/db1/replication.sql:1 north',
      'a/db1/replication.sql:2 north',
    ]);
  });

  it('are defined where the account is created, and the channel set up', () => {
    assert.deepEqual(definitions(at(multi, 'a/db1/replication.sql', "USER = 'repl'", 9)), ['a/db2/account.sql:1 repl']);
    assert.deepEqual(definitions(at(multi, 'a/db1/etc/my.cnf', 'north', 1)), ['a/db1/replication.sql:1 north']);
    assert.deepEqual(definitions(at(multi, 'a/db1/replication.sql', '10.0.0.2', 1)), ['a/db2/etc/my.cnf:4 10.0.0.2']);
  });
});

describe('the same line on other hosts', () => {
  const same = (files: Readonly<Record<string, string>>): string[] => {
    const { document, position, model } = repository(files);
    return told(sameOnOtherHosts(document, position, model));
  };

  it('is the deciding line of an option', () => {
    assert.deepEqual(same(at(shop, db1, 'server_id', 2)), [
      'shop/db2/etc/mysql/my.cnf:2 server_id',
      'shop/db3/etc/mysql/my.cnf:2 server_id',
    ]);
  });

  it('is the same key of the same node in corosync.conf', () => {
    const text =
      'totem {\n  token: 1000\n}\nnodelist {\n  node {\n    name: a\n    nodeid: 1\n    ring0_addr: 10.0.0.1\n  }\n  node {\n    name: b\n    nodeid: 2\n    ring0_addr: 10.0.0.2\n  }\n}\n';
    const files = { 'x/db1/corosync.conf': text, 'x/db2/corosync.conf': text };
    assert.deepEqual(same(at(files, 'x/db1/corosync.conf', 'token')), ['x/db2/corosync.conf:2 token']);
    assert.deepEqual(same(at(files, 'x/db1/corosync.conf', 'ring0_addr: 10.0.0.2')), [
      'x/db2/corosync.conf:13 ring0_addr',
    ]);
  });

  it('is the same statement of the section of that name in haproxy.cfg', () => {
    const twin = { ...shop, 'shop/lb2/etc/haproxy/haproxy.cfg': `# the second\n${shop[proxy]}` };
    assert.deepEqual(same(at(twin, proxy, 'server db2')), ['shop/lb2/etc/haproxy/haproxy.cfg:12 server']);
  });
});

describe('links', () => {
  const links = (files: Readonly<Record<string, string>>): string[] => {
    const { document, model } = repository(files);
    return documentLinks(document, model).map(
      ({ span, path, isKnown }) => `${told([span]).join()} ${path}${isKnown ? '' : ' ?'}`,
    );
  };

  it('lead to included files of the same host', () => {
    assert.deepEqual(
      links({
        'db1/etc/mysql/my.cnf':
          '[mysqld]\n!includedir /etc/mysql/conf.d/\n!include /etc/mysql/none.cnf\nssl_ca = "/etc/mysql/ca.pem"\n',
        'db1/etc/mysql/conf.d/a.cnf': '[mysqld]\n',
        'db2/etc/mysql/conf.d/a.cnf': '[mysqld]\n',
      }),
      [
        'db1/etc/mysql/my.cnf:2 /etc/mysql/conf.d/ db1/etc/mysql/conf.d/a.cnf',
        'db1/etc/mysql/my.cnf:4 /etc/mysql/ca.pem db1/etc/mysql/ca.pem ?',
      ],
    );
  });

  it('lead to certificates, maps and error files of a proxy', () => {
    const text =
      'frontend f\n    bind :443 ssl crt /etc/haproxy/site.pem\n    errorfile 503 /etc/haproxy/503.http\n    use_backend %[src,map(/etc/haproxy/hosts.map)]\n';
    assert.deepEqual(links({ 'lb1/etc/haproxy/haproxy.cfg': text }), [
      'lb1/etc/haproxy/haproxy.cfg:2 /etc/haproxy/site.pem lb1/etc/haproxy/site.pem ?',
      'lb1/etc/haproxy/haproxy.cfg:3 /etc/haproxy/503.http lb1/etc/haproxy/503.http ?',
      'lb1/etc/haproxy/haproxy.cfg:4 /etc/haproxy/hosts.map lb1/etc/haproxy/hosts.map ?',
    ]);
  });

  it('lead to the files of a manifest', () => {
    const text =
      '{ "clusters": [{ "name": "c", "hosts": [{ "name": "db1", "files": { "one.cnf": "/etc/my.cnf" } }] }] }';
    assert.deepEqual(links({ 'quorate.json': text, 'one.cnf': '[mysqld]\n' }), ['quorate.json:1 one.cnf one.cnf']);
  });
});

describe('workspace symbols', () => {
  const names = (query: string): string[] =>
    workspaceSymbols(query, repository(shop).model).map(({ name, container }) => `${name} (${container})`);

  it('find hosts, clusters and sections by their names, the best first', () => {
    assert.equal(names('db2')[0], 'db2 (cluster shop · 10.0.0.2)');
    assert.deepEqual(names('writers'), ['backend writers (host lb1 of cluster shop)']);
    assert.equal(names('shop')[0], 'shop (4 hosts)');
    assert.deepEqual(names('10.0.0.3'), ['10.0.0.3 (host db3 of cluster shop)']);
  });

  it('find an option on every host, with its value', () => {
    assert.deepEqual(names('server-id'), [
      'server_id = 1 (host db1 of cluster shop)',
      'server_id = 2 (host db2 of cluster shop)',
      'server_id = 3 (host db3 of cluster shop)',
    ]);
  });
});

describe('renaming what more than one place calls by a name', () => {
  const option = (id: number, address: string): string => `[mysqld]\nserver_id = ${id}\nbind_address = ${address}\n`;
  const manifest = JSON.stringify(
    {
      clusters: [
        { name: 'north', hosts: [{ name: 'db1', files: { 'north/db1/my.cnf': '/etc/my.cnf' } }] },
        { name: 'south', hosts: [{ name: 'db1', files: { 'south/db1/my.cnf': '/etc/my.cnf' } }] },
      ],
    },
    undefined,
    2,
  );

  it('means the cluster in whose lines of the manifest a shared name stands', () => {
    const files = {
      'quorate.json': manifest.replace(/db1(?="[^]*south)/, 'd$0b1'),
      'north/db1/my.cnf': option(1, '10.0.0.1'),
      'south/db1/my.cnf': option(1, '10.1.0.1'),
    };
    assert.deepEqual(rename(files, 'first'), ['quorate.json:7 db1']);
  });

  it('follows the account into the configuration of Orchestrator', () => {
    const files = {
      'shop/db1/my.cnf': option(1, '10.0.0.1'),
      'shop/db2/my.cnf': option(2, '10.0.0.2'),
      'shop/db1/account.sql': "CREATE USER 'or$0ch'@'%' IDENTIFIED BY 'x';\n",
      'shop/orchestrator/orchestrator.conf.json':
        '{\n  "MySQLTopologyUser": "orch",\n  "MySQLOrchestratorUser": "orch"\n}\n',
    };
    assert.deepEqual(rename(files, 'watcher'), [
      'shop/db1/account.sql:1 orch',
      'shop/orchestrator/orchestrator.conf.json:2 orch',
    ]);
    const { document, position, model, documents } = repository({
      ...files,
      'shop/db1/account.sql': files['shop/db1/account.sql'].replace('$0', ''),
      'shop/orchestrator/orchestrator.conf.json': '{ "MySQLTopologyUser": "o$0rch" }\n',
    });
    assert.deepEqual(told(definitionsAt(document, position, model, documents)), ['shop/db1/account.sql:1 orch']);
  });

  it('takes the folder of a host along, with the paths that lead there', () => {
    const { document, position, model, documents } = repository({
      'shop/db1/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\nreport_host = d$0b1\n',
      'shop/db2/etc/mysql/my.cnf': '[mysqld]\nserver_id = 2\nreport_host = db2\n',
      'shop/compose.yml': 'services:\n  db1:\n    image: mysql\n    volumes: ["./db1/etc/mysql/my.cnf:/etc/my.cnf"]\n',
      'other/compose.yml': 'services:\n  db9:\n    image: mysql\n    volumes: ["./db1/my.cnf:/etc/my.cnf"]\n',
    });
    const found = renameAt(document, position, 'first', model, documents);
    assert.ok('folder' in found && found.folder);
    assert.deepEqual([found.folder.from, found.folder.to], ['shop/db1', 'shop/first']);
    assert.deepEqual(told(found.folder.paths), ['shop/compose.yml:4 db1']);
  });

  it('leaves a folder alone when the new one is there, and one that is not named after the host', () => {
    const folder = (files: Readonly<Record<string, string>>, newName: string): unknown => {
      const { document, position, model, documents } = repository(files);
      const found = renameAt(document, position, newName, model, documents);
      return 'folder' in found ? found.folder : found.refusal;
    };
    const files = { 'shop/db1/my.cnf': '[mysqld]\nreport_host = d$0b1\n', 'shop/first/compose.yml': 'services: {}\n' };
    assert.equal(folder(files, 'first'), undefined);
    assert.equal(folder({ 'shop/master/my.cnf': '[mysqld]\nreport_host = d$0b1\n' }, 'first'), undefined);
  });
});
