import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainGroups } from '../../client/hosts/mysql/plain-groups';
import { groupOf, mycnf, type MyCnfLine } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';

/** What our own parser of option files makes of a text. */
function ownGroups(text: string): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const block of new Document<MyCnfLine>('file:///my.cnf', 'my.cnf', mycnf, text).blocks) {
    const group = groupOf(block);
    if (group === undefined) continue;
    const options = (groups[group] ??= {});
    for (const line of block.lines) if (line.kind === 'setting') options[line.name] = line.value ?? '';
  }
  return groups;
}

describe('the groups of a plain option file', () => {
  it('are to ini what they are to our own parser', () => {
    const line = fc.constantFrom(
      ...['[client]', '[client-mariadb]', '[quorate]', '', '# a remark', '; another one'],
      ...[
        'user = monitor',
        'user=other',
        'password=a+b/c:d@e%f',
        'password = true',
        'ssl-ca = /etc/ssl/ca.pem',
        'port=',
      ],
      ...['  host\t=  10.0.0.1 ', 'password = null', 'socket = 12'],
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = ['[client]', ...lines].join('\n');
        const read = [...(plainGroups(text) ?? assert.fail(text))].map(([name, of]) => [name, Object.fromEntries(of)]);
        assert.deepEqual(Object.fromEntries(read), ownGroups(text));
      }),
    );
  });

  for (const line of [
    'password = a;b',
    'password = "a b"',
    'password = a\\sb',
    'ssl',
    '!include other.cnf',
    'user = a # b',
  ])
    it(`are not for ini where a line says ${line}`, () => {
      assert.equal(plainGroups(`[client]\n${line}\n`), undefined);
    });
});
