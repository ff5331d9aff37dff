import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { commandLine } from '../../client/hosts/ssh/command-line';

describe('a command line', () => {
  it('gives a real shell exactly the arguments it was made of', () => {
    const argument = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (args) => {
        const { stdout } = spawnSync('sh', ['-c', commandLine(['printf', '%s\\0', ...args])], { encoding: 'utf8' });
        assert.deepEqual(stdout.split('\0').slice(0, -1), args);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps plain words readable', () => {
    assert.equal(commandLine(['systemctl', 'reload', 'haproxy.service']), 'systemctl reload haproxy.service');
    assert.equal(commandLine(['a=b', 'a=b', '', "it's"]), `'a=b' a=b '' 'it'\\''s'`);
  });

  it('refuses what no process can be given', () => {
    assert.throws(() => commandLine(['echo', 'a\0b']), RangeError);
  });
});
