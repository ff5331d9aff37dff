import assert from 'node:assert/strict';
import path from 'node:path';
import type { ApplyWorkspaceEditParams, ClientCapabilities } from 'vscode-languageserver';
import { compareRequest, type ComparisonView, type MakeEqualParams, makeEqualRequest } from '../../server/lsp/protocol';
import { scratchFolders, type Files } from '../cli/scratch';
import { editors, everything, uriOf } from './editor';

const files: Files = {
  'db1/my.cnf': '[mysqld]\nserver_id = 1\nmax_connections = 100\n',
  'db2/my.cnf': '[mysqld]\nserver_id = 2\nmax_connections = 300\n',
};

describe('the comparison of hosts over the protocol', () => {
  const scratch = scratchFolders();
  const start = editors();

  async function opened(capabilities: ClientCapabilities = everything) {
    const folder = scratch(files);
    const editor = await start([folder], { capabilities });
    const uri = uriOf(path.join(folder, 'db1/my.cnf'));
    const compare = (): Promise<ComparisonView[]> => editor.request(compareRequest, { uri });
    const [{ cluster }] = (await compare()) as [ComparisonView];
    const makeEqual = (setting: string, host: string): Promise<boolean> => {
      const params: MakeEqualParams = { uri, cluster, program: 0, setting, host };
      return editor.request(makeEqualRequest, params);
    };
    const edit = () =>
      editor.received.findLast(({ method }) => method === 'workspace/applyEdit')?.params as ApplyWorkspaceEditParams;
    return { editor, folder, compare, makeEqual, edit };
  }

  it('has every value with its place', async () => {
    const { compare, folder } = await opened();
    const [{ programs }] = (await compare()) as [ComparisonView];
    assert.deepEqual(
      programs.map(({ program, hosts }) => [program, ...hosts]),
      [['database', 'db1', 'db2']],
    );
    const settings = programs[0]?.settings ?? [];
    assert.deepEqual(
      settings.map(({ name, verdict }) => [name, verdict]),
      [
        ['max_connections', 'differs'],
        ['server_id', 'expected'],
      ],
    );
    assert.deepEqual(settings[0]?.values[1], {
      text: '300',
      isDefault: false,
      overruled: 0,
      place: { uri: uriOf(path.join(folder, 'db2/my.cnf')), path: 'db2/my.cnf', line: 2, start: 18, end: 21 },
      canSpread: true,
    });
    assert.equal(settings[1]?.values[0]?.canSpread, false);
  });

  it('follows what is typed', async () => {
    const { editor, folder, compare } = await opened();
    const file = path.join(folder, 'db2/my.cnf');
    await editor.open(file, files['db2/my.cnf'] as string);
    await editor.editLine(file, 2, 2, 'max_connections = 100');
    const [{ programs }] = (await compare()) as [ComparisonView];
    assert.equal(programs[0]?.settings.find(({ name }) => name === 'max_connections')?.verdict, 'equal');
  });

  it('says nothing of a file that is nobody of ours', async () => {
    const { editor } = await opened();
    assert.deepEqual(await editor.request(compareRequest, { uri: 'file:///elsewhere/x.txt' }), []);
  });

  it('sends an edit for a person to confirm', async () => {
    const { makeEqual, edit, folder } = await opened();
    assert.equal(await makeEqual('max_connections', 'db2'), true);
    const { label, edit: sent } = edit();
    assert.equal(label, 'max_connections as on db2');
    const range = { start: { line: 2, character: 18 }, end: { line: 2, character: 21 } };
    const textDocument = { uri: uriOf(path.join(folder, 'db1/my.cnf')), version: null };
    assert.deepEqual(sent, {
      documentChanges: [{ textDocument, edits: [{ range, newText: '300', annotationId: 'quorate' }] }],
      changeAnnotations: { quorate: { label, needsConfirmation: true } },
    });
  });

  it('sends a plain edit to an editor that cannot ask', async () => {
    const { makeEqual, edit } = await opened({ workspace: { applyEdit: true } });
    await makeEqual('max_connections', 'db2');
    assert.deepEqual(Object.keys(edit().edit), ['changes']);
  });

  it('refuses what cannot be made equal', async () => {
    const { makeEqual, edit } = await opened();
    await assert.rejects(makeEqual('server_id', 'db2'), /no edit gives every host the server_id of db2/);
    assert.equal(edit(), undefined);
  });
});
