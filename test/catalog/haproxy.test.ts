import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import data from '../../server/core/catalog/data/haproxy.json';
import facts from '../../server/core/catalog/data/haproxy-facts.json';
import { HaproxyCatalog, type HaproxySection } from '../../server/core/catalog/haproxy';

const catalog = HaproxyCatalog.from(data);

/** Status and length of what the leading words of a line form. */
function ask(line: string, section: HaproxySection, release?: string): string {
  const { status, length } = catalog.keyword(line.split(' '), section, release);
  return `${status} ${length}`;
}

describe('the haproxy catalogue', () => {
  it('covers the releases from 2.4 to 3.4', () => {
    assert.deepEqual([catalog.releases[0], catalog.releases.at(-1)], ['2.4', '3.4']);
    for (const release of ['2.6', '2.8', '3.0', '3.2']) assert.ok(catalog.releases.includes(release), release);
  });

  it('knows sections by release, those of proxies first', () => {
    assert.deepEqual(catalog.sections('2.6').slice(0, 5), ['global', 'defaults', 'frontend', 'listen', 'backend']);
    for (const name of [
      'peers',
      'resolvers',
      'mailers',
      'userlist',
      'cache',
      'ring',
      'http-errors',
      'log-forward',
      'fcgi-app',
    ]) {
      assert.equal(catalog.isSection(name, '2.6'), true, name);
    }
    assert.deepEqual([catalog.isSection('program', '3.2'), catalog.isSection('program', '3.4')], [true, false]);
    assert.deepEqual([catalog.isSection('crt-store', '2.8'), catalog.isSection('crt-store', '3.0')], [false, true]);
    assert.deepEqual(
      [catalog.isSection('program'), catalog.isSection('Global'), catalog.isSection('no')],
      [true, false, false],
    );
  });

  it('finds the longest keyword the leading words form', () => {
    assert.equal(ask('timeout client 30s', 'frontend'), 'known 2');
    assert.equal(ask('option mysql-check user haproxy', 'backend', '2.6'), 'known 2');
    assert.equal(ask('capture request header Host len 20', 'frontend'), 'known 3');
    assert.equal(ask('server db1 10.0.0.1:3306 check', 'backend'), 'known 1');
    assert.equal(ask('http-check set-var(check.port) int(9200)', 'backend', '3.0'), 'known 2');
  });

  it('knows the words that a daemon compares by hand and does not list', () => {
    const byHand: readonly (readonly [string, HaproxySection])[] = [
      ['acl a src 10.0.0.1', 'frontend'],
      ['bind :3306', 'listen'],
      ['balance leastconn', 'backend'],
      ['mode tcp', 'defaults'],
      ['log global', 'frontend'],
      ['maxconn 2000', 'global'],
      ['default-server inter 2s', 'defaults'],
      ['peer lb1 10.0.0.1:1024', 'peers'],
      ['nameserver dns1 10.0.0.1:53', 'resolvers'],
      ['mailer smtp1 10.0.0.1:25', 'mailers'],
      ['command /bin/true', 'program'],
      ['backing-file /tmp/ring', 'ring'],
      ['user admin password x', 'userlist'],
      ['total-max-size 4', 'cache'],
      ['.if defined(HOSTNAME)', 'backend'],
    ];
    for (const [line, section] of byHand) assert.match(ask(line, section, '2.6'), /^known/, line);
  });

  it('says where a keyword of another section belongs', () => {
    const { status, fact } = catalog.keyword(['nbthread', '4'], 'backend', '3.0');
    assert.deepEqual([status, fact?.sections], ['wrong-section', ['global']]);
    assert.equal(ask('server db1 10.0.0.1', 'frontend', '2.6'), 'wrong-section 1');
    assert.equal(ask('stats socket /run/haproxy.sock', 'backend'), 'wrong-section 2');
  });

  it('tells a keyword without effect from one in the wrong section', () => {
    const { status, fact } = catalog.keyword(['timeout', 'client', '10s'], 'backend', '2.6');
    assert.deepEqual([status, fact?.ignoredIn], ['known', ['backend']]);
    assert.equal(
      catalog.keyword(['timeout', 'check', '10s'], 'backend', '2.6').fact?.ignoredIn?.includes('backend'),
      false,
    );
  });

  it('tells what a release does not know yet from what it has dropped', () => {
    assert.equal(ask('option httpslog', 'frontend', '2.4'), 'newer 2');
    assert.equal(ask('option httpslog', 'frontend', '2.6'), 'known 2');
    assert.equal(ask('guid a', 'backend', '2.8'), 'newer 1');
    assert.equal(ask('nbproc 2', 'global', '3.0'), 'removed 1');
    assert.equal(ask('clitimeout 30s', 'defaults', '2.6'), 'removed 1');
    assert.equal(ask('clitimeout 30s', 'defaults'), 'removed 1');
    const { fact } = catalog.keyword(['clitimeout', '30s'], 'defaults');
    assert.deepEqual([fact?.removed, fact?.replacement], ['2.1', 'timeout client']);
  });

  it('asks the neighbours of a release it does not have', () => {
    assert.equal(ask('option httpslog', 'frontend', '2.3'), 'newer 2');
    assert.equal(ask('guid a', 'backend', '3.9'), 'known 1');
    assert.equal(ask('nbproc 2', 'global', '3.9'), 'removed 1');
  });

  it('points at the word that is unknown', () => {
    assert.equal(ask('timeout clinet 30s', 'frontend'), 'unknown 2');
    assert.equal(ask('timeout', 'frontend'), 'unknown 1');
    assert.equal(ask('ballance roundrobin', 'backend'), 'unknown 1');
    assert.equal(ask('no option tcplogg', 'backend'), 'unknown 3');
    assert.equal(ask('Balance roundrobin', 'backend'), 'unknown 1');
  });

  it('lets no and default stand before options and a few others', () => {
    assert.equal(ask('no option dontlognull', 'frontend', '2.6'), 'known 3');
    assert.equal(ask('default option dontlognull', 'frontend', '2.6'), 'known 3');
    assert.equal(ask('no log', 'frontend'), 'known 2');
    assert.equal(ask('no busy-polling', 'global'), 'known 2');
    assert.equal(ask('no balance roundrobin', 'backend'), 'unknown 2');
    assert.equal(ask('no option tcplog', 'frontend'), 'unknown 3');
  });

  it('suggests keywords for misspelt ones', () => {
    const first = (line: string, section: HaproxySection): string | undefined =>
      catalog.suggest(line.split(' '), section)[0];
    assert.equal(first('timeout clinet 30s', 'frontend'), 'timeout client');
    assert.equal(first('timout client 30s', 'frontend'), 'timeout client');
    assert.equal(first('timeout-client 30s', 'frontend'), 'timeout client');
    assert.equal(first('ballance roundrobin', 'backend'), 'balance');
    assert.equal(first('default-backend db', 'frontend'), 'default_backend');
    assert.equal(first('httpchk GET /', 'backend'), 'option httpchk');
    assert.equal(first('option mysqlcheck', 'backend'), 'option mysql-check');
    assert.equal(first('no option tcplogg', 'frontend'), 'option tcplog');
    assert.equal(first('clitimeout 30s', 'defaults'), 'timeout client');
    assert.equal(first('entirely strange', 'backend'), undefined);
  });

  it('has a fact with grammar, limits and a link for a keyword', () => {
    const { fact } = catalog.keyword(['timeout', 'server', '1h'], 'backend', '3.0');
    assert.deepEqual(
      [fact?.name, fact?.signature, fact?.argument],
      ['timeout server', 'timeout server <timeout>', 'time'],
    );
    assert.equal(fact?.link, 'https://docs.haproxy.org/3.0/configuration.html#4-timeout%20server');
    assert.match(fact?.note ?? '', /milliseconds/);
    const mode = catalog.keyword(['mode'], 'defaults', '2.6').fact;
    assert.deepEqual([mode?.min, mode?.max], [1, 1]);
    assert.equal(catalog.keyword(['acl'], 'defaults', '2.6').fact?.namedDefaultsOnly, true);
  });

  it('tells the same word apart by section', () => {
    const signature = (section: HaproxySection): string | undefined =>
      catalog.keyword(['user'], section, '2.6').fact?.signature;
    assert.equal(signature('global'), 'user <user name>');
    assert.match(signature('userlist') ?? '', /password/);
  });

  it('lists the keywords of a section once each', () => {
    const names = catalog.keywords('backend', '2.6').map(({ name }) => name);
    assert.ok(['balance', 'server', 'option httpchk', 'timeout server'].every((name) => names.includes(name)));
    assert.ok(!names.includes('guid') && !names.includes('nbthread'));
    assert.equal(new Set(names).size, names.length);
    assert.ok(catalog.keywords('backend').length > names.length);
  });

  it('knows options of servers and listeners and whether they take the next word', () => {
    assert.deepEqual([catalog.serverOption('check').known, catalog.serverOption('check').argument], [true, 'none']);
    assert.equal(catalog.serverOption('inter', '2.6').argument, 'required');
    assert.equal(catalog.serverOption('set-proxy-v2-tlv-fmt(0x20)', '3.0').argument, 'required');
    assert.equal(catalog.serverOption('id').serverOnly, true);
    assert.deepEqual(
      [catalog.serverOption('guid', '2.6').known, catalog.serverOption('guid', '2.6').since],
      [false, '3.0'],
    );
    assert.deepEqual(catalog.serverOption('chekc'), { known: false, argument: 'none' });
    assert.deepEqual(catalog.suggestServerOption('backupp'), ['backup']);
    assert.equal(catalog.bindOption('ssl').argument, 'none');
    assert.equal(catalog.bindOption('crt').argument, 'required');
    assert.ok(catalog.bindOptions('2.6').includes('accept-proxy'));
    assert.deepEqual(catalog.suggestBindOption('accept_proxy'), ['accept-proxy']);
  });

  it('knows balance algorithms and actions by release', () => {
    assert.ok(
      ['roundrobin', 'leastconn', 'source', 'first', 'hdr'].every((name) =>
        catalog.balanceAlgorithms('2.6').includes(name),
      ),
    );
    assert.ok(catalog.actions('tcp-request connection', '2.6').includes('reject'));
    assert.ok(catalog.actions('http-request', '2.6').includes('set-var'));
    assert.ok(!catalog.actions('tcp-request connection', '2.6').includes('set-header'));
    assert.deepEqual(catalog.actions('quic-initial', '2.6'), []);
    assert.deepEqual(catalog.actions('balance'), []);
  });

  it('accepts without a release whatever some release accepts', () => {
    for (const release of catalog.releases) {
      for (const section of catalog.sections(release)) {
        for (const { name } of catalog.keywords(section, release)) {
          assert.equal(
            catalog.keyword(name.split(' '), section).status,
            'known',
            `${name} in ${section} of ${release}`,
          );
        }
      }
    }
  });

  it('never fails and never points beyond the line, whatever the words', () => {
    const word = fc.oneof(
      fc.constantFrom('no', 'default', 'option', 'timeout', 'capture', 'client', 'set-var(x'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...catalog.sections()),
        (words, section) => {
          const { length } = catalog.keyword(words, section, '2.6');
          assert.ok(length >= 1 && length <= words.length);
          catalog.suggest(words, section, '2.6');
        },
      ),
    );
  });
});

