import assert from 'node:assert/strict';
import data from '../../server/core/catalog/data/haproxy.json';
import { HaproxyCatalog, type HaproxySection } from '../../server/core/catalog/haproxy';
import { describeDaemons } from '../daemons';
import { Random } from '../differential/random';

const catalog = HaproxyCatalog.from(data);
const release = '2.6';
const seed = 'haproxy catalogue';

interface Pair {
  readonly name: string;
  readonly section: HaproxySection;
}

/**
 * Keywords of every release in the sections of 2.6, most of them in proxies, where most can go wrong. Directives are
 * read before sections, and what Debian's build leaves out is known from the manual alone.
 */
function sample(random: Random): Pair[] {
  const names = [...new Set(data.keywords.map(({ name }) => name))].filter(
    (name) => !/^(\.|51degrees|deviceatlas|wurfl|tune\.(quic|zlib))/.test(name),
  );
  // A word that others complete is refused for what is missing behind it.
  const whole = names.filter((name) => !names.some((other) => other.startsWith(`${name} `)));
  const proxies: readonly HaproxySection[] = ['defaults', 'frontend', 'listen', 'backend'];
  const inProxies = new Set(data.keywords.filter((record) => isInProxies(record)).map(({ name }) => name));
  const pairs = whole.flatMap((name) =>
    catalog
      .sections(release)
      .map((section) => ({ name, section, likely: proxies.includes(section) && inProxies.has(name) })),
  );
  const likely = random.shuffled(pairs.filter((pair) => pair.likely)).slice(0, 110);
  const unlikely = random.shuffled(pairs.filter((pair) => !pair.likely)).slice(0, 40);
  return [...likely, ...unlikely];
}

function isInProxies({ in: taken = '', ignored = '' }: { readonly in?: string; readonly ignored?: string }): boolean {
  return /\b(?:defaults|frontend|listen|backend)\b/.test(`${taken} ${ignored}`);
}

/** What the catalogue says of a keyword in a section. */
function claimOf({ name, section }: Pair): string {
  const { status, fact } = catalog.keyword(name.split(' '), section, release);
  if (status !== 'known') return 'refused';
  return fact?.ignoredIn?.includes(section) ? 'ignored' : 'accepted';
}

describeDaemons('the haproxy catalogue and haproxy 2.6', (daemons) => {
  // The question about a word that cannot exist is the same for many words.
  const reports = new Map<string, string>();
  const check = (text: string): string => {
    const report = reports.get(text) ?? daemons().haproxyAccepts(text).stderr;
    reports.set(text, report);
    return report;
  };

  it('agree on which keyword is accepted, ignored or refused where', async function () {
    this.timeout(120_000);
    const { askLine, knownWords, verdictOf } = await import('../../scripts/catalog/haproxy-probe.mjs');
    const { lineOf, proxySamples } = await import('../../scripts/catalog/haproxy-samples.mjs');
    const pairs = sample(new Random(seed));
    const before = daemons().executions.get('haproxy') ?? 0;
    const wrong: string[] = [];
    const claims = new Map<string, number>();
    for (const pair of pairs) {
      const { name, section } = pair;
      const opening = `global\nexpose-experimental-directives\n${section}${section === 'global' ? '' : ' probe'}`;
      const known = knownWords(check, opening, (word) => name.replace(/[^ ]+$/, word), [name.replace(/^.* /, '')]);
      const { kind } = verdictOf(askLine(check, opening, lineOf(name, proxySamples[name] ?? '')));
      // Where every word of a family is ignored, known ones cannot be told from others.
      const isRefused = kind !== 'ignored' && (known.length === 0 || kind !== 'accepted');
      const verdict = isRefused ? 'refused' : kind;
      const claim = claimOf(pair);
      claims.set(claim, (claims.get(claim) ?? 0) + 1);
      if (claim !== verdict) wrong.push(`${name} in ${section}: ${verdict}, the catalogue says ${claim}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual([...claims.keys()].sort(), ['accepted', 'ignored', 'refused']);
    assert.ok((daemons().executions.get('haproxy') ?? 0) - before >= pairs.length);
  });
});
