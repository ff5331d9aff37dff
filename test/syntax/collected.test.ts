import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Collector } from '../../server/core/syntax/collected';

describe('what is collected from a long list', () => {
  const even = (number: number): number | undefined => (number % 2 === 0 ? number : undefined);

  it('is what every member says, whatever was in the list before', () => {
    const lists = fc.array(fc.array(fc.integer({ min: 0, max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(lists, (all) => {
        const collector = new Collector(even);
        for (const list of all)
          assert.deepEqual(
            collector.of(list),
            list.flatMap((each) => even(each) ?? []),
          );
      }),
    );
  });

  it('asks new members only', () => {
    const asked: number[] = [];
    const collector = new Collector((number: number) => {
      asked.push(number);
      return number;
    });
    collector.of([1, 2, 3, 4]);
    asked.length = 0;
    assert.deepEqual(collector.of([1, 5, 6, 3, 4]), [1, 5, 6, 3, 4]);
    assert.deepEqual(asked, [5, 6]);
  });

  it('stays the same object while it says the same', () => {
    const collector = new Collector(even);
    const first = collector.of([1, 2, 3]);
    assert.equal(collector.of([5, 2, 7, 9]), first);
    assert.notEqual(collector.of([4, 2, 7]), first);
  });
});
