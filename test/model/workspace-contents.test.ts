import assert from 'node:assert/strict';
import type { Content, Trouble } from '../../server/core/trouble';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const unreadable: Trouble = { rule: 'file/unreadable', message: 'permission denied' };
const text = (content: string, trouble?: Trouble): Content => ({
  kind: 'text',
  text: content,
  ...(trouble && { trouble }),
});

/** A workspace that holds what became of reading some files, without any rule. */
function workspaceOf(contents: Readonly<Record<string, Content | undefined>>): Workspace {
  const workspace = new Workspace(catalogs, [], 'root', (rule, error) => assert.fail(`${rule}: ${String(error)}`));
  for (const [path, content] of Object.entries(contents)) workspace.setContent(path, `file:///root/${path}`, content);
  workspace.update();
  return workspace;
}

function told(workspace: Workspace): string[] {
  return workspace.documents.flatMap((document) =>
    workspace.findings(document).map(({ rule, severity }) => `${document.path} ${severity} ${rule}`),
  );
}

describe('names that a node list gives', () => {
  it('say which folders are hosts, as they are typed', () => {
    const list = (second: string): string =>
      `totem {\n version: 2\n}\nnodelist {\n node {\n  name: alpha\n ring0_addr: 10.0.0.1\n }\n node {\n  name: ${second}\n ring0_addr: 10.0.0.2\n }\n}\n`;
    const workspace = workspaceOf({ 'alpha/corosync.conf': text(list('x')), 'beta/my.cnf': text('[mysqld]\n') });
    const source = (): string | undefined =>
      workspace.model.hosts.find((host) => host.name === 'beta')?.placements[0]?.source;
    assert.equal(source(), 'place');
    const name = { start: { line: 9, character: 8 }, end: { line: 9, character: 9 } };
    workspace.edit('alpha/corosync.conf', [{ range: name, newText: 'beta' }]);
    workspace.update();
    assert.equal(source(), 'folder');
  });
});

describe('the contents of a workspace', () => {
  it('are texts, digests, and files that could not be read', () => {
    const workspace = workspaceOf({
      'db1/my.cnf': text('[mysqld]\n'),
      'db1/etc/corosync/authkey': { kind: 'key', digest: '00', size: 128 },
      'db2/my.cnf': { kind: 'unread', trouble: unreadable },
      'db3/my.cnf': text('[mysqld]\n', { rule: 'file/not-utf-8', message: 'Latin-1' }),
    });
    assert.deepEqual([...workspace.paths].sort(), [
      'db1/etc/corosync/authkey',
      'db1/my.cnf',
      'db2/my.cnf',
      'db3/my.cnf',
    ]);
    assert.deepEqual(told(workspace), ['db2/my.cnf error file/unreadable', 'db3/my.cnf info file/not-utf-8']);
  });

  it('go when a file is gone, or turns out to be nobody of ours', () => {
    const workspace = workspaceOf({ 'db1/my.cnf': text('[mysqld]\n'), 'some.cnf': text('[mysqld]\n') });
    workspace.setContent('db1/my.cnf', 'file:///root/db1/my.cnf', undefined);
    workspace.setContent('some.cnf', 'file:///root/some.cnf', text('[req]\n'));
    assert.deepEqual([...workspace.paths], []);
  });

  it('keep a host whose only file cannot be read, without a setting of its own', () => {
    const { model } = workspaceOf({
      'db1/my.cnf': text('[mysqld]\n'),
      'db2/my.cnf': { kind: 'unread', trouble: unreadable },
    });
    assert.deepEqual(
      model.hosts.map((host) => [host.name, host.placements.length, host.optionFiles.length]),
      [
        ['db1', 1, 1],
        ['db2', 1, 0],
      ],
    );
  });

  it('name a file that may be ours when it cannot be opened, but no large or binary stranger', () => {
    const binary: Trouble = { rule: 'file/not-text', message: 'NUL' };
    const workspace = workspaceOf({
      'a.cnf': { kind: 'unread', trouble: unreadable },
      'b.cnf': { kind: 'unread', trouble: binary },
      'c.txt': { kind: 'unread', trouble: unreadable },
    });
    assert.deepEqual(told(workspace), ['a.cnf error file/unreadable']);
    assert.deepEqual(workspace.model.hosts, []);
  });

  it('may be silenced by a comment like everything else', () => {
    const trouble: Trouble = { rule: 'file/not-utf-8', message: 'Latin-1' };
    assert.deepEqual(
      told(workspaceOf({ 'db1/my.cnf': text('# quorate-ignore-file file/not-utf-8: of old\n[mysqld]\n', trouble) })),
      [],
    );
  });
});

describe('files whose text decides what they mean for hosts', () => {
  const change = (workspace: Workspace, path: string, from: string, to: string): void => {
    const lines = workspace.document(path)?.text.split('\n') ?? [];
    const line = lines.findIndex((each) => each.includes(from));
    const start = lines[line]?.indexOf(from) ?? -1;
    assert.ok(line >= 0, `${path} does not hold ${from}`);
    const range = { start: { line, character: start }, end: { line, character: start + from.length } };
    workspace.edit(path, [{ range, newText: to }]);
    workspace.update();
  };

  it('a node list gives its file to other hosts when it names others', () => {
    const node = (name: string): string => `  node {\n    name: ${name}\n  }\n`;
    const workspace = workspaceOf({
      'corosync.conf': text(`nodelist {\n${node('serv1')}${node('serv2')}}\n`),
    });
    const names = (): string[] => workspace.model.hosts.map((host) => host.name);
    assert.deepEqual(names(), ['serv1', 'serv2']);
    change(workspace, 'corosync.conf', 'serv2', 'serv3');
    assert.deepEqual(names(), ['serv1', 'serv3']);
    change(workspace, 'corosync.conf', 'name: serv3', 'nodeid: 2');
    assert.deepEqual(names(), ['root']);
    change(workspace, 'corosync.conf', 'nodeid: 2', 'name: serv2');
    assert.deepEqual(names(), ['serv1', 'serv2']);
  });

  it('a persisted variable beats option files, and the command line beats both', () => {
    const persisted =
      '{"Version": 1, "mysql_server": {"max_connections": {"Value": "500"}, "port": {"Value": "3307"}}}';
    const workspace = workspaceOf({
      'compose.yml': text(
        'services:\n  db1:\n    image: mysql:8.4\n    command: --port=3308\n' +
          '    volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf", "./data:/var/lib/mysql"]\n',
      ),
      'my.cnf': text('[mysqld]\nmax_connections = 100\nport = 3306\n'),
      'data/mysqld-auto.cnf': text(persisted),
    });
    const value = (name: string): string | undefined => workspace.model.hosts[0]?.options.value(name);
    assert.deepEqual([value('max_connections'), value('port')], ['500', '3308']);
    change(workspace, 'data/mysqld-auto.cnf', '500', '600');
    assert.equal(value('max_connections'), '600');
  });
});
