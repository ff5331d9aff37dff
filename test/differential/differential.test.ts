import assert from 'node:assert/strict';
import { describeDaemons } from '../daemons';
import { runCampaign } from './campaign';
import { claimsOn } from './claims';
import { daemonVerdict } from './daemon-verdict';
import { describeOutcome, kindTable, summary } from './describe-campaign';
import { programs, seedsOf } from './seeds';

const runSeed = process.env['QUORATE_SEED'] ?? '1';
const count = Number(process.env['QUORATE_CASES'] ?? '100');

describeDaemons('differential runs against the daemons of bookworm', (daemons) => {
  for (const program of programs) {
    describe(program, () => {
      it('starts with what is spoilt afterwards, and nothing fatal is said of it', () => {
        for (const seed of seedsOf(program, daemons())) {
          const { accepts, stderr } = daemonVerdict(program, daemons(), seed);
          assert.ok(accepts, `${seed.name}: ${stderr}`);
          for (const isReleaseKnown of [true, false]) {
            const { fatal } = claimsOn(seed, seed.text, isReleaseKnown);
            assert.deepEqual(
              fatal.map(({ rule, message }) => `${rule}: ${message}`),
              [],
              seed.name,
            );
          }
        }
      });

      it(`refuses whatever Quorate says will not start, over ${count} cases of seed ${runSeed}`, function () {
        this.timeout(30_000 + count * 1000);
        const campaign = runCampaign(program, daemons(), runSeed, count);
        console.log([summary(campaign), ...kindTable(campaign)].map((line) => `        ${line}`).join('\n'));
        const { outcomes, kinds, executions, falseAlarms, misses } = campaign;
        assert.equal(outcomes.length, count);
        assert.ok(executions >= count, `${executions} runs of the daemon for ${count} cases`);
        assert.ok(kinds.length >= 12);
        for (const { kind, cases } of kinds) assert.ok(cases <= 0.15 * count, `${cases} cases of ${kind}`);
        const packaged = outcomes.filter(({ seed }) => seed.origin === 'packaged');
        assert.ok(packaged.length * 3 >= count, `${packaged.length} cases from packaged files`);
        const refused = outcomes.filter(({ isRefused }) => isRefused).length;
        assert.ok(refused * 4 >= count && (count - refused) * 4 >= count, `${refused} of ${count} cases are refused`);
        assert.ok(misses.length * 2 <= refused, `${misses.length} of ${refused} refusals are missed`);
        assert.equal(falseAlarms.length, 0, `\n${falseAlarms.map(describeOutcome).join('\n\n')}`);
      });
    });
  }
});
