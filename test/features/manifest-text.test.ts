import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { manifestText } from '../../server/core/features/manifest-text';
import type { Host } from '../../server/core/model/host';
import { readManifest } from '../../server/core/sources/manifest';
import { plain } from '../../server/core/syntax/plain';
import { Document } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

type Files = Readonly<Record<string, string>>;

function workspaceOf(files: Files): Workspace {
  const workspace = new Workspace(catalogs, [], 'shop', (rule, error) => assert.fail(`${rule}: ${String(error)}`));
  for (const [name, text] of Object.entries(files)) workspace.set(name, `file:///shop/${name}`, text);
  workspace.update();
  return workspace;
}

/** What must be the same again: who is there, and what each server reads. */
function facts(workspace: Workspace) {
  const ofHost = (host: Host) => ({
    name: host.name,
    names: [...host.names].sort(),
    addresses: [...host.addresses].sort(),
    roles: [...host.roles].sort(),
    // A release that was guessed is stated once the manifest has it.
    target: [host.target.product, host.target.series],
    files: host.optionFiles.map((document) => document.path),
    options: host.options.stream.map(({ name, value }) => `${name}=${value}`),
    others: [...host.corosync, ...host.haproxy].map((document) => document.path),
  });
  return workspace.model.clusters
    .map(({ name, kinds, hosts }) => ({ name, kinds: [...kinds].sort(), hosts: hosts.map(ofHost) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readBack(files: Files): { text: string; before: object; after: object } {
  const before = workspaceOf(files);
  const text = manifestText(before.model);
  const { problems } = readManifest(new Document('file:///shop/quorate.json', 'quorate.json', plain, text));
  assert.deepEqual(problems, [], text);
  return { text, before: facts(before), after: facts(workspaceOf({ ...files, 'quorate.json': text })) };
}

describe('the manifest of what was found', () => {
  const examples = path.join(__dirname, '../../examples');

  /** Every file below a folder that a workspace may want. */
  function filesBelow(folder: string): Files {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return Object.fromEntries(
      names
        .map((name) => name.split(path.sep).join('/'))
        .filter((name) => Workspace.wants(name) && statSync(path.join(folder, name)).isFile())
        .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
    );
  }

  for (const name of readdirSync(examples)) {
    it(`gives the same hosts and clusters again: ${name}`, () => {
      const { before, after } = readBack(filesBelow(path.join(examples, name)));
      assert.deepEqual(after, before);
    });
  }

  it('names a folder once where it holds a host as it is', () => {
    const { text } = readBack({
      'db1/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\n!includedir /etc/mysql/conf.d/\n',
      'db1/etc/mysql/conf.d/a.cnf': '[mysqld]\nport = 3306\n',
      'db2/etc/mysql/my.cnf': '[mysqld]\nserver_id = 2\n',
    });
    assert.deepEqual(JSON.parse(text), {
      clusters: [
        {
          name: 'shop',
          hosts: [
            { name: 'db1', files: { 'db1/etc/': '/etc' } },
            { name: 'db2', files: { 'db2/etc/': '/etc' } },
          ],
        },
      ],
    });
  });

  it('marks places on the host that nothing shows, and keeps the order of reading', () => {
    const { text, before, after } = readBack({
      'db1/b.cnf': '[mysqld]\nport = 1\n',
      'db1/a.cnf': '[mysqld]\nport = 2\nserver_id = 1\n',
      'db2/my.cnf': '[mysqld]\nserver_id = 2\n',
      'common/my.cnf': '[mysqld]\nport = 3\n',
    });
    assert.deepEqual(after, before);
    assert.match(text, /"db2\/my\.cnf": "[^"]+",? \/\/ Where is it on the host\? This is a guess\.\n/);
  });

  it('keeps clusters apart that have one name', () => {
    const { text } = readBack({
      'a/shop/db1/my.cnf': '[mysqld]\n',
      'b/shop/db1/my.cnf': '[mysqld]\n',
    });
    const { clusters } = JSON.parse(text.replace(/\/\/.*/g, '')) as { clusters: object[] };
    assert.equal(clusters.length, 2);
  });

  it('leaves to a compose file what it says itself', () => {
    const files = {
      'docker-compose.yml':
        'services:\n  db1:\n    image: mariadb:10.11\n    command: --port=3307\n    volumes: ["./a.cnf:/etc/mysql/my.cnf"]\n',
      'a.cnf': '[mysqld]\nserver_id = 1\n',
    };
    const { text, before, after } = readBack(files);
    assert.equal(text, '{\n  "clusters": []\n}\n');
    assert.deepEqual(after, before);
  });
});
