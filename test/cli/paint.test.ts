import assert from 'node:assert/strict';
import { paintFor } from '../../client/cli/paint';

const terminal = { isTTY: true };
const pipe = {};

describe('colours', () => {
  for (const [isPainted, what, stream, environment] of [
    [true, 'on a terminal', terminal, {}],
    [false, 'in a pipe', pipe, {}],
    [false, 'with NO_COLOR', terminal, { NO_COLOR: '1' }],
    [true, 'with an empty NO_COLOR', terminal, { NO_COLOR: '' }],
    [false, 'on a dumb terminal', terminal, { TERM: 'dumb' }],
    [true, 'in a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }],
    [true, 'with FORCE_COLOR beside NO_COLOR', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }],
    [false, 'on a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }],
  ] as const) {
    it(`are ${isPainted ? 'on' : 'off'} ${what}`, () => {
      assert.equal(paintFor(stream, environment).red('x') === '\u001b[31mx\u001b[39m', isPainted);
      assert.equal(paintFor(stream, environment).red('x') === 'x', !isPainted);
    });
  }
});
