import { type Agreement, percent, seedOf } from './agreement';

const introduction = `# Findings against the real daemons

When Quorate says of a file that its program will not start, the program must refuse it. This page shows how far that
holds, and how many refusals Quorate foretells. It is written by \`npm run oracle\`.

Each case takes a configuration its program accepts, makes one change to it (a mistake people make, or something
harmless), and has both the program and Quorate judge the outcome. At least a third of the cases start from the files
the Debian packages ship, the others from the corrected examples of this repository and from small texts beside the
test. In half of the cases Quorate is told the release, in the others it has to be right without. A case is named by
the seed of its run and its number, so that every run can be repeated.

- **False alarm**: Quorate says the program will not start, and it does. One of these fails the test.
- **Foretold**: the program refuses, and Quorate says so.
- **Missed**: the program refuses, and Quorate says nothing fatal. Where a refusal hangs on the machine, such as a
  certificate or an account it does not have, a miss is all a repository can give. The maps, the folders of logs and the
  variables of the environment that a case for HAProxy or corosync refers to are there.
- **Hangs on the release**: Quorate was not told the release, and the same files are accepted by another release of the
  program that was asked as well. Nobody can foretell such a refusal, so it counts neither as foretold nor as missed.
- **Effective values**: of the configurations a database server accepts, the values that Quorate and
  \`--help --verbose\` derive from the same files.

Rules are mended by looking at the misses of seed \`${seedOf.first}\` and of other runs, never at those of seed \`${seedOf.second}\`: its rows show that the
rules were not made for one set of cases.

What counts as a refusal is told in [test/differential/README.md](../test/differential/README.md). \`npm test -- daemons\`
runs the first cases of each run again and compares them with this page.
`;

const programs: readonly (readonly [title: string, names: RegExp])[] = [
  ['Option files', /^(mariadb|mysql)-/],
  ['haproxy.cfg', /^haproxy-/],
  ['corosync.conf', /^corosync-/],
];

/** The page that shows committed runs to people. */
export function agreementPage(agreements: readonly Agreement[]): string {
  const sections = programs.flatMap(([title, names]) => {
    const own = agreements.filter(({ oracle, seed }) => names.test(oracle) && seed === seedOf.first);
    return own.length === 0 ? [] : [kindsSection(title, own)];
  });
  return [introduction, overview(agreements), ...sections].join('\n');
}

function overview(agreements: readonly Agreement[]): string {
  const head = [
    'daemon',
    'day',
    'seed',
    'cases',
    'packaged',
    'refused',
    'hang on the release',
    'foretold',
    'missed',
    'false alarms',
    'effective values that agree',
  ];
  const rows = agreements.map((each) => {
    const { oracle, version, refused, foretold, effective } = each;
    const program = oracle.slice(0, oracle.indexOf('-'));
    return [
      `${program} ${version}`,
      each.date,
      `\`${each.seed}\``,
      each.cases,
      percent(each.packaged, each.cases),
      refused,
      each.hangOnRelease ?? '-',
      `${foretold} (${percent(foretold, refused)})`,
      refused - foretold,
      each.falseAlarms,
      effective[1] === 0 ? '-' : `${effective[0]} of ${effective[1]} (${percent(...effective)})`,
    ];
  });
  return [...table(head, rows), ''].join('\n');
}

/** Refusals foretold of each kind of change, a column for each daemon; the kinds that miss most come first. */
function kindsSection(title: string, agreements: readonly Agreement[]): string {
  const kinds = [...new Set(agreements.flatMap((each) => Object.keys(each.kinds)))];
  const missed = (kind: string): number =>
    agreements.reduce((sum, { kinds: { [kind]: [, refused, foretold] = [0, 0, 0] } }) => sum + refused - foretold, 0);
  const inOrder = kinds.sort((a, b) => missed(b) - missed(a) || (a < b ? -1 : 1));
  const rows = inOrder.map((kind) => [
    kind,
    ...agreements.map(({ kinds: { [kind]: counts } }) => {
      if (!counts) return '';
      const [cases, refused, foretold] = counts;
      return refused === 0 ? `none of ${cases} refused` : `${foretold} of ${refused} (${percent(foretold, refused)})`;
    }),
  ]);
  const head = ['change', ...agreements.map(({ oracle }) => oracle)];
  return [`## ${title}: refusals foretold by kind of change`, '', ...table(head, rows), ''].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
