import assert from 'node:assert/strict';
import type { ClusterStatus } from '../../client/hosts/status/refresh';
import { isWorse, type Verdict } from '../../server/core/ops/status/verdict';

/** A fault that is really provoked, and what status has to say of it. */
export interface Fault {
  readonly title: string;
  /** The verdict that names the cause. */
  readonly expects: string;
  /** The host to act on first. */
  readonly on: string;
  /** What the verdict has to name beside: an error number, a field, what it means. */
  readonly says?: RegExp;
  provoke(): Promise<unknown>;
  heal(): Promise<unknown>;
}

/** One line of the matrix. */
export interface Row {
  readonly group: string;
  readonly fault: string;
  readonly verdict: string;
  readonly level: string;
  readonly summary: string;
}

export const rows: Row[] = [];

/** The rows as the page docs/status-faults.md; written by `npm run test:status`. */
export function matrixPage(): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const table = (group: string): string => {
    const own = rows.filter((row) => row.group === group);
    const lines = own.map(
      ({ fault, verdict, level, summary }) => `| ${cell(fault)} | ${verdict} | ${level} | ${cell(summary)} |`,
    );
    return [
      `## ${group}`,
      '',
      '| fault | verdict | level | what status says |',
      '|---|---|---|---|',
      ...lines,
      '',
    ].join('\n');
  };
  return `# What status says of faults that were really provoked

Written by \`npm run test:status\`: real daemons on hosts of a lab. Before each fault the same cluster was healthy for
status (the control), afterwards it was again. ${rows.length} faults.

${groups.map(table).join('\n')}`;
}

/** Seconds a fault has to be seen, and a cluster to be well again. */
const patience = 30;

/**
 * One test for each fault: the cluster is healthy before (the control), the fault is provoked, status names its cause,
 * the fault is mended, and status is silent again.
 */
export function testFaults(
  group: () => string,
  look: () => Promise<ClusterStatus>,
  faults: () => readonly Fault[],
  titles: readonly string[],
): void {
  // The whole matrix takes minutes; every third fault tells within one whether something broke.
  const isWhole = process.env['QUORATE_STATUS_MATRIX'] !== undefined;
  for (const title of titles.filter((_, index) => isWhole || index % 3 === 0)) {
    it(title, async function () {
      this.timeout(patience * 3000);
      const fault = faults().find((each) => each.title === title);
      assert.ok(fault, `there is no fault ${title}`);
      const isOurs = ({ id, hosts }: Verdict): boolean => id === fault.expects && hosts[0] === fault.on;
      await until(
        look,
        (verdicts) => isWell(verdicts) && !verdicts.some(isOurs),
        `a healthy control before "${title}"`,
      );
      let found: Verdict | undefined;
      try {
        await fault.provoke();
        await until(
          look,
          (verdicts) =>
            (found = verdicts.find((each) => isOurs(each) && (fault.says?.test(textOf(each)) ?? true))) !== undefined,
          `${fault.expects} on ${fault.on} saying ${fault.says}`,
        );
      } finally {
        await fault.heal();
      }
      await until(look, (verdicts) => isWell(verdicts) && !verdicts.some(isOurs), `health after "${title}" was mended`);
      const { id, level, summary } = found!;
      rows.push({ group: group(), fault: title, verdict: id, level, summary });
    });
  }
}

const isWell = (verdicts: readonly Verdict[]): boolean => !verdicts.some(({ level }) => isWorse(level, 'note'));

function textOf({ summary, means, evidence }: Verdict): string {
  return [summary, means, ...evidence.map(({ field, value }) => `${field} = ${value}`)].join('\n');
}

async function until(
  look: () => Promise<ClusterStatus>,
  holds: (verdicts: readonly Verdict[]) => boolean,
  what: string,
): Promise<void> {
  const deadline = Date.now() + patience * 1000;
  for (;;) {
    const { verdicts } = await look();
    if (holds(verdicts)) return;
    if (Date.now() > deadline) {
      const said = verdicts.map((each) => `${each.level} ${each.id}: ${textOf(each)}`).join('\n\n');
      assert.fail(`waited ${patience} s for ${what}; status says:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
