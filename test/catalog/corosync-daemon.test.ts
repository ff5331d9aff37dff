import assert from 'node:assert/strict';
import { CorosyncCatalog, type KeyFact } from '../../server/core/catalog/corosync';
import data from '../../server/core/catalog/data/corosync.json';
import { describeDaemons } from '../daemons';

const catalog = CorosyncCatalog.from(data);

/** What bookworm's corosync 3.1.7 reads. */
const facts = catalog
  .sections()
  .flatMap((path) => catalog.keys(path))
  .filter(({ since, removed }) => removed === undefined && since !== '3.1.10');

/** Sections that need another key beside the one in question. */
const companions: Readonly<Record<string, string>> = {
  'logging.logger_subsys': 'subsys: QUORUM',
  'logging.logging_daemon': 'name: corosync',
  'totem.interface': 'linknumber: 0',
};

/** A configuration that corosync accepts on a host with the address 127.0.0.1, with more lines behind it. */
function configuration(more: readonly string[]): string {
  return `totem {
  version: 2
  cluster_name: catalogue
  crypto_cipher: none
  crypto_hash: none
}
nodelist {
  node {
    ring0_addr: 127.0.0.1
    name: db1
    nodeid: 1
  }
}
quorum {
  provider: corosync_votequorum
}
${more.join('\n')}
`;
}

/** The section of a dotted path that holds one key. */
function sectionWith(path: string, key: string, value: string): string {
  const names = path.split('.');
  const companion = companions[path];
  const lines = [...(companion && !companion.startsWith(`${key}:`) ? [companion] : []), `${key}: ${value}`];
  return [...names.map((name) => `${name} {`), ...lines, ...names.map(() => '}')].join('\n');
}

function nameOf({ section, key }: KeyFact): string {
  return `${section}.${key}`;
}

describeDaemons('the corosync catalogue and corosync 3.1.7', (daemons) => {
  const accepts = (...more: string[]): boolean =>
    daemons().corosyncAccepts(configuration(more), { hostname: 'db1', addresses: [] }).accepts;
  // A second node or a bad address is refused for reasons that are none of the key's.
  const checked = facts.filter(
    ({ section, type, checked }) =>
      checked && section !== 'nodelist.node' && !['string', 'address', 'path'].includes(type),
  );

  /** Names of the lines that are refused; all are tried together first, since one run tells of many that pass. */
  const refusedOf = (lines: readonly { readonly name: string; readonly lines: string }[]): string[] => {
    if (accepts(...lines.map((each) => each.lines))) return [];
    const alone = lines.filter((each) => !accepts(each.lines)).map(({ name }) => name);
    return alone.length > 0 ? alone : [`together: ${lines.map(({ name }) => name).join(', ')}`];
  };

  before(() => assert.equal(accepts(), true, 'the plain configuration is not accepted'));

  it('agree on keys whose values are checked: nonsense stops corosync', function () {
    this.timeout(60_000);
    assert.ok(checked.length > 60, `${checked.length} keys`);
    const passed = checked.filter(({ section, key }) => accepts(sectionWith(section, key, 'quorate-nonsense')));
    assert.deepEqual(passed.map(nameOf), []);
  });

  it('agree on upper limits', function () {
    this.timeout(60_000);
    const limited = checked.filter(({ type, max }) => type === 'integer' && max !== undefined && max < 2 ** 53);
    assert.ok(limited.length > 40, `${limited.length} keys`);
    // The parser takes link numbers up to 255; those above 7 are refused when knet starts.
    const strict = limited.filter(({ key }) => key !== 'linknumber');
    const passed = strict.filter(({ section, key, max }) => accepts(sectionWith(section, key, `${(max ?? 0) + 1}`)));
    assert.deepEqual(passed.map(nameOf), []);
  });

  it('agree on words: each one the catalogue lists is accepted', function () {
    this.timeout(60_000);
    const words = checked.flatMap((fact) =>
      (fact.values ?? [])
        .filter((value) => !dependsOnMore(fact, value))
        .map((value, turn) => ({
          name: `${nameOf(fact)}: ${value}`,
          turn,
          lines: sectionWith(fact.section, fact.key, value),
        })),
    );
    const turns = Math.max(...words.map(({ turn }) => turn));
    assert.ok(words.length > 100 && turns > 5, `${words.length} words in ${turns} turns`);
    for (let turn = 0; turn <= turns; turn++) {
      assert.deepEqual(refusedOf(words.filter((word) => word.turn === turn)), []);
    }
  });

  it('agree on keys whose values are not checked: nonsense passes', () => {
    // A bad address or path is refused when it is used, an incomplete network device as well.
    const lenient = facts.filter(
      ({ checked, section, type }) =>
        !checked && !['nodelist.node', 'nozzle'].includes(section) && !['address', 'path'].includes(type),
    );
    assert.ok(lenient.length > 20, `${lenient.length} keys`);
    const lines = lenient.map((fact) => ({
      name: nameOf(fact),
      lines: sectionWith(fact.section, fact.key.replace('NAME', 'probe'), 'quorate-nonsense'),
    }));
    assert.deepEqual(refusedOf(lines), []);
  });

  it('agree on the two sections where an unknown key stops corosync, and on silence elsewhere', () => {
    for (const path of catalog.sections().filter((each) => catalog.section(each).removedIn === undefined)) {
      const strict = path === 'uidgid' || path === 'totem.interface.member';
      assert.equal(accepts(sectionWith(path, 'quorate_nonsense', '1')), !strict, path);
    }
  });
});

/** Whether a word is accepted only with other settings or addresses, or only by some builds of libknet. */
function dependsOnMore({ key }: KeyFact, value: string): boolean {
  if (key === 'transport' || key === 'crypto_model' || key === 'knet_compression_model' || key === 'knet_transport')
    return true;
  return (key === 'crypto_cipher' && value !== 'none') || (key === 'ip_version' && value === 'ipv6');
}