describe('the data of the haproxy catalogue', () => {
  const text = readFileSync(path.join(__dirname, '../../server/core/catalog/data/haproxy.json'), 'utf8');
  const kinds = ['sections', 'keywords', 'bindOptions', 'serverOptions', 'balance', 'actions'] as const;

  it('holds one record a line, sorted by name', () => {
    for (const kind of kinds) {
      const records: readonly { readonly name: string }[] = data[kind];
      const names = records.map(({ name }) => name);
      assert.deepEqual(names, [...names].sort(), kind);
      for (const record of records) assert.ok(text.includes(`\n${JSON.stringify(record)}`), JSON.stringify(record));
    }
  });

  it('names only sections, rules and releases that exist', () => {
    const sections = new Set(['*', ...data.sections.map(({ name }) => name)]);
    const records: readonly { readonly in?: string; readonly ignored?: string; readonly name: string }[] =
      data.keywords;
    for (const { name, in: taken, ignored } of records) {
      const places = [taken, ignored].flatMap((list) => list?.split(' ') ?? []);
      assert.ok(places.length > 0 && places.every((place) => sections.has(place)), name);
    }
    for (const [, range] of text.matchAll(/"releases":"([^"]*)"/g)) {
      const [first = '', last = ''] = (range ?? '').split('-');
      for (const release of [first, last]) assert.ok(release === '' || data.releases.includes(release), range);
    }
  });

  it('has joined every hand-written fact', () => {
    const written = Object.entries(facts).flatMap(([kind, list]) =>
      (list as readonly object[]).map((fact) => ({ kind, fact })),
    );
    assert.ok(written.length > 150);
    for (const { kind, fact } of written) {
      const { name, note } = fact as { readonly name: string; readonly note?: string };
      const records: readonly { readonly name: string; readonly note?: string }[] =
        data[kind as (typeof kinds)[number]];
      assert.ok(
        records.some((record) => record.name === name && (note === undefined || record.note === note)),
        name,
      );
    }
  });

  it('offers replacements that exist', () => {
    const records: readonly { readonly name: string; readonly replacement?: string }[] = data.keywords;
    const names = new Set(records.map(({ name }) => name));
    for (const { name, replacement } of records) assert.ok(replacement === undefined || names.has(replacement), name);
  });

  it('stays small', () => assert.ok(text.length < 120 * 1024, `${text.length} bytes`));
});
