import assert from 'node:assert/strict';
import type { OptionFact } from '../../server/core/catalog/options';
import { isDecimal, isForbiddenNegative, readInteger, writeInteger } from '../../server/core/model/option-numbers';
import { describeDaemons } from '../daemons';

/** Ways to write an integer, right and wrong, within the range of the option they are tried on. */
const written = [
  ...['2000', '+2000', '2K', '2k', '2KB', '2kxyz', '0002000', '2000 ', '"2000"', "'2K'", '1M', 'many', 'K'],
  ...[
    '2 K',
    '2.5K',
    '0x800',
    '2B',
    '2_000',
    '2,000',
    'lots',
    '+m',
    '2%',
    '--2',
    '2000 ; x',
    '=2000',
    '2000 2000',
    '"2000 "',
    '" 2000"',
    '\u00a02000',
    '2000\u00a0',
  ],
];

describe('numbers of options', () => {
  it('reads one suffix letter and ignores what follows it', () => {
    assert.equal(readInteger('16MB'), 16n << 20n);
    assert.equal(readInteger('3e'), 3n << 60n);
    assert.equal(readInteger('-5'), -5n);
    assert.equal(readInteger(''), undefined);
  });

  it('knows which numbers may not be negative, also among those that share a prefix with an engine', () => {
    const fact = (name: string): OptionFact => ({ name, type: 'integer', min: '2' }) as unknown as OptionFact;
    const forbidden = (name: string): boolean => isForbiddenNegative(-5n, fact(name));
    assert.deepEqual(['connect_timeout', 'back_log', 'connect_work_size'].map(forbidden), [true, true, false]);
  });

  it('writes whole units the short way', () => {
    assert.equal(writeInteger(1n << 30n), '1G');
    assert.equal(writeInteger(1536n << 20n), '1536M');
    assert.equal(writeInteger(1000n), '1000');
    assert.equal(writeInteger(0n), '0');
  });

  it('takes decimal numbers without a suffix', () => {
    assert.deepEqual(['0.5', '.5', '5.', '1e1', '1s', 'x', ''].filter(isDecimal), ['0.5', '.5', '5.', '1e1']);
  });
});

describeDaemons('numbers of options, by mariadbd', (daemons) => {
  it('reads what the daemon reads, and refuses what it refuses', function () {
    this.timeout(60_000);
    for (const text of written) {
      const verdict = daemons().mariadbAccepts(`[mysqld]\nmax_connect_errors = ${text}\n`);
      const value = readInteger(text.replace(/^ +| +$/g, '').replace(/^(["'])(.*)\1$/, '$2'));
      // The option begins at 1.
      const taken = value === 0n ? 1n : value;
      assert.equal(verdict.effective?.get('max_connect_errors'), taken?.toString(), text);
    }
  });

  it('knows which decimal numbers the daemon reads', function () {
    this.timeout(60_000);
    for (const text of ['0.5', '.5', '5.', '1e1', '-1', '1s', 'x', '1 0', '1,5', '\u00a02', '2\u00a0']) {
      assert.equal(daemons().mariadbAccepts(`[mysqld]\nlong_query_time = ${text}\n`).accepts, isDecimal(text), text);
    }
  });
});
