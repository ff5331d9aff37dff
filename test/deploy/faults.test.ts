import assert from 'node:assert/strict';
import { type Daemons, describeLab } from '../daemons';
import { FaultHost } from './fault-host';
import { type FaultKind, kinds } from './fault-kinds';
import { faults, noWayBack, runFault, steps } from './faults';

/** A sample of the whole matrix (npm run test:faults): one step of every fault, for a database and for a proxy. */
const [database, haproxy] = kinds as readonly [FaultKind, FaultKind];
const stepOf = (index: number): string => steps[(index * 7 + 6) % steps.length] as string;
const samples = [
  { kind: database, cases: faults.map((fault, index) => ({ fault, step: stepOf(index) })) },
  { kind: haproxy, cases: faults.slice(0, 7).map((fault, index) => ({ fault, step: stepOf(index + 3) })) },
];

describeLab(
  'a deploy that something breaks',
  (daemons: () => Daemons) => {
    for (const { kind, cases } of samples) {
      describe(`of ${kind.name}`, () => {
        let on: FaultHost;
        before(async function () {
          this.timeout(120_000);
          on = await FaultHost.start(daemons().root, kind);
        });
        after(() => on?.stop());

        for (const { fault, step } of cases) {
          it(`keeps its promises: ${fault.name} before ${step}`, async function () {
            this.timeout(120_000);
            const verdict = await runFault(on, fault, step);
            assert.deepEqual(verdict.wrong, [], `told ${verdict.told}, the file is ${verdict.file}`);
          });
        }
      });
    }

    it('is found out when its way back is taken out', async function () {
      this.timeout(120_000);
      const on = await FaultHost.start(daemons().root, database, noWayBack);
      try {
        const fault = faults.find((each) => each.name === 'the service does not start');
        assert.ok(fault);
        const { wrong } = await runFault(on, fault, 'activate');
        assert.ok(wrong.includes('the server does not run'), wrong.join('; '));
      } finally {
        await on.stop();
      }
    });
  },
  'bookworm-hosts',
);
