import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beyond, gtidText, readGtids } from '../../../server/core/ops/status/replication/gtid-mariadb';
import { gtidSetText, readGtidSet, subtract } from '../../../server/core/ops/status/replication/gtid-mysql';

const uuid = '3e11fa47-71ca-11e1-9e33-c80aa9429562';

describe('GTIDs', () => {
  it('of MariaDB are above others by domain and server', () => {
    const mine = readGtids('0-1-10,0-2-7,1-1-3');
    assert.deepEqual(beyond(mine, readGtids('0-1-10,0-2-6')).map(gtidText), ['0-2-7', '1-1-3']);
    assert.deepEqual(readGtids(' , nonsense,0-1-2'), [{ domain: '0', server: '1', sequence: 2n }]);
  });

  it('of MySQL are read with ranges, tags and line breaks', () => {
    assert.equal(gtidSetText(readGtidSet(`${uuid}:1-3:7,\n${uuid}:blue:1-2`)), `${uuid}:1-3:7,${uuid}:blue:1-2`);
  });

  const sets = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 25 });
  const text = (numbers: readonly number[]): string => (numbers.length === 0 ? '' : `${uuid}:${numbers.join(':')}`);
  const members = (set: ReturnType<typeof readGtidSet>): number[] =>
    [...(set.get(uuid) ?? [])].flatMap(([from, to]) =>
      Array.from({ length: Number(to - from) + 1 }, (_, index) => Number(from) + index),
    );

  it('of MySQL subtract as sets do', () => {
    fc.assert(
      fc.property(sets, sets, (mine, theirs) => {
        const left = members(subtract(readGtidSet(text(mine)), readGtidSet(text(theirs))));
        assert.deepEqual(
          left.sort((a, b) => a - b),
          mine.filter((each) => !theirs.includes(each)).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('of MySQL subtract ranges from ranges', () => {
    const left = subtract(readGtidSet(`${uuid}:1-100`), readGtidSet(`${uuid}:10-20:50`));
    assert.equal(gtidSetText(left), `${uuid}:1-9:21-49:51-100`);
  });
});
