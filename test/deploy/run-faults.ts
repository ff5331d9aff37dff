/**
 * `npm run test:faults`: breaks everything at every step of a deploy to a real host and writes what became of it to
 * docs/deploy-faults.md. The same run with a program that does not take anything back must show broken promises.
 *
 *     npm run test:faults [-- FAULT STEP]    only some: a part of a fault's name, a step
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { daemons } from '../daemons';
import { FaultHost } from './fault-host';
import { faults, noWayBack, runFault, steps, type Verdict } from './faults';

/** Hosts that are broken side by side. */
const atOnce = 5;

async function main(onlyFault = '', onlyStep = ''): Promise<void> {
  const { root } = await daemons('bookworm-hosts');
  const wanted = faults.filter((fault) => fault.name.includes(onlyFault));
  const cases = wanted.flatMap((fault) =>
    steps.filter((step) => step.includes(onlyStep)).map((step) => ({ fault, step })),
  );
  const waiting = cases.values();
  const verdicts: Verdict[] = [];
  const work = async (): Promise<void> => {
    const on = await FaultHost.start(root);
    try {
      for (const { fault, step } of waiting) {
        const verdict = await runFault(on, fault, step);
        verdicts.push(verdict);
        console.log(
          `${verdict.wrong.length === 0 ? 'kept  ' : 'BROKEN'} ${fault.name} before ${step}: told ${verdict.told}, the file is ${verdict.file}${verdict.wrong.map((each) => `; ${each}`).join('')}`,
        );
      }
    } finally {
      await on.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, cases.length) }, work));
  const control = await controlRun(root);
  const broken = verdicts.filter((verdict) => verdict.wrong.length > 0);
  console.log(
    `\n${verdicts.length} runs, ${broken.length} broken promises; control: ${control.wrong.join('; ') || 'nothing seen'}`,
  );
  if (onlyFault === '' && onlyStep === '') {
    const file = path.join(__dirname, '../../docs/deploy-faults.md');
    writeFileSync(file, page(verdicts, control));
  }
  process.exitCode = broken.length > 0 || control.wrong.length === 0 ? 1 : 0;
}

/** The same judge over a program whose way back was taken out. */
async function controlRun(root: string): Promise<Verdict> {
  const on = await FaultHost.start(root, noWayBack);
  try {
    const fault = faults.find((each) => each.name === 'the service does not start');
    if (!fault) throw new Error('the control needs its fault');
    return await runFault(on, fault, 'activate');
  } finally {
    await on.stop();
  }
}

function page(verdicts: readonly Verdict[], control: Verdict): string {
  const cell = (fault: string, step: string): string => {
    const verdict = verdicts.find((each) => each.fault === fault && each.step === step);
    if (!verdict) return '';
    const { told, file, wrong } = verdict;
    return wrong.length > 0 ? `**${wrong.join('; ')}**` : `${told}, ${file}`;
  };
  const broken = verdicts.filter((verdict) => verdict.wrong.length > 0).length;
  return `# What a deploy does when something breaks

Written by \`npm run test:faults\`. A change of an option file that needs a restart is deployed to a real host (sshd, sudo,
MariaDB 10.11); before each step something is broken there. Each cell says what the deploy told, and which file the host
had afterwards. ${verdicts.length} runs, ${broken} broken promises.

The promises: the file is whole, old or new or what somebody else made of it; the report is right about which; the server
runs; no lock without an end and no open trial is left; nothing else below /etc was touched. "unsure" and "killed" mean that
nobody could ask the host any more: then its switch decided, after 4 seconds in these runs.

| broken | ${steps.join(' | ')} |
|---|${steps.map(() => '---|').join('')}
${faults.map(({ name }) => `| ${name} | ${steps.map((step) => cell(name, step)).join(' | ')} |`).join('\n')}

Control: with the way back taken out of the program, "${control.fault}" before ${control.step} is found out:
${control.wrong.join('; ')}.
`;
}

const [, , onlyFault, onlyStep] = process.argv;
void main(onlyFault, onlyStep);
