import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import type { Position, TextEdit } from '../../server/core/text/lines';
import { catalogs } from '../../server/disk/catalogs';
import { readPage, type Scene } from './page';

const folder = join(__dirname, '../../examples/galera-haproxy');
const rulePages = join(__dirname, '../../server/core/rules');
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
  'log_bin = other',
  'skip-log-bin',
  'gtid_domain_id = 1',
  'log_slave_updates = ON',
  'read_only = ON',
  'port = 3307',
  'bind-address = 127.0.0.1',
  'sql_mode = ANSI',
  'max_connections = 10',
  'wait_timeout = 30',
  'auto_increment_increment = 2',
  'binlog_format = STATEMENT',
  'replicate_do_db = shop',
  'backend other',
  'listen stats',
  'defaults',
  'default_backend other',
  '.if defined(X)',
  '.endif',
  'server db1 10.10.10.101:3306 check',
  'timeout client 30s',
  'mode http',
  'bind *:3306',
  'option httpchk',
  'balance first',
  'use_backend other',
  'server db2 10.10.10.102:3306 backup send-proxy',
  'default-server check maxconn 900',
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
  it('are those of a workspace that is read anew', function () {
    this.timeout(120_000);
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

  for (const [id] of rules) {
    const scenes = readPage(join(rulePages, `${id}.md`));
    const bad = scenes.filter((scene) => scene.kind === 'bad');
    const fixed = scenes.filter((scene) => scene.kind === 'fixed');
    if (fixed.length === 0) continue;
    it(`from what ${id} finds to what it wants, and back, are those of a workspace that is read anew`, () => {
      fixed.forEach((goal, index) => {
        const start = new Map((bad[index] as Scene).files);
        // Key files have no text; they are the same before and after.
        const texts = new Map([...start].filter(([path]) => !Workspace.isKeyfile(path)));
        const workspace = open(texts);
        for (const [path, text] of [...goal.files, ...texts]) {
          if (!workspace.document(path)) continue;
          workspace.edit(path, [difference(workspace.document(path)?.text ?? '', text)]);
          workspace.update();
          const now = new Map(
            [...texts.keys()].map((each) => [each, workspace.document(each)?.text ?? texts.get(each) ?? '']),
          );
          assert.equal(now.get(path), text);
          assert.deepEqual(found(workspace), found(open(now)));
        }
      });
    });
  }
});

/** What makes one text of another, as one edit. */
function difference(from: string, to: string): TextEdit {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const place = (offset: number): Position => {
    const before = from.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  return {
    range: { start: place(start), end: place(from.length - end) },
    newText: to.slice(start, to.length - end),
  };
}
