import assert from 'node:assert/strict';
import path from 'node:path';
import { CancellationTokenSource, HoverRequest, LSPErrorCodes } from 'vscode-languageserver';
import type { Workspace } from '../../server/core/workspace';
import { diskFolders } from '../../server/lsp/disk-folders';
import type { Folders, MayPut } from '../../server/lsp/folders';
import { rulesRequest } from '../../server/lsp/protocol';
import { pair, scratchFolders, sharedId } from '../cli/scratch';
import { editors, uriOf } from './editor';

const text = pair['db1/etc/mysql/my.cnf'] as string;
const disk = diskFolders((message) => assert.fail(message));

/** Something others wait for until it is opened. */
class Gate {
  open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** The real disk, behind a gate: a disk that takes its time. */
function slowDisk(gate: Gate): Folders {
  return {
    async load(...given) {
      await gate.opened;
      await disk.load(...given);
    },
    reload: (...given) => disk.reload(...given),
  };
}

// A request for the rules waits for no file, so its answer tells that all earlier messages have been taken in.
describe('loading', () => {
  const scratch = scratchFolders();
  const start = editors();

  const paths = (folder: string): [string, string] => [
    path.join(folder, 'db1/etc/mysql/my.cnf'),
    path.join(folder, 'db2/etc/mysql/my.cnf'),
  ];

  it('shows nothing until all is read, and is seen when it takes longer than a moment', async () => {
    const folder = scratch(pair);
    const [db1, db2] = paths(folder);
    const gate = new Gate();
    const editor = await start([folder], { environment: { folders: slowDisk(gate) } });
    await editor.open(db1, text);
    await editor.when(() => editor.received.find(({ method }) => method === 'window/workDoneProgress/create'));
    const begin = await editor.when(() => editor.received.find(({ method }) => method === '$/progress'));
    assert.equal(
      (begin.params as { value: { kind: string; title: string } }).value.title,
      'Quorate reads the configuration',
    );
    assert.deepEqual(editor.published, []);
    gate.open();
    await editor.settled();
    assert.deepEqual(
      [db1, db2].map((file) => editor.shown(file, sharedId).length),
      [1, 1],
    );
    await editor.when(() =>
      editor.received.find(({ params }) => (params as { value?: { kind?: string } } | null)?.value?.kind === 'end'),
    );
  });

  it('goes on when the editor does not want to show that it takes long', async () => {
    const folder = scratch(pair);
    const gate = new Gate();
    const refused = new Gate();
    const editor = await start([folder], { environment: { folders: slowDisk(gate) } });
    editor.client.onRequest('window/workDoneProgress/create', () => {
      refused.open();
      throw new Error('refused');
    });
    await refused.opened;
    await editor.request(rulesRequest);
    gate.open();
    await editor.settled();
    assert.equal(editor.shown(paths(folder)[0], sharedId).length, 1);
  });

  it('leaves alone what was opened meanwhile, also when it was read before', async () => {
    const folder = scratch(pair);
    const [db1, db2] = paths(folder);
    const gate = new Gate();
    const slow: Folders = {
      async load(root, workspace, mayPut) {
        const contents = Object.entries(pair);
        await gate.opened;
        for (const [name, content] of contents) putText(root, workspace, mayPut, name, content as string);
      },
      reload: () => Promise.resolve(),
    };
    const editor = await start([folder], { environment: { folders: slow } });
    await editor.open(db2, text.replace('= 1', '= 2'));
    await editor.request(rulesRequest);
    gate.open();
    await editor.settled();
    assert.deepEqual(
      [db1, db2].map((file) => editor.shown(file, sharedId).length),
      [0, 0],
    );
  });

  it('never lets an older reading win over a newer one', async () => {
    const folder = scratch(pair);
    const [db1] = paths(folder);
    const gates = [new Gate(), new Gate()];
    const texts = ['= 1', '= 2'].map((id) => text.replace('= 1', id));
    let readings = 0;
    const slow: Folders = {
      load: (...given) => disk.load(...given),
      async reload(root, [name], workspace, mayPut) {
        const reading = readings++;
        await gates[reading]?.opened;
        putText(root, workspace, mayPut, name as string, texts[reading] as string);
      },
    };
    const editor = await start([folder], { environment: { folders: slow } });
    await editor.settled();
    await editor.changedOnDisk(db1);
    await editor.changedOnDisk(db1);
    await editor.request(rulesRequest);
    gates[1]?.open();
    gates[0]?.open();
    await editor.settled();
    assert.equal(readings, 2);
    assert.equal(editor.shown(db1, sharedId).length, 0);
  });

  it('keeps requests waiting, and does not answer those that nobody waits for any more', async () => {
    const folder = scratch(pair);
    const gate = new Gate();
    const editor = await start([folder], { environment: { folders: slowDisk(gate) } });
    const given = { textDocument: { uri: uriOf(paths(folder)[0]) }, position: { line: 1, character: 2 } };
    const cancelled = new CancellationTokenSource();
    const [patient, impatient] = [
      editor.client.sendRequest(HoverRequest.type, given),
      editor.client.sendRequest(HoverRequest.type, given, cancelled.token),
    ];
    const refused = assert.rejects(impatient, { code: LSPErrorCodes.RequestCancelled });
    cancelled.cancel();
    gate.open();
    await refused;
    assert.notEqual(await patient, null);
  });

  it('goes on when one of several folders cannot be read', async () => {
    const [good, bad] = [scratch(pair), scratch(pair)];
    const broken: Folders = {
      load: (root, ...rest) => (root === uriOf(bad) ? Promise.reject(new Error('no disk')) : disk.load(root, ...rest)),
      reload: (...given) => disk.reload(...given),
    };
    const editor = await start([bad, good], { environment: { folders: broken } });
    await editor.settled();
    assert.equal(editor.shown(paths(good)[0], sharedId).length, 1);
    assert.deepEqual(editor.faults.splice(0), [`reading ${uriOf(bad)}: Error: no disk`]);
  });
});

function putText(root: string, workspace: Workspace, mayPut: MayPut, name: string, content: string): void {
  if (mayPut(name)) workspace.set(name, `${root}/${name}`, content);
}
