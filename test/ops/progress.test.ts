import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Unit } from '../../server/core/ops/unit';
import {
  advance,
  begin,
  nextStep,
  type Progress,
  type Step,
  type StepResult,
  turnBack,
} from '../../server/core/ops/progress';

const unitOf = (program: Unit['program'], names: readonly string[]): Unit => ({
  program,
  hosts: names.map((name) => ({
    name,
    files: [],
    service: program,
    version: undefined,
    wasRunning: true,
    owner: undefined,
    removedServers: [],
  })),
  activation: { kind: 'reload', reason: '', statements: [], undo: [] },
  effects: [],
  interruption: '',
  reason: '',
  restartsWriter: false,
  suspensions: [],
});

/** Runs a unit to its end; the results of its steps are given, and everything behind them goes well. */
function play(unit: Unit, results: readonly StepResult[], cancelBefore = -1): { end: Progress; steps: Step[] } {
  let progress = begin(unit);
  const steps: Step[] = [];
  for (;;) {
    if (steps.length === cancelBefore) progress = turnBack(progress);
    const step = nextStep(progress);
    if (!step) return { end: progress, steps };
    progress = advance(progress, results[steps.length] ?? 'done');
    steps.push(step);
    assert.ok(steps.length < 200, 'it does not come to an end');
  }
}

const kinds = (steps: readonly Step[]): string => steps.map((step) => `${step.kind}@${step.host}`).join(' ');
const anyResults = fc.array(fc.constantFrom<StepResult>('done', 'done', 'done', 'done', 'failed', 'fate-unknown'));
const anyHosts = fc.constantFrom(['a'], ['a', 'b'], ['a', 'b', 'c']);

describe('progress of a unit', () => {
  it('does every step on all hosts before the next, and reloads corosync once', () => {
    const { end, steps } = play(unitOf('corosync', ['a', 'b']), []);
    assert.equal(end.outcome, 'confirmed');
    assert.equal(
      kinds(steps),
      'lock@a lock@b compare@a compare@b arm@a arm@b upload@a upload@b validate@a validate@b backup@a backup@b ' +
        'replace@a replace@b activate@a gate@a gate@b confirm@a confirm@b unlock@a unlock@b',
    );
  });

  it('takes back on all hosts what failed on one', () => {
    const failing: StepResult[] = [...Array<StepResult>(15).fill('done'), 'failed'];
    const { end, steps } = play(unitOf('corosync', ['a', 'b']), failing);
    assert.equal(end.outcome, 'restored');
    assert.equal(kinds(steps.slice(14)), 'activate@a gate@a probe@b probe@a restore@b restore@a clean@b clean@a');
  });

  it('opens the lock it may have taken when it is refused', () => {
    const { end, steps } = play(unitOf('haproxy', ['a']), ['failed']);
    assert.equal(end.outcome, 'restored');
    assert.equal(kinds(steps), 'lock@a clean@a');
  });

  it('never takes back what a host has confirmed, and never confirms what it takes back', () => {
    fc.assert(
      fc.property(anyHosts, anyResults, fc.integer({ min: -1, max: 30 }), (hosts, results, cancelBefore) => {
        const { end, steps } = play(unitOf('corosync', hosts), results, cancelBefore);
        assert.notEqual(end.outcome, 'running');
        const done = (kind: string): string[] =>
          steps
            .filter((step, index) => step.kind === kind && (results[index] ?? 'done') === 'done')
            .map((step) => step.host);
        if (done('confirm').length > 0)
          assert.deepEqual(
            steps.filter((step) => step.kind === 'restore'),
            [],
          );
        if (end.outcome === 'confirmed')
          assert.deepEqual(new Set(done('confirm')), new Set(hosts), 'every host confirmed');
        if (end.outcome !== 'restored') return;
        const armed = new Set(steps.filter((step) => step.kind === 'arm').map((step) => step.host));
        assert.deepEqual(new Set(done('restore')), armed, 'every armed host goes back');
        const locked = new Set(steps.filter((step) => step.kind === 'lock').map((step) => step.host));
        assert.deepEqual(new Set(done('clean')), locked, 'every lock is opened');
      }),
    );
  });

  it('says which hosts are left to their switch', () => {
    const results: StepResult[] = [...Array<StepResult>(7).fill('done'), 'fate-unknown', 'fate-unknown'];
    const { end } = play(unitOf('database', ['a']), results);
    assert.equal(end.outcome, 'unsure');
    assert.deepEqual(end.leftToSwitch, ['a']);
  });

  it('switches off elsewhere what must hold still, and on again whatever happens', () => {
    const drain = { kind: 'drain', host: 'lb', servers: ['db/a'], reason: '' } as const;
    const unit: Unit = { ...unitOf('database', ['a']), suspensions: [drain] };
    const kinds = (results: readonly StepResult[]): string[] =>
      play(unit, results).steps.map(({ kind, host }) => `${kind} ${host}`);
    const well = kinds([]);
    assert.deepEqual(well.slice(5), [
      'backup a',
      'suspend lb',
      'replace a',
      'activate a',
      'gate a',
      'confirm a',
      'resume lb',
      'unlock a',
    ]);
    const failed = play(unit, [...well.slice(0, 9).map(() => 'done' as const), 'failed']);
    assert.deepEqual(
      failed.steps.slice(10).map(({ kind, host }) => `${kind} ${host}`),
      ['restore a', 'resume lb', 'clean a'],
    );
    // What is not on again ends by itself; the new file stays all the same.
    const stuck = play(unit, [...well.slice(0, 11).map(() => 'done' as const), 'failed']);
    assert.equal(stuck.end.outcome, 'confirmed');
  });

  it('takes back nothing of a reload that some host cannot be told to take back', () => {
    const unit = unitOf('corosync', ['a', 'b']);
    const { steps } = play(unit, []);
    const gate = steps.findIndex(({ kind, host }) => kind === 'gate' && host === 'b');
    const fine = steps.slice(0, gate).map(() => 'done' as const);
    const kinds = (results: readonly StepResult[]): string[] =>
      play(unit, results)
        .steps.slice(gate + 1)
        .map(({ kind, host }) => `${kind} ${host}`);
    assert.deepEqual(kinds([...fine, 'failed']), [
      'probe b',
      'probe a',
      'restore b',
      'restore a',
      'clean b',
      'clean a',
    ]);
    // Its peers see it, so it has seen the reload and keeps it.
    const reached = [...fine, 'fate-unknown', 'fate-unknown', 'done'] as const;
    assert.deepEqual(kinds(reached), ['probe b', 'probe a']);
    assert.deepEqual(play(unit, reached).end.leftToSwitch, ['a', 'b']);
    // They miss it, so it goes back by itself.
    const apart = [...fine, 'fate-unknown', 'fate-unknown', 'failed'] as const;
    assert.deepEqual(kinds(apart), ['probe b', 'probe a', 'restore a', 'clean a']);
    assert.deepEqual(play(unit, apart).end.leftToSwitch, ['b']);
    const reload = steps.findIndex(({ kind }) => kind === 'activate');
    const lost = play(unit, [...fine.slice(0, reload), 'fate-unknown']).end;
    assert.deepEqual([lost.outcome, lost.leftToSwitch], ['unsure', ['a', 'b']]);
  });
});
