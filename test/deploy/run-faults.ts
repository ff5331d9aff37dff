/**
 * `npm run test:faults`: breaks everything at every step of deploys to real hosts and writes what became of it to
 * docs/deploy-faults.md. The same run with a program that does not take anything back must show broken promises.
 *
 *     npm run test:faults [-- KIND [FAULT [STEP]]]    only some: database, haproxy, corosync or galera, a part of a
 *                                                     fault's name, a step. A whole kind replaces its part of the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { daemons } from '../daemons';
import { FaultHost } from './fault-host';
import { type FaultKind, kinds } from './fault-kinds';
import { faults, noWayBack, runFault, steps, type Verdict } from './faults';

/** Labs of a kind that are broken side by side. */
const atOnce: Readonly<Record<FaultKind['name'], number>> = { database: 5, haproxy: 4, corosync: 3, galera: 2 };
const page = path.join(__dirname, '../../docs/deploy-faults.md');

async function main(onlyKind = '', onlyFault = '', onlyStep = ''): Promise<void> {
  const { root } = await daemons('bookworm-hosts');
  let isBroken = false;
  for (const kind of kinds.filter(({ name }) => name.includes(onlyKind))) {
    const verdicts = await runAll(root, kind, onlyFault, onlyStep);
    const control = await controlRun(root, kind);
    const broken = verdicts.filter((verdict) => verdict.wrong.length > 0);
    console.log(
      `${kind.name}: ${verdicts.length} runs, ${broken.length} broken promises; control: ${control.wrong.join('; ') || 'nothing seen'}\n`,
    );
    if (broken.length > 0 || control.wrong.length === 0) isBroken = true;
    if (onlyFault === '' && onlyStep === '') writePart(kind, verdicts, control);
  }
  process.exitCode = isBroken ? 1 : 0;
}

async function runAll(root: string, kind: FaultKind, onlyFault: string, onlyStep: string): Promise<Verdict[]> {
  const cases = faults
    .filter((fault) => fault.name.includes(onlyFault))
    .flatMap((fault) => steps.filter((step) => step.includes(onlyStep)).map((step) => ({ fault, step })));
  const waiting = cases.values();
  const verdicts: Verdict[] = [];
  const work = async (): Promise<void> => {
    const on = await FaultHost.start(root, kind);
    try {
      for (const { fault, step } of waiting) {
        const verdict = await runFault(on, fault, step);
        verdicts.push(verdict);
        console.log(
          `${verdict.wrong.length === 0 ? 'kept  ' : 'BROKEN'} ${kind.name}: ${fault.name} before ${step}: told ${verdict.told}, the file is ${verdict.file}${verdict.wrong.map((each) => `; ${each}`).join('')}`,
        );
      }
    } finally {
      await on.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce[kind.name], cases.length) }, work));
  return verdicts;
}

/** The same judge over a program whose way back was taken out. */
async function controlRun(root: string, kind: FaultKind): Promise<Verdict> {
  const on = await FaultHost.start(root, kind, noWayBack);
  try {
    const fault = faults.find((each) => each.name === 'the service does not start');
    if (!fault) throw new Error('the control needs its fault');
    return await runFault(on, fault, 'activate');
  } finally {
    await on.stop();
  }
}

const head = `# What a deploy does when something breaks

Written by \`npm run test:faults\`. A change is deployed to real hosts (sshd, sudo, the real daemons); before each step
something is broken there. Each cell says what the deploy told, and which file the host had afterwards.

The promises: the file is whole, old or new or what somebody else made of it, and the same on all nodes that must agree; the
report is right about which; the program runs, in one partition with its peers where it has any; no lock without an end and
no open trial is left; nothing else below /etc was touched. "unsure" and "killed" mean that nobody could ask the host any
more: then its switch decided, after 4 seconds in these runs.
`;

/** Replaces a kind's part of the page, and leaves the others as they were measured. */
function writePart(kind: FaultKind, verdicts: readonly Verdict[], control: Verdict): void {
  const before = readFileSync(page, 'utf8').split(/^(?=## )/m);
  const parts = kinds.flatMap(({ name, title }) =>
    name === kind.name ? [part(kind, verdicts, control)] : before.filter((each) => each.startsWith(`## ${title}\n`)),
  );
  writeFileSync(page, [head, ...parts.map((each) => each.trim())].join('\n').trimEnd() + '\n');
}

function part({ title }: FaultKind, verdicts: readonly Verdict[], control: Verdict): string {
  const cell = (fault: string, step: string): string => {
    const verdict = verdicts.find((each) => each.fault === fault && each.step === step);
    if (!verdict) return '';
    const { told, file, wrong } = verdict;
    return wrong.length > 0 ? `**${wrong.join('; ')}**` : `${told}, ${file}`;
  };
  const broken = verdicts.filter((verdict) => verdict.wrong.length > 0).length;
  return `
## ${title}

${verdicts.length} runs, ${broken} broken promises.

| broken | ${steps.join(' | ')} |
|---|${steps.map(() => '---|').join('')}
${faults.map(({ name }) => `| ${name} | ${steps.map((step) => cell(name, step)).join(' | ')} |`).join('\n')}

Control: with the way back taken out of the program, "${control.fault}" before ${control.step} is found out:
${control.wrong.join('; ')}.

`;
}

const [, , onlyKind, onlyFault, onlyStep] = process.argv;
void main(onlyKind, onlyFault, onlyStep);
