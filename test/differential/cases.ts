import { corosyncMutators } from './mutate-corosync';
import { haproxyMutators } from './mutate-haproxy';
import { mycnfMutators } from './mutate-mycnf';
import type { Mutator } from './mutator';
import type { Oracle } from './oracles';
import { Random } from './random';
import type { Seed } from './seeds';

/** One spoilt, or harmlessly changed, configuration. */
export interface Case {
  /** Counts from 1; with the run's seed it names the case. */
  readonly number: number;
  readonly kind: string;
  readonly seed: Seed;
  /** What has become of the seed's text. */
  readonly text: string;
  /** Whether Quorate is told which release reads the file; its claims must hold either way. */
  readonly isReleaseKnown: boolean;
}

/** The kinds of change for an oracle's language and release. */
export function mutatorsOf({ program, series }: Oracle): readonly Mutator[] {
  switch (program) {
    case 'mariadbd':
      return mycnfMutators({ product: 'mariadb', series });
    case 'mysqld':
      return mycnfMutators({ product: 'mysql', series });
    case 'haproxy':
      return haproxyMutators;
    case 'corosync':
      return corosyncMutators;
  }
}

/**
 * Makes different cases: every kind once before any kind a second time, half of them from packaged files. A run
 * with more cases begins with the cases of a shorter one.
 */
export function makeCases(oracle: Oracle, seeds: readonly Seed[], runSeed: string, count: number): Case[] {
  const cases: Case[] = [];
  const known = new Set<string>();
  const { name } = oracle;
  const mutators = mutatorsOf(oracle);
  const order = new Random(runSeed, name);
  let queue: Mutator[] = [];
  for (let tried = 1; cases.length < count; tried++) {
    if (tried > count * 3) throw new Error(`${name}: the kinds do not give ${count} different cases`);
    if (queue.length === 0) queue = order.shuffled(mutators);
    const { kind, mutate } = queue.pop() as Mutator;
    const random = new Random(runSeed, name, tried);
    for (const seed of inOrder(seeds, random)) {
      const text = mutate(seed.text, random);
      if (text === undefined || text === seed.text || known.has(`${seed.place}\0${text}`)) continue;
      known.add(`${seed.place}\0${text}`);
      cases.push({ number: cases.length + 1, kind, seed, text, isReleaseKnown: random.chance(1, 2) });
      break;
    }
  }
  return cases;
}

function inOrder(seeds: readonly Seed[], random: Random): Seed[] {
  const packaged = random.shuffled(seeds.filter((seed) => seed.origin === 'packaged'));
  const others = random.shuffled(seeds.filter((seed) => seed.origin !== 'packaged'));
  return random.chance(1, 2) ? [...packaged, ...others] : [...others, ...packaged];
}
