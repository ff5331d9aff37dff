import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixAll } from '../../server/core/fixing';
import type { RuleEntry } from '../../server/core/rules/checker';
import type { Finding } from '../../server/core/rules/finding';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { readPage, type Scene } from './page';

/** A rule's page as it is executed. */
export interface RulePage {
  readonly id: string;
  readonly scenes: readonly Scene[];
}

const folder = join(__dirname, '../../server/core/rules');

/** The page as it is published. */
export const textOf = (id: string): string => readFileSync(join(folder, `${id}.md`), 'utf8');

export function pageOf(id: string): RulePage {
  const path = join(folder, `${id}.md`);
  return { id, scenes: existsSync(path) ? readPage(path) : [] };
}

/** One claim of a page; `check` throws when it does not hold with these rules. */
export interface Claim {
  readonly title: string;
  readonly check: (rules: readonly RuleEntry[]) => void;
}

/** What a page claims: what each bad case finds, what its fixes make of it, and that good cases are good. */
export function claimsOf({ id, scenes }: RulePage): readonly Claim[] {
  const of = (kind: Scene['kind']): Scene[] => scenes.filter((scene) => scene.kind === kind);
  return [
    ...of('bad').map((scene): Claim => ({
      title: `finds what "${scene.title}" marks`,
      check: (rules) => findsWhatIsMarked(scene, id, rules),
    })),
    ...of('fixed').map((fixed, index): Claim => {
      const bad = of('bad')[index] as Scene;
      return {
        title: `turns "${bad.title}" into "${fixed.title}", without a new error`,
        check: (rules) => turnsInto(bad, fixed, id, rules),
      };
    }),
    ...of('good').map((scene): Claim => ({
      title: `says nothing of "${scene.title}"`,
      check: (rules) => saysNothing(scene, id, rules),
    })),
  ];
}

function findsWhatIsMarked(scene: Scene, id: string, rules: readonly RuleEntry[]): void {
  assert.ok(scene.expected.length > 0, 'nothing is marked');
  const found = findingsOf(open(scene, rules), id).map((finding) => describeFinding(finding));
  const expected = scene.expected.map((each) => `${each.path}:${each.line}:${each.start}-${each.end} ${each.severity}`);
  assert.deepEqual(found.map((each) => each.place).sort(), expected.sort());
  for (const each of scene.expected) {
    const place = `${each.path}:${each.line}:${each.start}-${each.end} ${each.severity}`;
    assert.ok(
      found.some((other) => other.place === place && other.message.includes(each.message)),
      `no message at ${place} says: ${each.message}\n${found.map((other) => other.message).join('\n')}`,
    );
  }
}

function turnsInto(bad: Scene, fixed: Scene, id: string, rules: readonly RuleEntry[]): void {
  const workspace = open(bad, rules);
  const before = errors(workspace);
  const applied = fixAll(workspace, (_, finding) => finding.rule === id);
  assert.ok(applied.length > 0, 'no fix is offered');
  for (const [path, text] of fixed.files) assert.equal(workspace.document(path)?.text, text, path);
  assert.equal(findingsOf(workspace, id).length, 0);
  const news = errors(workspace).filter((error) => !before.includes(error));
  assert.deepEqual(news, []);
}

function saysNothing(scene: Scene, id: string, rules: readonly RuleEntry[]): void {
  const workspace = open(scene, rules);
  assert.deepEqual(
    findingsOf(workspace, id).map((finding) => describeFinding(finding)),
    [],
  );
  assert.deepEqual(errors(workspace), [], 'another rule takes this good case for an error');
}

/** The files of a case, read with these rules. */
export function open(scene: Scene, entries: readonly RuleEntry[]): Workspace {
  const workspace = new Workspace(catalogs, entries, 'repository', (rule, error) => {
    throw new Error(`rule ${rule} failed`, { cause: error });
  });
  for (const [path, text] of scene.files) {
    const uri = `file:///repository/${path}`;
    if (Workspace.isKeyfile(path))
      workspace.setKeyfile({ uri, path, digest: createHash('sha256').update(text).digest('hex'), size: text.length });
    else workspace.set(path, uri, text);
  }
  workspace.update();
  return workspace;
}

export function allFindings(workspace: Workspace): readonly Finding[] {
  return workspace.documents.flatMap((document) => workspace.findings(document));
}

function findingsOf(workspace: Workspace, id: string): readonly Finding[] {
  return allFindings(workspace).filter((finding) => finding.rule === id);
}

function errors(workspace: Workspace): string[] {
  return allFindings(workspace).flatMap((finding) =>
    finding.severity === 'error' ? [`${finding.rule}: ${finding.message}`] : [],
  );
}

function describeFinding(finding: Finding): { place: string; message: string } {
  const range = rangeOf(finding.span);
  assert.ok(range, 'the finding has no place');
  const { start, end } = range;
  return {
    place: `${finding.document.path}:${start.line + 1}:${start.character + 1}-${end.character + 1} ${finding.severity}`,
    message: finding.message,
  };
}
