import assert from 'node:assert/strict';
import type { Completion, Completions } from '../../server/core/features/answers';
import { complete, documentationOf } from '../../server/core/features/completion';
import { signatureAt } from '../../server/core/features/signature';
import { catalogs } from '../../server/disk/catalogs';
import { at, repository, shop } from './repository';

const db1 = 'shop/db1/etc/mysql/my.cnf';
const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';

function proposals(files: Readonly<Record<string, string>>): Completions {
  const { document, position, model, documents } = repository(files);
  const found = complete(document, position, model, catalogs, documents);
  assert.ok(found, 'nothing is proposed');
  return found;
}
const labels = (files: Readonly<Record<string, string>>): string[] => proposals(files).items.map(({ label }) => label);
function item(files: Readonly<Record<string, string>>, label: string): Completion {
  const found = proposals(files).items.find((each) => each.label === label);
  assert.ok(found, `${label} is not proposed`);
  return found;
}
/** The option file of db1 with another end, where the cursor is. */
const option = (end: string): Record<string, string> => ({ ...shop, [db1]: `[mysqld]\n${end}$0\n` });
const mariadb = (end: string): Record<string, string> => ({ ...shop, [db1]: `[mariadb-10.11]\n${end}$0\n` });

describe('completion of options', () => {
  it('begins with what the other hosts set and a cluster needs, and is short', () => {
    const { items, isIncomplete } = proposals(option(''));
    assert.ok(isIncomplete && items.length <= 121);
    assert.match(items.find(({ label }) => label === 'wsrep_cluster_name')?.detail ?? '', /set on db2, db3/);
    const size = JSON.stringify(items).length;
    assert.ok(size < 20_000, `${size} bytes`);
  });

  it('narrows down to the letters typed, in their order, and then is complete', () => {
    const found = proposals(option('binlogf'));
    assert.ok(found.items.some(({ label }) => label === 'binlog_format') && !found.isIncomplete);
    assert.ok(found.items.every(({ label }) => /b.*i.*n.*l.*o.*g.*f/.test(label)));
  });

  it('keeps the dashes and prefixes of the person', () => {
    assert.ok(labels(option('server-')).includes('server-id'));
    assert.ok(labels(option('loose_binlog_fo')).includes('loose_binlog_format'));
    const skip = item(option('skip-name'), 'skip-name-resolve');
    assert.equal(skip.insert, undefined);
    assert.ok(labels({ ...shop, [db1]: '[mysqld]\nlog-bin = x\nbinlogf$0\n' }).includes('binlog-format'));
  });

  it('leaves out what stands in the group already, unless its lines add up', () => {
    assert.ok(!labels(option('server_id = 1\nserver_i')).includes('server_id'));
    assert.ok(labels(option('replicate_do_db = a\nreplicate_do_d')).includes('replicate_do_db'));
  });

  it('knows releases and products', () => {
    assert.ok(!labels(mariadb('super_read')).includes('super_read_only'));
    assert.ok(labels(mariadb('gtid_strict')).includes('gtid_strict_mode'));
    assert.ok(labels({ ...shop, [db1]: '[mariadb-10.11]\n[$0' }).includes('mariadb-10.11'));
  });

  it('says type, range and default in the list, and the rest on request', () => {
    const { detail } = item(mariadb('sync_bin'), 'sync_binlog');
    assert.match(detail ?? '', /^integer.* = 0/);
    const { document, model } = repository(mariadb('sync_bin'));
    const said = documentationOf({ of: 'option' }, 'sync-binlog', document, model, catalogs);
    assert.match(said ?? '', /0 to 4294967295[\s\S]*\[Manual\]\(https:\/\/mariadb\.com/);
    assert.equal(documentationOf({ of: 'option' }, 'no_such', document, model, catalogs), undefined);
  });

  it('is silent in comments', () => {
    const { document, position, model, documents } = repository(option('# serv'));
    assert.equal(complete(document, position, model, catalogs, documents), undefined);
  });
});

describe('completion of values', () => {
  it('knows what is free, and what the others have', () => {
    assert.deepEqual([item(option('server_id = '), '4').detail], ['next free id of the cluster']);
    assert.equal(item(option('binlog_format = '), 'ROW').detail, 'as on db2, db3');
    assert.equal(item(option('wsrep_cluster_name = '), 'shop').detail, 'as on db2, db3');
    const offsets = {
      ...shop,
      [db1]: '[mysqld]\nauto_increment_offset = $0\n',
      'shop/db2/etc/mysql/my.cnf':
        '[mysqld]\nauto_increment_offset = 1\nwsrep_on=ON\nwsrep_cluster_address=gcomm://10.0.0.1\nwsrep_node_address=10.0.0.2\n',
    };
    assert.ok(labels(offsets).includes('2'));
  });

  it('never offers another host its own name', () => {
    assert.deepEqual(labels(option('wsrep_node_name = ')), ['db1']);
  });

  it('lists every node, and behind a comma one', () => {
    const files = at(shop, db1, 'gcomm://');
    assert.equal(labels(files)[0], 'gcomm://10.0.0.1,10.0.0.2,10.0.0.3');
    const { document, position, model, documents } = repository({
      ...shop,
      [db1]: `${shop[db1]}wsrep_cluster_address = gcomm://10.0.0.1,$0\n`,
    });
    const found = complete(document, position, model, catalogs, documents);
    assert.deepEqual(
      found?.items
        .filter(({ kind }) => kind === 'reference')
        .map(({ label, detail }) => [label, detail])
        .slice(0, 3),
      [
        ['10.0.0.1', 'host db1'],
        ['10.0.0.2', 'host db2'],
        ['10.0.0.3', 'host db3'],
      ],
    );
    assert.equal(found?.span.start, 'wsrep_cluster_address = gcomm://10.0.0.1,'.length);
  });

  it('offers sizes in range, words, flags, limits and the default', () => {
    const sizes = labels(mariadb('innodb_buffer_pool_size = '));
    assert.ok(sizes.includes('128M') && sizes.includes('1G') && !sizes.includes('1M'));
    assert.deepEqual(labels(mariadb('log_bin_trust_function_creators = ')), ['ON', 'OFF']);
    assert.ok(labels(mariadb('optimizer_switch = mrr=on,')).includes('index_merge=on'));
    assert.equal(item(mariadb('max_connections = '), '151').detail, 'default');
    assert.equal(item(mariadb('max_connections = '), '100000').detail, 'largest');
  });
});

describe('completion in haproxy.cfg', () => {
  const proxied = (text: string): Record<string, string> => ({ ...shop, [proxy]: text });

  it('knows the keywords of a section, with their grammar', () => {
    assert.match(item(proxied('backend b\n    balan$0'), 'balance').detail ?? '', /^balance/);
    assert.ok(!labels(proxied('global\n    balan$0')).includes('balance'));
    assert.ok(labels(proxied('backend b\n    option mysql$0')).includes('option mysql-check'));
    assert.ok(labels(proxied('$0')).includes('backend'));
  });

  it('knows names: backends, ACLs of the section, servers, defaults', () => {
    const text = (end: string): Record<string, string> =>
      proxied(
        `defaults base\n    mode tcp\nbackend b\n    server s1 10.0.0.1\n    acl mine src 10.0.0.0/8\n${end}$0\nbackend other\n    acl theirs always_true\n`,
      );
    assert.deepEqual(labels(text('    use_backend ')), ['b', 'other']);
    assert.deepEqual(labels(text('    use-server ')), ['s1']);
    assert.deepEqual(labels(text('    http-request deny if ')), ['mine']);
    assert.deepEqual(labels(text('    http-request deny if mine or ')), ['mine']);
    assert.deepEqual(labels(text('backend new from ')), ['base']);
    assert.ok(labels(text('    http-request ')).includes('deny'));
  });

  it('knows the databases of the cluster, and options not given yet', () => {
    assert.deepEqual(labels(proxied('backend b\n    server $0')), ['db1', 'db2', 'db3']);
    assert.deepEqual(item(proxied('backend b\n    server db2 $0'), '10.0.0.2:3306').isFirst, true);
    const options = labels(proxied('backend b\n    server db2 10.0.0.2:3306 check in$0'));
    assert.ok(options.includes('inter') && !options.includes('check'));
  });

  it('writes whole sections with the hosts of the cluster', () => {
    const { insert } = item(proxied('$0'), 'listen with one writer');
    assert.match(
      insert ?? '',
      /server db1 10\.0\.0\.1:3306 check on-marked-down[\s\S]*server db2 10\.0\.0\.2:3306 check backup/,
    );
    const lines = item(proxied('backend b\n    ser$0'), 'server lines of all databases');
    assert.equal(lines.insert?.split('\n').length, 4);
  });

  it('documents keywords and options', () => {
    const { document, model } = repository(proxied('backend b\n'));
    const of = (topic: Parameters<typeof documentationOf>[0], label: string): string | undefined =>
      documentationOf(topic, label, document, model, catalogs);
    assert.match(of({ of: 'keyword', section: 'backend' }, 'timeout server') ?? '', /milliseconds[\s\S]*Manual/);
    assert.match(of({ of: 'server-option' }, 'inter') ?? '', /inter/);
    assert.equal(of({ of: 'bind-option' }, 'nonsense'), undefined);
  });

  it('shows the grammar of the keyword that is being written', () => {
    const { document, position, model } = repository(proxied('backend b\n    server db1 $0'));
    const found = signatureAt(document, position, model, catalogs);
    const [form] = found?.forms ?? [];
    const [start = 0, end = 0] = form?.parameters[found?.active ?? 0] ?? [];
    assert.match(form?.label.slice(start, end) ?? '', /^<address>/);
    assert.match(found?.documentation ?? '', /Manual/);
    const before = repository(proxied('backend b\n    serv$0er db1'));
    assert.equal(signatureAt(before.document, before.position, before.model, catalogs), undefined);
  });
});

describe('completion in corosync.conf', () => {
  const conf = (text: string): Record<string, string> => ({ ...shop, 'shop/db1/etc/corosync/corosync.conf': text });

  it('knows sections, and keys not set yet', () => {
    assert.ok(labels(conf('$0')).includes('totem'));
    const keys = labels(conf('totem {\n  version: 2\n  $0\n}\n'));
    assert.ok(keys.includes('token') && keys.includes('interface') && !keys.includes('version'));
    assert.equal(item(conf('totem {\n  inter$0\n}\n'), 'interface').insert, 'interface {\n\t$0\n}');
  });

  it('knows words, defaults, the next number and the hosts', () => {
    assert.deepEqual(labels(conf('quorum {\n  provider: $0\n}\n')), ['corosync_votequorum']);
    assert.equal(item(conf('totem {\n  token: $0\n}\n'), '3000').detail, 'default');
    const nodes = 'nodelist {\n  node {\n    nodeid: 7\n  }\n  node {\n    nodeid: $0\n  }\n}\n';
    assert.deepEqual(labels(conf(nodes)), ['8']);
    assert.ok(labels(conf('nodelist {\n  node {\n    ring0_addr:$0\n  }\n}\n')).includes('10.0.0.2'));
    assert.equal(item(conf('nodelist {\n  node {\n    ring0_addr:$0\n  }\n}\n'), '10.0.0.2').insert, ' 10.0.0.2');
  });

  it('writes the node list of the cluster', () => {
    const { insert } = item(conf('$0'), 'nodelist of this cluster');
    assert.match(insert ?? '', /name: db2\n {8}nodeid: 2\n {8}ring0_addr: 10\.0\.0\.2/);
  });
});

describe('fixed blocks', () => {
  const top = (files: Readonly<Record<string, string>>): string[] =>
    proposals(files)
      .items.filter(({ kind }) => kind === 'block')
      .map(({ label }) => label);

  it('are offered at the start of a line, not among values', () => {
    assert.ok(top(option('repl')).includes('replica'));
    assert.ok(!top(option('binlog_format = ')).includes('replica'));
    assert.ok(top({ 'lb1/haproxy.cfg': 'defau$0\n' }).includes('defaults'));
    assert.ok(!top({ 'lb1/haproxy.cfg': 'backend b\n    balance $0\n' }).includes('defaults'));
  });

  it('are offered only where they make sense', () => {
    assert.ok(top(option('co-m')).includes('co-master'));
    assert.ok(!top({ ...shop, [db1]: '[client]\nco-m$0\n' }).includes('co-master'));
    assert.ok(top({ 'a/corosync.conf': 'nodelist {\n  $0\n}\n' }).includes('node'));
    assert.ok(!top({ 'a/corosync.conf': 'totem {\n  $0\n}\n' }).includes('two-node'));
    assert.ok(top({ 'lb1/haproxy.cfg': 'backend b\n    serv$0\n' }).includes('server'));
    assert.ok(!top({ 'lb1/haproxy.cfg': 'global\n    serv$0\n' }).includes('server'));
  });
});
