import assert from 'node:assert/strict';
import { symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { ErrorCodes, type ResponseError } from 'vscode-languageserver';
import type { RuleEntry } from '../../server/core/rules/checker';
import { rules } from '../../server/core/rules/registry';
import { hostRule } from '../../server/core/rules/rule';
import { pair, scratchFolders, sharedId, writeFiles } from '../cli/scratch';
import { editors, uriOf } from './editor';

describe('the language server stays alive', () => {
  const scratch = scratchFolders();
  const start = editors();

  const [first, second] = ['db1/etc/mysql/my.cnf', 'db2/etc/mysql/my.cnf'] as const;

  it('with bad files beside good ones, and tells of each', async () => {
    const folder = scratch({
      ...pair,
      'db3/my.cnf': '\0',
      'db4/my.cnf': Buffer.from('[mysqld]\n# gr\xfcn\n', 'latin1'),
      'db5/my.cnf': '\ufeff[mysqld]\n',
      'db6/my.cnf': `[mysqld]\nx = ${'y'.repeat(100_000)}\n`,
      'db7/my.cnf': '',
      'big/my.cnf': '[mysqld]\n',
      'quorate.json': '{',
      'compose.yml': 'services: [',
    });
    truncateSync(path.join(folder, 'big/my.cnf'), 50 * 1024 * 1024);
    symlinkSync('/nowhere', path.join(folder, 'db7/other-my.cnf'));
    symlinkSync('.', path.join(folder, 'db7/self'));
    const editor = await start([folder]);
    await editor.settled();
    const troubles = editor.published.flatMap(({ uri, diagnostics }) =>
      diagnostics
        .filter(({ code }) => String(code).startsWith('file/'))
        .map(({ code }) => `${uri.slice(uriOf(folder).length + 1)} ${code}`),
    );
    assert.deepEqual([...new Set(troubles)].sort(), [
      'big/my.cnf file/too-large',
      'compose.yml file/not-understood',
      'db3/my.cnf file/not-text',
      'db4/my.cnf file/not-utf-8',
      'db7/other-my.cnf file/dangling-link',
      'quorate.json file/not-understood',
    ]);
    for (const file of [first, second]) assert.equal(editor.shown(path.join(folder, file), sharedId).length, 1);
  });

  it('when a file turns bad and good again', async () => {
    const folder = scratch(pair);
    const [db1, db2] = [path.join(folder, first), path.join(folder, second)];
    const editor = await start([folder]);
    for (const [content, code] of [
      ['\0', 'file/not-text'],
      [pair[second] as string, sharedId],
    ] as const) {
      writeFiles(folder, { [second]: content });
      await editor.changedOnDisk(db2);
      await editor.settled();
      assert.deepEqual(
        editor
          .shown(db2)
          .map((finding) => finding.code)
          .filter((each) => each === code),
        [code],
      );
      assert.equal(editor.shown(db1, sharedId).length, code === sharedId ? 1 : 0);
    }
  });

  it('when a rule throws: the others still speak', async () => {
    const faulty = hostRule({
      severity: 'error',
      summary: 'throws',
      check: () => {
        throw new Error('on purpose');
      },
    });
    (rules as RuleEntry[]).push(['test/faulty', faulty]);
    try {
      const folder = scratch(pair);
      const editor = await start([folder]);
      await editor.settled();
      assert.equal(editor.shown(path.join(folder, first), sharedId).length, 1);
      assert.deepEqual([...new Set(editor.faults.splice(0))], ['rule test/faulty: Error: on purpose']);
    } finally {
      (rules as RuleEntry[]).pop();
    }
  });

  it('when messages make no sense', async () => {
    const folder = scratch(pair);
    const editor = await start([folder]);
    const file = path.join(folder, first);
    const uri = uriOf(file);
    const methods = ['didOpen', 'didChange', 'didClose', 'didSave'].map((name) => `textDocument/${name}`);
    const nonsense = [
      null,
      {},
      [],
      { textDocument: null },
      { textDocument: {} },
      { textDocument: { uri: 7 } },
      { textDocument: { uri: '%E0%A4%A' } },
      { textDocument: { uri, version: 2 }, contentChanges: [{ range: {} }] },
    ];
    for (const method of [
      ...methods,
      'workspace/didChangeWatchedFiles',
      'workspace/didChangeConfiguration',
      'no/such',
    ]) {
      for (const params of nonsense) void editor.notify(method, params);
    }
    for (const method of ['hover', 'completion', 'codeAction', 'codeLens', 'documentSymbol'].map(
      (name) => `textDocument/${name}`,
    )) {
      for (const params of nonsense)
        await editor.request(method, params).catch((error: unknown) => assert.ok((error as ResponseError).code < 0));
    }
    await assert.rejects(editor.request('no/such'), { code: ErrorCodes.MethodNotFound });
    await editor.at('textDocument/hover', file, 1e9, -5);
    await editor.settled();
    assert.equal(editor.shown(file, sharedId).length, 1);
    editor.faults.length = 0;
  });

  it('when the editor refuses what it is asked for', async () => {
    const folder = scratch(pair);
    const editor = await start([folder]);
    await editor.settled();
    const refused = new Promise<void>((resolve) => {
      editor.client.onRequest(() => {
        resolve();
        throw new Error('refused');
      });
    });
    await editor.open(path.join(folder, 'db9/my.cnf'), '[mysqld]\n');
    await refused;
    await editor.settled();
    assert.equal(editor.shown(path.join(folder, first), sharedId).length, 1);
  });
});
