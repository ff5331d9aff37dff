import assert from 'node:assert/strict';
import type { Running } from '../../server/core/live/running';
import { planFixes } from '../../server/core/fixing';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const manifest = JSON.stringify({
  clusters: [
    {
      name: 'shop',
      hosts: ['db1', 'db2'].map((name, index) => ({
        name,
        addresses: [`10.0.0.${index + 1}`],
        roles: [index === 0 ? 'source' : 'replica'],
        ...(index === 1 && { replicatesFrom: ['db1'] }),
        files: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
      })),
    },
  ],
});

function pair(first: string, second: string): Workspace {
  const workspace = new Workspace(catalogs, rules, 'root', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  workspace.set('quorate.json', 'file:///quorate.json', manifest);
  workspace.set('db1/my.cnf', 'file:///db1/my.cnf', first);
  workspace.set('db2/my.cnf', 'file:///db2/my.cnf', second);
  workspace.update();
  return workspace;
}

function observe(workspace: Workspace, name: string, said: Partial<Running> | undefined): void {
  const host = workspace.model.hosts.find((each) => each.name === name);
  assert.ok(host);
  workspace.observe(host.key, said && { product: 'mysql', version: '8.4.3', variables: {}, ...said });
  workspace.update();
}

/** What rules about files say, as `file:line rule`. */
function found(workspace: Workspace, area: RegExp): string[] {
  return workspace.documents
    .flatMap((document) => workspace.findings(document))
    .filter(({ rule }) => area.test(rule))
    .map(({ rule, span, document }) => `${document.path}:${(rangeOf(span)?.start.line ?? 0) + 1} ${rule}`)
    .sort();
}

const commandLine = { server_id: 'command-line', read_only: 'command-line' } as const;

describe('rules about files that know the running server', () => {
  const duplicated = /server-id-duplicated/;

  it('compare an id that only the running server knows', () => {
    const workspace = pair('[mysqld]\nserver_id = 5\nlog_bin = a\n', '# ours\n[mysqld]\nrelay_log = b\n');
    assert.deepEqual(found(workspace, duplicated), []);
    observe(workspace, 'db2', { variables: { server_id: '5' }, origins: commandLine });
    assert.deepEqual(found(workspace, duplicated), [
      'db1/my.cnf:2 replication/server-id-duplicated',
      'db2/my.cnf:2 replication/server-id-duplicated',
    ]);
    observe(workspace, 'db2', undefined);
    assert.deepEqual(found(workspace, duplicated), []);
  });

  it('say so, and offer no edit of what no file holds', () => {
    const text = '[mysqld]\nrelay_log = b\n';
    const workspace = pair('[mysqld]\nserver_id = 5\nlog_bin = a\n', text);
    observe(workspace, 'db2', { variables: { server_id: '5' }, origins: commandLine });
    const all = workspace.documents.flatMap((document) => workspace.findings(document));
    const own = all.find(({ rule, document }) => duplicated.test(rule) && document.path === 'db2/my.cnf');
    assert.match(own?.message ?? '', /\(the running server has it so; no file sets it\)$/);
    const { edits } = planFixes(
      all.filter(({ rule }) => duplicated.test(rule)),
      () => true,
    );
    assert.deepEqual(
      edits.filter(({ document }) => document.path === 'db2/my.cnf'),
      [],
    );
  });

  it('follow the file once it has the option', () => {
    const workspace = pair('[mysqld]\nserver_id = 5\nlog_bin = a\n', '[mysqld]\nrelay_log = b\n');
    observe(workspace, 'db2', { variables: { server_id: '5' }, origins: commandLine });
    workspace.edit('db2/my.cnf', [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, newText: 'server_id = 6\n' },
    ]);
    workspace.update();
    assert.deepEqual(found(workspace, duplicated), []);
  });

  it('know a uuid that a copied machine brought along', () => {
    const workspace = pair('[mysqld]\nserver_id = 5\n', '[mysqld]\nserver_id = 6\n');
    const variables = { server_uuid: '066c229b-e563-11f1-8df0-12e9bca5f28c' };
    observe(workspace, 'db1', { variables });
    observe(workspace, 'db2', { variables });
    assert.deepEqual(found(workspace, /uuid/), [
      'db1/my.cnf:1 replication/server-uuid-duplicated',
      'db2/my.cnf:1 replication/server-uuid-duplicated',
    ]);
  });

  it('know that a replica is read-only by its command line', () => {
    const source = '[mysqld]\nserver_id = 5\nlog_bin = a\n';
    const workspace = pair(source, '[mysqld]\nserver_id = 6\nrelay_log = b\n');
    assert.deepEqual(found(workspace, /replica-writable/), ['db2/my.cnf:2 replication/replica-writable']);
    observe(workspace, 'db2', {
      variables: { read_only: 'ON', super_read_only: 'ON' },
      origins: { ...commandLine, super_read_only: 'command-line' },
    });
    assert.deepEqual(found(workspace, /replica-writable/), []);
  });

  it('judge by the release that runs where nothing states one', () => {
    const text = '[mysqld]\nserver_id = 5\nexpire_logs_days = 7\n';
    const workspace = pair(text, '[mysqld]\nserver_id = 6\n');
    const unknown = /unknown-option|removed-option/;
    assert.deepEqual(found(workspace, unknown), []);
    observe(workspace, 'db1', { version: '9.7.4' });
    assert.equal(found(workspace, unknown).length, 1);
    observe(workspace, 'db1', { version: '8.0.36' });
    assert.deepEqual(found(workspace, unknown), []);
  });

  it('are not asked again when a server says the same', () => {
    const workspace = pair('[mysqld]\nserver_id = 5\n', '[mysqld]\nserver_id = 6\n');
    observe(workspace, 'db1', { variables: { server_uuid: 'a', uptime: '1' } });
    const { model } = workspace;
    observe(workspace, 'db1', { variables: { server_uuid: 'a', uptime: '2' } });
    assert.equal(workspace.model, model);
  });
});
