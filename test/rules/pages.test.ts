import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleEntry } from '../../server/core/rules/checker';
import type { Finding } from '../../server/core/rules/finding';
import { fixAll } from '../../server/core/fixing';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { readPage, type Scene } from './page';

const folder = join(__dirname, '../../server/core/rules');

for (const [id, rule] of rules) {
  describe(`page of ${id}`, () => {
    const path = join(folder, `${id}.md`);
    const scenes = existsSync(path) ? readPage(path) : [];
    const of = (kind: Scene['kind']) => scenes.filter((scene) => scene.kind === kind);

    it('has a page with a bad case and at least two good ones of different layouts', () => {
      assert.ok(of('bad').length >= 1, 'no bad case');
      assert.ok(of('good').length >= 2, 'fewer than two good cases');
      const layouts = new Set(of('good').map((scene) => [...scene.files.keys()].sort().join(' ')));
      assert.ok(layouts.size >= 2, 'the good cases all have one layout');
      assert.match(rule.summary, /[^.]$/);
    });

    for (const scene of of('bad')) {
      it(`finds what "${scene.title}" marks, and nothing when disabled`, () => {
        assert.ok(scene.expected.length > 0, 'nothing is marked');
        const found = findingsOf(open(scene, rules), id).map((finding) => describeFinding(finding));
        const expected = scene.expected.map(
          (each) => `${each.path}:${each.line}:${each.start}-${each.end} ${each.severity}`,
        );
        assert.deepEqual(found.map((each) => each.place).sort(), expected.sort());
        for (const each of scene.expected) {
          const place = `${each.path}:${each.line}:${each.start}-${each.end} ${each.severity}`;
          assert.ok(
            found.some((other) => other.place === place && other.message.includes(each.message)),
            `no message at ${place} says: ${each.message}\n${found.map((other) => other.message).join('\n')}`,
          );
        }
        const without = open(
          scene,
          rules.filter(([other]) => other !== id),
        );
        assert.equal(findingsOf(without, id).length, 0);
      });
    }

    of('fixed').forEach((fixed, index) => {
      it(`turns "${of('bad')[index]?.title}" into "${fixed.title}", without a new error`, () => {
        const workspace = open(of('bad')[index] as Scene, rules);
        const before = errors(workspace);
        const applied = fixAll(workspace, (_, finding) => finding.rule === id);
        assert.ok(applied.length > 0, 'no fix is offered');
        for (const [path, text] of fixed.files) assert.equal(workspace.document(path)?.text, text, path);
        assert.equal(findingsOf(workspace, id).length, 0);
        const news = errors(workspace).filter((error) => !before.includes(error));
        assert.deepEqual(news, []);
      });
    });

    for (const scene of of('good')) {
      it(`says nothing of "${scene.title}"`, () => {
        const workspace = open(scene, rules);
        assert.deepEqual(
          findingsOf(workspace, id).map((finding) => describeFinding(finding)),
          [],
        );
        assert.deepEqual(errors(workspace), [], 'another rule takes this good case for an error');
      });
    }
  });
}

function open(scene: Scene, entries: readonly RuleEntry[]): Workspace {
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

function allFindings(workspace: Workspace): readonly Finding[] {
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
