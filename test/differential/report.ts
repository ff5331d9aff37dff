/**
 * Writes docs/differential.md: `npx tsx test/differential/report.ts`. QUORATE_SEED and QUORATE_CASES choose the run;
 * without them it is the seed of the tests with 2,000 cases a program, which takes about five minutes.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Daemons, daemons as fetchDaemons } from '../daemons';
import { type Campaign, runCampaign } from './campaign';
import { describeOutcome, percent, summary } from './describe-campaign';
import { type Program, programs } from './seeds';

const runSeed = process.env['QUORATE_SEED'] ?? '1';
const count = Number(process.env['QUORATE_CASES'] ?? '2000');
const page = path.join(__dirname, '../../docs/differential.md');

const introduction = `# Findings against the real daemons

When Quorate says of a file that its program will not start, the program must refuse it. This page shows how far that
holds, and how many refusals Quorate foretells. It is written by \`npx tsx test/differential/report.ts\`.

Each case takes a configuration its program accepts, makes one change to it (a mistake people make, or something
harmless), and has both the program and Quorate judge the outcome. Half of the cases start from the files the Debian
packages ship, the others from the corrected examples of this repository and from small texts beside the test. In half
of the cases Quorate is told the release, in the others it has to be right without. A case is named by the seed of its
run and its number, so that every run can be repeated.

- **False alarm**: Quorate says the program will not start, and it does. One of these fails the test.
- **Foretold**: the program refuses, and Quorate says so.
- **Missed**: the program refuses, and Quorate says nothing fatal. Where a refusal hangs on the machine, such as an
  address it does not have, a miss is all a repository can give.
- **Effective values**: of the configurations mariadbd accepts, the values that Quorate and \`mariadbd --help --verbose\`
  derive from the same files.

What counts as a refusal is told in [test/differential/README.md](../test/differential/README.md).
`;

void main();

async function main(): Promise<void> {
  const bookworm = await fetchDaemons();
  const campaigns = programs.map((program) => {
    const campaign = runCampaign(program, bookworm, runSeed, count);
    console.log(summary(campaign));
    for (const outcome of campaign.falseAlarms) console.log(describeOutcome(outcome));
    return campaign;
  });
  if (campaigns.some(({ falseAlarms }) => falseAlarms.length > 0)) {
    console.log('There are false alarms: the page stays as it was.');
    process.exitCode = 1;
    return;
  }
  writeFileSync(page, [introduction, overview(campaigns, bookworm), ...campaigns.map(details)].join('\n'));
}

function overview(campaigns: readonly Campaign[], bookworm: Daemons): string {
  const date = new Date().toISOString().slice(0, 10);
  const rows = campaigns.map(({ program, outcomes, misses, falseAlarms, effective }) => {
    const refused = outcomes.filter(({ isRefused }) => isRefused).length;
    const values = effective.agreed + effective.disagreed.length;
    return [
      version(program, bookworm),
      outcomes.length,
      refused,
      `${refused - misses.length} (${percent(refused - misses.length, refused)})`,
      misses.length,
      falseAlarms.length,
      values === 0 ? '-' : `${effective.agreed} of ${values} (${percent(effective.agreed, values)})`,
    ];
  });
  return [
    `Run of ${date} with seed \`${runSeed}\`, daemons of Debian 12:`,
    '',
    ...table(
      ['program', 'cases', 'refused', 'foretold', 'missed', 'false alarms', 'effective values that agree'],
      rows,
    ),
    '',
  ].join('\n');
}

/** Every kind with its recall, the ones that miss most first. */
function details({ program, kinds }: Campaign): string {
  const inOrder = [...kinds].sort(
    (a, b) => b.refused - b.foretold - (a.refused - a.foretold) || (a.kind < b.kind ? -1 : 1),
  );
  const rows = inOrder.map(({ kind, cases, refused, foretold }) => [
    kind,
    cases,
    refused,
    foretold,
    percent(foretold, refused),
  ]);
  return [
    `## ${program} by kind of change`,
    '',
    ...table(['change', 'cases', 'refused', 'foretold', 'recall'], rows),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function version(program: Program, daemons: Daemons): string {
  const said = daemons.run([program, program === 'mariadbd' ? '--version' : '-v']).stdout;
  return `${program} ${/\d+\.\d+[\w.+~-]*/.exec(said)?.[0] ?? ''}`;
}
