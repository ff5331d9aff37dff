import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const folder = join(__dirname, '../../examples/galera-haproxy');
const files = [
  ...['db1', 'db2', 'db3'].map((host) => `${host}/etc/mysql/mariadb.conf.d/50-server.cnf`),
  'lb1/etc/haproxy/haproxy.cfg',
];
const corosync = ['serv1', 'serv2'].map((host) => `${host}/etc/corosync/corosync.conf`);

/** Lines that open, close, name or refer to things, so that an edit reaches beyond its own line. */
const telling = [
  '[mysqld]',
  '[mysqld',
  '[client]',
  'server_id = 1',
  'wsrep_cluster_name = other',
  'wsrep_node_address = 10.10.10.101',
  'backend other',
  'listen stats',
  'defaults',
  'default_backend other',
  '.if defined(X)',
  '.endif',
  'server db1 10.10.10.101:3306 check',
  'timeout client 30s',
  'mode http',
  '# quorate-ignore-file haproxy/missing-timeout: tested elsewhere',
  'quorum {',
  'node {',
  '}',
  'two_node: 1',
  'nodeid: 1',
  '',
];

function texts(): Map<string, string> {
  const other = join(__dirname, '../../examples/source-replica-corosync');
  return new Map([
    ...files.map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const),
    ...corosync.map((path) => [path, readFileSync(join(other, path), 'utf8')] as const),
  ]);
}

function open(from: ReadonlyMap<string, string>): Workspace {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(`rule ${rule} failed`, { cause: error });
  });
  for (const [path, text] of from) workspace.set(path, `file:///repository/${path}`, text);
  workspace.update();
  return workspace;
}

/** Everything found, in a form that two workspaces can be compared by. */
function found(workspace: Workspace): string[] {
  return workspace.documents
    .flatMap((document) =>
      workspace.findings(document).map((finding) => {
        const start = rangeOf(finding.span)?.start;
        const fixes = (finding.fixes?.() ?? []).map(({ title }) => title).join(', ');
        return `${document.path}:${start?.line}:${start?.character} ${finding.severity} ${finding.rule} ${finding.host} ${finding.cluster} ${finding.message} (${fixes})`;
      }),
    )
    .sort();
}

describe('findings after edits', () => {
  it('are those of a workspace that is read anew', () => {
    const step = fc.record({
      file: fc.nat(files.length + corosync.length - 1),
      line: fc.nat(60),
      removed: fc.nat(2),
      inserted: fc.array(fc.constantFrom(...telling), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const current = texts();
        const workspace = open(current);
        for (const { file, line, removed, inserted } of steps) {
          const path = [...current.keys()][file] as string;
          const newText = inserted.map((text) => text + '\n').join('');
          workspace.edit(path, [
            { range: { start: { line, character: 0 }, end: { line: line + removed, character: 0 } }, newText },
          ]);
          workspace.update();
          current.set(path, workspace.document(path)?.text ?? '');
          assert.deepEqual(found(workspace), found(open(current)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
