import assert from 'node:assert/strict';
import { join } from 'node:path';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { DiskFolder } from '../../server/disk/disk-folder';
import { expectations, type Place } from './expectations';

interface Found {
  readonly place: string;
  readonly rule: string;
  readonly severity: string;
  readonly text: string;
}

// All scenarios and their twins, which even share addresses, are read as one repository: nothing may be compared
// across them, as nobody would want it.
describe('the examples as one repository', () => {
  const root = join(__dirname, '../../examples');
  const found: Found[] = [];

  before(async () => {
    const workspace = new Workspace(catalogs, rules, 'examples', (rule, error) => {
      throw new Error(`rule ${rule} failed`, { cause: error });
    });
    assert.deepEqual(await new DiskFolder(root).load(workspace), []);
    workspace.update();
    for (const document of workspace.documents) {
      for (const finding of workspace.findings(document)) {
        const line = (rangeOf(finding.span)?.start.line ?? -1) + 1;
        const text = `${document.path}:${line} ${finding.severity} ${finding.rule}: ${finding.message}`;
        found.push({ place: `${document.path}:${line}`, rule: finding.rule, severity: finding.severity, text });
      }
    }
  });

  for (const [scenario, { mustFind, mustNotFind, absentRules, clean }] of Object.entries(expectations)) {
    const at = ({ file, line }: Place): string => `${scenario}/${file}:${line}`;
    const here = (): Found[] => found.filter(({ place }) => place.startsWith(`${scenario}/`));
    const judged = new Set(Object.values(expectations).flatMap((each) => each.mustFind.map(({ rule }) => rule)));

    describe(scenario, () => {
      for (const wanted of mustFind) {
        it(`line ${wanted.line} of ${wanted.file} has ${wanted.rule}`, () => {
          const places = [wanted, ...(wanted.orAt ?? [])].map(at);
          const hits = found.filter(({ place, rule, severity }) => places.includes(place) && rule === wanted.rule && severity === wanted.severity);
          assert.ok(hits.length > 0, `not among:\n${here().map(({ text }) => text).join('\n')}`);
        });
      }

      it('what is right is left alone', () => {
        const wrong = mustNotFind.flatMap((silent) => here().filter(({ place, rule }) => place === at(silent) && (silent.rules ?? [...judged]).includes(rule)));
        assert.deepEqual(wrong.map(({ text }) => text), []);
        assert.deepEqual(here().filter(({ rule }) => absentRules.includes(rule)).map(({ text }) => text), []);
      });

      if (clean) it('the corrected twin has no finding at all', () => assert.deepEqual(here().map(({ text }) => text), []));
    });
  }
});
