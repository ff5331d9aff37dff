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
