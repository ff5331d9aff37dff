import assert from 'node:assert/strict';
import { daemons as fetchDaemons, type Daemons, describeDaemons, isFetched } from '../daemons';
import { agreementOf, committedAgreement, percent, versionOf } from './agreement';
import { type Campaign, runCampaign } from './campaign';
import { claimsOn } from './claims';
import { daemonVerdict } from './daemon-verdict';
import { describeOutcome, kindTable, summary } from './describe-campaign';
import { type Oracle, oracles, othersOf } from './oracles';
import { seedsOf } from './seeds';

const runSeed = process.env['QUORATE_SEED'] ?? '1';
const count = Number(process.env['QUORATE_CASES'] ?? '100');

/** A pipeline needs bookworm only; others are asked where the cache holds them and the page makes a claim about them. */
const isAsked = async (oracle: Oracle): Promise<boolean> =>
  oracle.suite === 'bookworm' || (committedAgreement(oracle) !== undefined && (await isFetched(oracle.suite)));

for (const oracle of oracles) {
  describeDaemons(
    `differential runs against ${oracle.name} of ${oracle.suite}`,
    (daemons) => {
      let others: readonly Daemons[] = [];
      before(async function () {
        if (!(await isAsked(oracle))) this.skip();
        const asked = await Promise.all(othersOf(oracle).map(async (other) => ({ other, is: await isAsked(other) })));
        others = await Promise.all(asked.filter(({ is }) => is).map(({ other }) => fetchDaemons(other.suite)));
      });

      it('starts with what is spoilt afterwards, and nothing fatal is said of it', () => {
        for (const seed of seedsOf(oracle, daemons())) {
          const { accepts, stderr } = daemonVerdict(oracle.program, daemons(), seed);
          assert.ok(accepts, `${seed.name}: ${stderr}`);
          for (const isReleaseKnown of [true, false]) {
            const { fatal } = claimsOn(oracle, seed, seed.text, isReleaseKnown);
            assert.deepEqual(
              fatal.map(({ rule, message }) => `${rule}: ${message}`),
              [],
              seed.name,
            );
          }
        }
      });

      it(`refuses whatever Quorate says will not start, over ${count} cases of seed ${runSeed}`, function () {
        this.timeout(60_000 + count * 1000);
        const campaign = runCampaign(oracle, daemons(), runSeed, count, others);
        console.log([summary(campaign), ...kindTable(campaign)].map((line) => `        ${line}`).join('\n'));
        const { outcomes, kinds, executions, falseAlarms } = campaign;
        assert.equal(outcomes.length, count);
        assert.ok(executions >= count, `${executions} runs of the daemon for ${count} cases`);
        assert.ok(kinds.length >= 12);
        for (const { kind, cases } of kinds) assert.ok(cases <= 0.15 * count, `${cases} cases of ${kind}`);
        const packaged = outcomes.filter(({ seed }) => seed.origin === 'packaged');
        assert.ok(packaged.length * 3 >= count, `${packaged.length} cases from packaged files`);
        const refused = outcomes.filter(({ isRefused }) => isRefused).length;
        assert.ok(refused * 4 >= count && (count - refused) * 4 >= count, `${refused} of ${count} cases are refused`);
        assert.equal(falseAlarms.length, 0, `\n${falseAlarms.map(describeOutcome).join('\n\n')}`);
        assertAgrees(oracle, campaign, versionOf(oracle, daemons()));
      });
    },
    oracle.suite,
  );
}

/**
 * Holds a run against what docs/differential.md claims. A sample is small, so its shares may lie a little below those
 * of the whole run; new releases of a moving suite are held to the same shares.
 */
function assertAgrees(oracle: Oracle, campaign: Campaign, version: string): void {
  const claimed = committedAgreement(oracle);
  assert.ok(claimed, `docs/differential.md has no run of ${oracle.name}: npm run oracle -- ${oracle.name}`);
  const found = agreementOf(campaign, version, claimed.date, runSeed);
  const missedOf = ({ refused, foretold }: { refused: number; foretold: number }): number => refused - foretold;
  const share = missedOf(claimed) / claimed.refused;
  // Three standard deviations of such a sample: a true claim fails once in a thousand samples.
  const chance = 3 * Math.sqrt(found.refused * share * (1 - share));
  const allowed = share * found.refused + Math.max(2, chance);
  const shares = `${percent(found.foretold, found.refused)} of refusals foretold, the page claims ${percent(claimed.foretold, claimed.refused)}`;
  assert.ok(missedOf(found) <= allowed, `${shares}:\n${campaign.misses.map(describeOutcome).join('\n\n')}`);
  const [agreed, compared] = found.effective;
  const [agreedThen, comparedThen] = claimed.effective;
  assert.ok(
    compared === 0 || agreed / compared >= agreedThen / comparedThen - 0.005,
    `${percent(agreed, compared)} of effective values agree, the page claims ${percent(agreedThen, comparedThen)}`,
  );
  for (const [kind, [, refused, foretold]] of Object.entries(found.kinds)) {
    const [, refusedThen, foretoldThen] = claimed.kinds[kind] ?? [0, 0, 0];
    if (refusedThen < 5 || foretoldThen < refusedThen) continue;
    assert.ok(refused - foretold <= 1, `${kind}: ${foretold} of ${refused} foretold, the page claims all`);
  }
}
