import assert from 'node:assert/strict';
import type { Model } from '../../server/core/model/model';
import { rangeOf, type Document, type Span, spanText } from '../../server/core/syntax/tree';
import type { Position } from '../../server/core/text/lines';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** A small repository with a cursor in one of its files, where the text has `$0`. */
export interface Repository {
  readonly workspace: Workspace;
  readonly model: Model;
  readonly documents: readonly Document[];
  /** The file with the cursor. */
  readonly document: Document;
  readonly position: Position;
}

/** Reads files by their paths, without any rule. Without a cursor the first file counts, and its first character. */
export function repository(files: Readonly<Record<string, string>>): Repository {
  const workspace = new Workspace(catalogs, [], 'root', (rule, error) => assert.fail(`${rule}: ${String(error)}`));
  let at: { path: string; position: Position } | undefined;
  for (const [path, marked] of Object.entries(files)) {
    const cursor = marked.indexOf('$0');
    const before = marked.slice(0, Math.max(0, cursor)).split('\n');
    if (cursor >= 0) at = { path, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
    workspace.set(
      path,
      `file:///root/${path}`,
      cursor < 0 ? marked : marked.slice(0, cursor) + marked.slice(cursor + 2),
    );
  }
  workspace.update();
  const { path, position } = at ?? { path: Object.keys(files)[0] ?? '', position: { line: 0, character: 0 } };
  const document = workspace.document(path);
  assert.ok(document, `${path} is none of our files`);
  return { workspace, model: workspace.model, documents: workspace.documents, document, position };
}

/** Spans as people read them: `db1/my.cnf:2 server_id`, sorted, because their order means nothing. */
export function told(spans: readonly Span[]): string[] {
  return spans
    .map((span) => {
      const range = rangeOf(span);
      assert.ok(range, 'the span is of an older text');
      return `${span.block.document.path}:${range.start.line + 1} ${spanText(span)}`;
    })
    .sort();
}

/** The option file of one of three Galera nodes. */
export function galeraNode(id: number, address = 'gcomm://10.0.0.1,10.0.0.2,10.0.0.3'): string {
  return [
    '[mysqld]',
    `server_id = ${id}`,
    'binlog_format = ROW',
    '[galera]',
    'wsrep_on = ON',
    'wsrep_cluster_name = shop',
    `wsrep_cluster_address = ${address}`,
    `wsrep_node_name = db${id}`,
    `wsrep_node_address = 10.0.0.${id}`,
    '',
  ].join('\n');
}

/** Three Galera nodes behind one proxy, with a manifest-less layout of mirrored trees. */
export const shop = {
  'shop/db1/etc/mysql/my.cnf': galeraNode(1),
  'shop/db2/etc/mysql/my.cnf': galeraNode(2),
  'shop/db3/etc/mysql/my.cnf': galeraNode(3),
  'shop/lb1/etc/haproxy/haproxy.cfg': [
    'frontend mysql',
    '    bind *:3306',
    '    acl is_local src 10.0.0.0/24',
    '    use_backend writers if is_local',
    '    default_backend readers',
    'backend writers',
    '    server db1 10.0.0.1:3306 check',
    '    use-server db1 if { nbsrv(writers) gt 0 }',
    'backend readers',
    '    server db1 10.0.0.1:3306 track writers/db1',
    '    server db2 10.0.0.2:3306 check',
    '',
  ].join('\n'),
} as const;

/** The same files with a cursor put before a text of one of them. */
export function at(
  files: Readonly<Record<string, string>>,
  path: string,
  text: string,
  offset = 0,
): Readonly<Record<string, string>> {
  const whole = files[path] ?? '';
  const found = whole.indexOf(text);
  assert.ok(found >= 0, `${text} is not in ${path}`);
  return { ...files, [path]: whole.slice(0, found + offset) + '$0' + whole.slice(found + offset) };
}
