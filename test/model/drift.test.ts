import assert from 'node:assert/strict';
import type { Running } from '../../server/core/live/running';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const text = `[mysqld]
server_id = 7
max_connections = 500
innodb_buffer_pool_size = 1G
read_only
binlog_format = row
innodb_flush_method = O_DIRECT
`;

function workspaceOf(file: string): Workspace {
  const workspace = new Workspace(catalogs, rules, 'root', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  workspace.set('db1/my.cnf', 'file:///db1/my.cnf', file);
  workspace.update();
  return workspace;
}

const running = (variables: Readonly<Record<string, string>>, origins?: Running['origins']): Running => ({
  origins,
  product: 'mariadb',
  version: '10.11.19-MariaDB-log',
  variables: {
    server_id: '7',
    max_connections: '500',
    innodb_buffer_pool_size: '1073741824',
    read_only: 'ON',
    binlog_format: 'ROW',
    ...variables,
  },
});

/** What is said of the file after the server has spoken, as `line rule`. */
function found(workspace: Workspace, said: Running | undefined): string[] {
  const key = workspace.model.hosts[0]?.key ?? '';
  workspace.observe(key, said);
  workspace.update();
  const document = workspace.document('db1/my.cnf');
  assert.ok(document);
  return workspace
    .findings(document)
    .filter(({ rule }) => rule.startsWith('running/'))
    .map(({ rule, span }) => `${(rangeOf(span)?.start.line ?? 0) + 1} ${rule}`);
}

describe('files against the running server', () => {
  it('says nothing where they agree, in whatever words', () => {
    assert.deepEqual(found(workspaceOf(text), running({})), []);
  });

  it('tells what needs a restart from what was changed at run time, on its line', () => {
    const said = running({ server_id: '8', read_only: 'OFF', innodb_flush_method: 'fsync' });
    assert.deepEqual(found(workspaceOf(text), said), [
      '2 running/changed-at-run-time',
      '5 running/changed-at-run-time',
      '7 running/needs-restart',
    ]);
  });

  it('takes it back when it is mended, and when the server is silent', () => {
    const workspace = workspaceOf(text);
    assert.equal(found(workspace, running({ max_connections: '151' })).length, 1);
    assert.deepEqual(found(workspace, running({})), []);
    assert.equal(found(workspace, running({ max_connections: '151' })).length, 1);
    assert.deepEqual(found(workspace, undefined), []);
  });

  it('follows an edit of the line', () => {
    const workspace = workspaceOf(text);
    assert.equal(found(workspace, running({ max_connections: '151' })).length, 1);
    workspace.edit('db1/my.cnf', [
      { range: { start: { line: 2, character: 18 }, end: { line: 2, character: 21 } }, newText: '151' },
    ]);
    workspace.update();
    const document = workspace.document('db1/my.cnf');
    assert.ok(document);
    assert.deepEqual(
      workspace.findings(document).filter(({ rule }) => rule.startsWith('running/')),
      [],
    );
  });

  it('says once that nothing of a file is in force', () => {
    const said = running({
      server_id: '1',
      max_connections: '151',
      innodb_buffer_pool_size: '134217728',
      read_only: 'OFF',
      binlog_format: 'MIXED',
      innodb_flush_method: 'fsync',
    });
    assert.deepEqual(found(workspaceOf(text), said), ['2 running/never-read']);
  });

  it('goes by what the server tells of where a value came from', () => {
    const values = { server_id: '8', max_connections: '151', read_only: 'OFF', binlog_format: 'MIXED' };
    const said = running(values, { server_id: 'run-time', read_only: 'command-line', binlog_format: 'file' });
    assert.deepEqual(found(workspaceOf(text), said), [
      '2 running/changed-at-run-time',
      '3 running/never-read',
      '5 running/overridden',
      '6 running/needs-restart',
    ]);
  });

  it('says of a persisted value what takes it back', () => {
    const workspace = workspaceOf(text);
    assert.deepEqual(found(workspace, running({ max_connections: '151' }, { max_connections: 'persisted' })), [
      '3 running/overridden',
    ]);
  });

  it('says what was set at run time and will be lost, unless it is the default', () => {
    const said = running(
      { sync_binlog: '1', gtid_domain_id: '7', max_allowed_packet: '16777216', wait_timeout: '60' },
      { sync_binlog: 'run-time', gtid_domain_id: 'run-time', max_allowed_packet: 'run-time', wait_timeout: 'file' },
    );
    const workspace = workspaceOf(text);
    assert.deepEqual(found(workspace, said), ['1 running/lost-at-restart']);
    const [finding] = workspace.findings(workspace.documents[0]!).filter(({ rule }) => rule.startsWith('running/'));
    assert.match(finding?.message ?? '', /gtid_domain_id = 7, sync_binlog = 1, set/);
    assert.equal(finding?.severity, 'warning');
  });

  it('says which line belongs to a plugin that is not there', () => {
    const workspace = workspaceOf('[mysqld]\nserver_id = 7\nloose_spider_read_only_mode = 1\n');
    assert.deepEqual(found(workspace, running({})), ['3 running/never-read']);
  });

  it('says when a manifest names another release', () => {
    const workspace = workspaceOf(text);
    const manifest = (release: string): string =>
      JSON.stringify({
        clusters: [
          {
            name: 'a',
            product: 'mariadb',
            version: release,
            hosts: [{ name: 'db1', files: { 'db1/my.cnf': '/etc/my.cnf' } }],
          },
        ],
      });
    workspace.set('quorate.json', 'file:///quorate.json', manifest('11.8'));
    workspace.update();
    assert.deepEqual(found(workspace, running({})), ['1 running/other-release']);
    workspace.set('quorate.json', 'file:///quorate.json', manifest('10.11'));
    workspace.update();
    assert.deepEqual(found(workspace, running({})), []);
  });

  it('allows a server to bring numbers into its range', () => {
    assert.deepEqual(found(workspaceOf('[mysqld]\nmax_connections = 5\n'), running({ max_connections: '10' })), []);
  });
});
