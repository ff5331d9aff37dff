import assert from 'node:assert/strict';
import { didYouMean, renamings } from '../../server/core/rules/combinators/did-you-mean';
import { differing } from '../../server/core/rules/combinators/differing';
import { repeated } from '../../server/core/rules/combinators/repeated';
import { corosync } from '../../server/core/syntax/corosync';
import { Document, lineSpan } from '../../server/core/syntax/tree';

describe('combinators of rules', () => {
  describe('repeated', () => {
    it('names every later thing with the first one of its key', () => {
      const found = [...repeated(['a1', 'b1', 'a2', 'a3'], ([letter]) => letter)];
      assert.deepEqual(found, [
        { item: 'a2', first: 'a1', key: 'a' },
        { item: 'a3', first: 'a1', key: 'a' },
      ]);
    });

    it('leaves out what has no key', () => {
      assert.deepEqual([...repeated(['x', 'x'], () => undefined)], []);
    });
  });

  describe('differing', () => {
    const of = (things: readonly string[], choose?: () => string | undefined) =>
      differing(things, (thing) => thing.split('=')[1], choose);

    it('finds nothing where all say the same', () => {
      assert.equal(of(['a=1', 'b=1']), undefined);
    });

    it('leaves out those that say nothing', () => {
      assert.equal(of(['a=1', 'b']), undefined);
    });

    it('takes for right what most say', () => {
      assert.deepEqual(of(['a=1', 'b=2', 'c=2', 'd=3']), {
        wanted: '2',
        agreeing: ['b=2', 'c=2'],
        deviating: ['a=1', 'd=3'],
      });
    });

    it('takes the first of equally frequent values', () => {
      assert.equal(of(['a=1', 'b=2'])?.wanted, '1');
    });

    it('takes what was chosen, if anybody says it', () => {
      assert.equal(of(['a=1', 'b=2', 'c=1'], () => '2')?.wanted, '2');
      assert.equal(of(['a=1', 'b=2', 'c=1'], () => '9')?.wanted, '1');
    });
  });

  describe('did-you-mean', () => {
    const { blocks } = new Document('file:///corosync.conf', 'corosync.conf', corosync, 'totm {\n}\n');
    const [block] = blocks;
    assert.ok(block);
    const span = lineSpan(block, 0);

    it('asks for the best name, and for none where none is near', () => {
      assert.equal(didYouMean(['totem', 'tokem']), '; did you mean totem?');
      assert.equal(didYouMean([]), '');
    });

    it('is safe with one candidate only', () => {
      assert.deepEqual(
        renamings(span, ['totem']).map(({ title, safe }) => [title, safe]),
        [['Rename it to totem', true]],
      );
      assert.deepEqual(
        renamings(span, ['totem', 'tokem']).map(({ safe }) => safe),
        [false, false],
      );
      assert.equal(renamings(span, ['totem'], false)[0]?.safe, false);
    });
  });
});
