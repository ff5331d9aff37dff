/**
 * `npm run oracle [-- NAME...]`: has daemons and Quorate judge the same cases, prints what they disagree on, and writes
 * the outcome to agreement/ and docs/differential.md. Without a name every oracle whose daemon can run here is asked.
 * QUORATE_SEED and QUORATE_CASES choose another run; such a run is printed and not written. `--second` makes the run
 * again with the seed nobody looks at while rules are written, and puts it beside the first.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { daemons as fetchDaemons, suiteOrReason } from '../daemons';
import { agreementOf, commitAgreement, committedRuns, type Run, seedOf, versionOf } from './agreement';
import { agreementPage } from './agreement-page';
import { runCampaign } from './campaign';
import { describeOutcome, summary } from './describe-campaign';
import { type Oracle, oracleNamed, oracles, othersOf } from './oracles';

const run: Run = process.argv.includes('--second') ? 'second' : 'first';
const seed = process.env['QUORATE_SEED'] ?? seedOf[run];
const isStandard = !process.env['QUORATE_SEED'] && !process.env['QUORATE_CASES'];
const page = path.join(__dirname, '../../docs/differential.md');

void main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  const isPageOnly = argv.includes('--page');
  const isTellingMisses = argv.includes('--misses');
  const names = argv.filter((word) => !word.startsWith('--'));
  const chosen = isPageOnly ? [] : names.length > 0 ? names.map(oracleNamed) : oracles;
  for (const oracle of chosen) await ask(oracle, isTellingMisses);
  if (isStandard) writeFileSync(page, agreementPage(committedRuns(oracles)));
}

async function ask(oracle: Oracle, isTellingMisses: boolean): Promise<void> {
  const can = await suiteOrReason(oracle.suite);
  if (!can.runs) return console.log(`${oracle.name}: left out, ${can.reason}`);
  const daemons = await fetchDaemons(oracle.suite);
  const others = await Promise.all(othersOf(oracle).map(({ suite }) => fetchDaemons(suite)));
  const started = Date.now();
  const campaign = runCampaign(oracle, daemons, seed, Number(process.env['QUORATE_CASES'] ?? oracle.cases), others);
  console.log(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s: ${summary(campaign)}`);
  for (const outcome of campaign.falseAlarms) console.log(describeOutcome(outcome));
  if (isTellingMisses) {
    for (const outcome of campaign.misses) console.log(`\nmissed ${describeOutcome(outcome)}`);
    for (const { name, written, ours, printed } of campaign.effective.disagreed)
      console.log(`\neffective ${name}: written ${written}, Quorate ${ours}, daemon ${printed}`);
  }
  if (campaign.falseAlarms.length > 0) {
    console.log(`${oracle.name}: there are false alarms, so nothing is written`);
    process.exitCode = 1;
  } else if (isStandard) {
    const date = new Date().toISOString().slice(0, 10);
    commitAgreement(oracle, agreementOf(campaign, versionOf(oracle, daemons), date, seed), run);
  }
}
