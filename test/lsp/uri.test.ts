import assert from 'node:assert/strict';
import { keyOf, nameOf, pathBelow } from '../../server/lsp/uri';

describe('URIs', () => {
  it('have one key however an editor spells them', () => {
    const spellings = [
      'file:///a/b%20(1)/%C3%BC@.cnf',
      'file:///a/b%20%281%29/\u00fc%40.cnf',
      'file:///a/b (1)/\u00fc@.cnf/',
    ];
    assert.deepEqual([...new Set(spellings.map(keyOf))], ['file:///a/b (1)/\u00fc@.cnf']);
    assert.equal(keyOf('file:///C%3A/db1/my.cnf'), keyOf('file:///c:/db1/my.cnf'));
  });

  it('that cannot be decoded stand for themselves', () => {
    assert.equal(keyOf('file:///100%/my.cnf'), 'file:///100%/my.cnf');
  });

  it('tell what lies below a folder by whole segments', () => {
    assert.equal(pathBelow('file:///a', 'file:///a/b/c'), 'b/c');
    assert.equal(pathBelow('file:///a', 'file:///ab/c'), undefined);
    assert.equal(pathBelow('file:///a', 'file:///a'), undefined);
    assert.equal(nameOf('file:///a/shop'), 'shop');
  });
});
