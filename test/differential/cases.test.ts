import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { committedRuns } from './agreement';
import { agreementPage } from './agreement-page';
import { makeCases, mutatorsOf } from './cases';
import { environmentOf } from './daemon-verdict';
import { type Oracle, oracles, type Program } from './oracles';
import { Random } from './random';
import type { Seed } from './seeds';

const texts: Record<Program, readonly string[]> = {
  mariadbd: ['replica.cnf', 'galera.cnf'],
  mysqld: ['mysql-replica.cnf', 'group.cnf'],
  haproxy: ['cluster.cfg', 'small.cfg', 'listen.cfg'],
  corosync: ['knet.conf', 'udpu.conf'],
};

const seedsOf = ({ program }: Oracle): Seed[] =>
  texts[program].map((name, index) => ({
    name,
    origin: index === 0 ? 'packaged' : 'own',
    place: `/etc/${name}`,
    text: readFileSync(path.join(__dirname, 'seeds', name), 'utf8'),
    around: {},
    hostname: 'db1',
    addresses: [],
  }));

describe('the page of differential runs', () => {
  it('shows the committed runs', () => {
    const page = readFileSync(path.join(__dirname, '../../docs/differential.md'), 'utf8');
    assert.equal(page, agreementPage(committedRuns(oracles)), 'npm run oracle -- --page writes it anew');
  });
});

describe('the machine of a case', () => {
  it('has in its environment what a reference took the place of', () => {
    const before = 'listen a\n  bind *:3306\n  mode tcp\n';
    assert.deepEqual(environmentOf(before, before.replace('tcp', '"$VALUE"')), { VALUE: 'tcp' });
    assert.deepEqual(environmentOf(before, before.replace('3306', '${VALUE}')), { VALUE: '3306' });
    assert.deepEqual(environmentOf(before, before.replace('tcp', 'http')), {});
  });
});

describe('cases of differential tests', () => {
  for (const oracle of oracles) {
    it(`${oracle.name}: are different, each changes its text, and no kind prevails`, () => {
      const cases = makeCases(oracle, seedsOf(oracle), 'unit', 200);
      assert.equal(new Set(cases.map(({ seed, text }) => seed.place + text)).size, 200);
      for (const { kind, seed, text } of cases) assert.notEqual(text, seed.text, kind);
      const kinds = new Set(cases.map(({ kind }) => kind));
      assert.ok(kinds.size >= 12);
      for (const kind of kinds) assert.ok(cases.filter((each) => each.kind === kind).length <= 30, kind);
    });

    it(`${oracle.name}: are the same for the same seed, and a short run is the beginning of a long one`, () => {
      const summary = (seed: string, count: number): string[] =>
        makeCases(oracle, seedsOf(oracle), seed, count).map(({ number, kind, text }) => `${number} ${kind} ${text}`);
      assert.deepEqual(summary('a', 30), summary('a', 120).slice(0, 30));
      assert.notDeepEqual(summary('a', 30), summary('b', 30));
    });

    it(`${oracle.name}: every kind finds a place in one of the texts`, () => {
      const made = new Set(
        makeCases(oracle, seedsOf(oracle), 'kinds', 2 * mutatorsOf(oracle).length).map(({ kind }) => kind),
      );
      assert.deepEqual(
        mutatorsOf(oracle)
          .map(({ kind }) => kind)
          .filter((kind) => !made.has(kind)),
        [],
      );
    });
  }

  it('come from a generator that is even and repeatable', () => {
    const random = new Random('even');
    const drawn = Array.from({ length: 10_000 }, () => random.below(10));
    for (const digit of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const times = drawn.filter((each) => each === digit).length;
      assert.ok(times > 900 && times < 1100, `${digit} came ${times} times`);
    }
    assert.deepEqual(new Random(1, 'a').shuffled([1, 2, 3, 4, 5]), new Random(1, 'a').shuffled([1, 2, 3, 4, 5]));
  });
});
