import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { QuorateApi } from '../../../client/extension/main';
import { diagnosticsWhen, findingsOf, ruleOf } from '../suite/diagnostics';

const duplicated = 'replication/server-id-duplicated';

/** A file of the folder with this name; folders are opened side by side, one of them on no disk. */
function fileOf(folder: string, path: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find(({ name }) => name === folder);
  assert.ok(found, `no folder ${folder} is opened`);
  return vscode.Uri.joinPath(found.uri, path);
}

/** The hosts of the view with their clusters, once they are as wanted. */
async function hostsWhen(condition: (hosts: readonly string[]) => boolean): Promise<readonly string[]> {
  const extension = vscode.extensions.getExtension<QuorateApi>('quorate.quorate');
  assert.ok(extension);
  const { hosts: view } = await extension.activate();
  const current = async (): Promise<string[]> =>
    (await view.getChildren()).flatMap((node) =>
      node.kind === 'cluster' ? node.cluster.hosts.map((host) => `${node.cluster.name}/${host.name}`) : [],
    );
  for (let tries = 0; tries < 200; tries++) {
    const hosts = await current();
    if (condition(hosts)) return hosts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`the Hosts view has only ${(await current()).join(', ')}`);
}

async function replaceText(uri: vscode.Uri, from: string, to: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} is not in ${uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return document;
}

describe('several folders in one window', () => {
  it('are each a repository of their own, though their hosts have the same names', async () => {
    const hosts = await hostsWhen((all) => all.length >= 8);
    for (const host of ['pair/db1', 'pair/db2', 'store/db1', 'store/lb1', 'ledger/db1', 'ledger/db2'])
      assert.ok(hosts.includes(host), `${host} is not among ${hosts.join(', ')}`);
  });

  it('have findings about closed files, which name the hosts of the own folder', async () => {
    const [found] = await findingsOf(duplicated, fileOf('pair', 'db2/etc/mysql/my.cnf'));
    const related = found?.relatedInformation?.map(({ location }) => location.uri.path) ?? [];
    assert.deepEqual(related, [fileOf('pair', 'db1/etc/mysql/my.cnf').path]);
  });

  it('keep references to themselves', async () => {
    const node = fileOf('store', 'db1/etc/mysql/my.cnf');
    const document = await vscode.workspace.openTextDocument(node);
    const at = document.positionAt(document.getText().indexOf('server_id') + 2);
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', node, at);
    assert.deepEqual(
      found.map(({ uri }) => vscode.workspace.getWorkspaceFolder(uri)?.name),
      ['store', 'store', 'store'],
    );
  });
});

describe('a folder that lies on no disk', () => {
  const replica = fileOf('ledger', 'db2/etc/mysql/my.cnf');

  it('is checked as any other, closed files too', async () => {
    assert.equal(replica.scheme, 'notes');
    const [found] = await findingsOf(duplicated, replica);
    assert.match(found?.message ?? '', /db1/);
  });

  it('is mended by a fix that is saved where the file lies', async () => {
    const [found] = await findingsOf(duplicated, replica);
    const document = await vscode.workspace.openTextDocument(replica);
    await vscode.window.showTextDocument(document);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      replica,
      found?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title.startsWith('Use the next free server_id'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(await document.save());
    await diagnosticsWhen(replica, (all) => all.every((one) => ruleOf(one) !== duplicated));
    const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(replica));
    assert.match(saved, /^server_id = 8$/m);
  });
});

describe('what is typed and not saved', () => {
  const files = fileOf('store', 'db1/etc/mysql/my.cnf');

  it('counts in a manifest, and no more when it is thrown away', async () => {
    const manifest = fileOf('pair', 'quorate.json');
    const content = (name: string): string =>
      JSON.stringify({
        clusters: [{ name: 'told', hosts: [{ name, files: { 'db1/etc/mysql/my.cnf': '/etc/my.cnf' } }] }],
      });
    await vscode.workspace.fs.writeFile(manifest, new TextEncoder().encode(content('alpha')));
    await hostsWhen((hosts) => hosts.includes('told/alpha'));
    const document = await replaceText(manifest, 'alpha', 'beta');
    assert.ok(document.isDirty);
    await hostsWhen((hosts) => hosts.includes('told/beta') && !hosts.includes('told/alpha'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await hostsWhen((hosts) => hosts.includes('told/alpha') && !hosts.includes('told/beta'));
  });

  it('counts in a compose file, whose services then own the files they mount', async () => {
    const compose = fileOf('store', 'compose.yaml');
    const service = (name: string): string =>
      `services:\n  ${name}:\n    image: mariadb:10.11\n    volumes: ["./db1/etc/mysql/my.cnf:/etc/mysql/conf.d/a.cnf"]\n`;
    await vscode.workspace.fs.writeFile(compose, new TextEncoder().encode(service('writer')));
    await hostsWhen((hosts) => hosts.some((host) => host.endsWith('/writer')));
    const document = await replaceText(compose, 'writer', 'keeper');
    assert.ok(document.isDirty);
    await hostsWhen((hosts) => hosts.some((host) => host.endsWith('/keeper')));
    await vscode.workspace.openTextDocument(files);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', files, 5);
    assert.match(lenses[0]?.command?.title ?? '', /keeper/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await hostsWhen((hosts) => hosts.some((host) => host.endsWith('/writer')));
  });
});

describe('files that other extensions show', () => {
  it('have completion of ours: options in a compose file, hosts in SQL', async () => {
    const proposed = async (uri: vscode.Uri, text: string): Promise<string[]> => {
      const document = await replaceText(uri, (await vscode.workspace.openTextDocument(uri)).getText(), text);
      const at = document.positionAt(text.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const compose = fileOf('store', 'docker-compose.yml');
    await vscode.workspace.fs.writeFile(compose, new TextEncoder().encode('services: {}'));
    const service = 'services:\n  db9:\n    image: mariadb:10.11\n    command: --server-id=1 --binlog-f';
    assert.ok((await proposed(compose, service)).includes('--binlog-format'));
    const script = fileOf('ledger', 'db2/replica.sql');
    assert.ok((await proposed(script, "STOP SLAVE;\nCHANGE MASTER TO MASTER_HOST = '")).includes('10.7.0.1'));
  });
});
