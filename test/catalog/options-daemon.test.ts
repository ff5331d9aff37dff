import assert from 'node:assert/strict';
import data from '../../server/core/catalog/data/options.json';
import { OptionCatalog, type OptionFact, type Target } from '../../server/core/catalog/options';
import { type Daemons, describeDaemons } from '../daemons';
import { Random } from '../differential/random';

const catalog = OptionCatalog.from(data);
const target = { product: 'mariadb', series: '10.11' } as const satisfies Target;
const seed = 'option catalogue';

async function serverOf(daemons: Daemons) {
  const { ServerDaemon } = await import('../../scripts/catalog/options-daemon.mjs');
  return new ServerDaemon({ ...target, root: daemons.root, run: (argv, options) => daemons.run(argv, options) });
}

/** Options that make the daemon do something else than read its options to the end. */
const commands = /^(help|version|verbose|print|no_defaults|bootstrap|initialize|chroot|user$)/;

/** Names as people write them: right, wrong, shortened, with prefixes, dashes and capitals. */
function sample(random: Random): string[] {
  const everyName = new Set([...data.mariadb, ...data.mysql, ...data.facts.mysql].map(({ name }) => name));
  for (const { options } of [...data.lists, ...data.facts.extra])
    for (const name of options.split(' ')) everyName.add(name);
  const names = [...everyName].filter((name) => !commands.test(name));
  const hidden = data.mariadb.filter((record) => record.hidden).map(({ name }) => name);
  const ways: readonly ((name: string) => string)[] = [
    (name) => name,
    (name) => name,
    (name) => random.pick(['skip-', 'disable_', 'enable-', 'maximum_', 'loose-', 'plugin-', 'conn1.']) + name,
    (name) => random.pick(['loose-skip-', 'skip_enable_', 'loose_disable-', 'conn1.skip-']) + name,
    (name) => name.slice(0, 3 + random.below(name.length)),
    (name) => name.slice(0, 3 + random.below(name.length)),
    (name) => misspelt(name, random),
    (name) => name.toUpperCase(),
  ];
  return Array.from({ length: 300 }, () => {
    const name = random.pick(random.chance(1, 5) ? hidden : names);
    return random
      .pick(ways)(name)
      .replaceAll('_', () => random.pick(['_', '-']));
  });
}

function misspelt(name: string, random: Random): string {
  const place = 1 + random.below(name.length - 1);
  return name.slice(0, place) + random.pick(['', 'q', '_']) + name.slice(place + 1);
}

/** What the catalogue says of a name; undefined where it says that something else decides. */
function claimOf(written: string): string | undefined {
  const { known, ambiguous } = catalog.resolve(written, target);
  if (ambiguous) return 'ambiguous';
  return known === 'maybe' ? undefined : known === 'yes' ? 'accepted' : 'unknown';
}

/** A line the daemon has nothing against but its name. */
function lineOf(written: string): string {
  const { name, negated, enabled } = catalog.resolve(written, target);
  const fact = catalog.fact(name, target);
  if (fact?.argument !== 'required' || negated || enabled) return written;
  return `${written}=${fact.default || fact.values?.[0] || fact.min || '1'}`;
}

function verdictOf(stderr: string): string {
  if (/ambiguous option/.test(stderr)) return 'ambiguous';
  return /unknown (option|variable)/.test(stderr) ? 'unknown' : 'accepted';
}

describeDaemons('the option catalogue and MariaDB 10.11', (daemons) => {
  it('are of one version, or the data want to be generated again', async () => {
    const made = data.daemons.find(({ product, series }) => product === 'mariadb' && series === '10.11');
    assert.equal((await serverOf(daemons())).version, made?.version);
  });

  it('agree on the names of all options and on their facts', async function () {
    this.timeout(60_000);
    const { builtInOptions } = await import('../../scripts/catalog/options-dump.mjs');
    const options = builtInOptions(await serverOf(daemons()));
    const listed = data.mariadb.filter(({ name, hidden, differs = {} }) => {
      const then = { hidden, ...differs['10.11'] };
      return !then.hidden && catalog.resolve(name, target).known === 'yes';
    });
    const expected = listed.map(({ name }) => name);
    assert.deepEqual([...options.keys()].sort(), expected);
    const keys = ['type', 'min', 'max', 'block', 'values', 'scope', 'dynamic', 'spelling'] as const;
    const written = new Set(data.facts.mariadb.map(({ name }) => name));
    for (const [name, option] of options) {
      const fact = catalog.fact(name, target) as OptionFact;
      for (const key of keys) assert.deepEqual(fact[key], option[key], `${name}: ${key}`);
      if (option.argument !== fact.argument)
        assert.deepEqual([name, option.type, fact.argument], [name, 'boolean', 'none']);
      if (fact.default !== undefined && !written.has(name))
        assert.equal(fact.default, option.default, `${name}: default`);
    }
    const withDefault = [...options.keys()].filter((name) => catalog.fact(name, target)?.default !== undefined);
    assert.ok(withDefault.length > 500, `${withDefault.length} defaults`);
  });

  it('agree on 300 names, whatever stands before or is missing of them', async function () {
    this.timeout(120_000);
    const server = await serverOf(daemons());
    const before = runs(daemons());
    const claims = new Map<string, number>();
    const wrong: string[] = [];
    const names = sample(new Random(seed));
    for (const written of names) {
      const verdict = verdictOf(server.check([lineOf(written)]).stderr);
      const claim = claimOf(written);
      claims.set(claim ?? 'maybe', (claims.get(claim ?? 'maybe') ?? 0) + 1);
      if (claim !== undefined && claim !== verdict)
        wrong.push(`${written}: ${claim} claimed, ${verdict} by the daemon`);
    }
    assert.deepEqual(wrong, []);
    assert.equal(runs(daemons()) - before, names.length);
    for (const claim of ['accepted', 'unknown', 'ambiguous']) assert.ok((claims.get(claim) ?? 0) >= 8, claim);
    assert.ok((claims.get('maybe') ?? 0) < 90, `${claims.get('maybe')} doubtful`);
  });
});

function runs(daemons: Daemons): number {
  return [...daemons.executions.values()].reduce((sum, count) => sum + count, 0);
}
