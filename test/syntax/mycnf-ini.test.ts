import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'ini';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';
import { textOf } from '../text/arbitraries';

/** Groups with their settings, the last value of a name winning: what an INI reader makes of a file. */
function settingsIn(text: string): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const block of new Document('file:///my.cnf', 'my.cnf', mycnf, text).blocks) {
    let group: Record<string, string> = {};
    for (const line of block.lines) {
      if (line.kind === 'group') group = groups[line.name] ??= {};
      if (line.kind === 'setting') group[line.name] = line.value ?? '';
    }
  }
  return groups;
}

const characters = (from: string) => fc.constantFrom(...from);
const name = fc.string({ unit: characters('abcxyz-_'), minLength: 1, maxLength: 6 });
const value = fc
  .string({ unit: characters('abcXYZ0189 .,:/@%+-_()'), maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/^(true|false|null)$/.test(text));
const blanks = fc.constantFrom('', ' ', '\t', '  ');
const setting = fc
  .tuple(blanks, name, blanks, blanks, value, blanks)
  .map(([a, n, b, c, v, d]) => `${a}${n}${b}=${c}${v}${d}`);
const group = name.map((text) => `[${text}]`);
const line = fc.oneof(
  { weight: 5, arbitrary: setting },
  { weight: 2, arbitrary: group },
  { weight: 1, arbitrary: blanks },
);

describe('plain option files', () => {
  it('mean what the ini package makes of them', () => {
    let settings = 0;
    fc.assert(
      fc.property(name, textOf(line), (first, text) => {
        const written = `[${first}]\n${text.replace('\ufeff', '')}`;
        const ours = settingsIn(written);
        settings += Object.values(ours).flatMap(Object.keys).length;
        assert.deepEqual(ours, JSON.parse(JSON.stringify(parse(written))));
      }),
      { numRuns: 500 },
    );
    assert.ok(settings > 500, 'the files had settings in them');
  });
});
