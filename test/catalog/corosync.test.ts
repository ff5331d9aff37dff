import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CorosyncCatalog } from '../../server/core/catalog/corosync';
import data from '../../server/core/catalog/data/corosync.json';

describe('the corosync catalogue', () => {
  const catalog = CorosyncCatalog.from(data);

  it('knows sections by their path', () => {
    for (const path of ['totem', 'totem.interface', 'nodelist.node', 'quorum.device.net']) {
      assert.equal(catalog.section(path).known, true, path);
    }
    assert.deepEqual(catalog.section('nodelist.nodes'), { known: false });
  });

  it('tells sections of corosync 1 from those that only corosync 3 has dropped', () => {
    const { known, removedIn, note } = catalog.section('service');
    assert.deepEqual([known, removedIn], [false, '2.0.0']);
    assert.match(note ?? '', /Pacemaker/);
    assert.equal(catalog.section('qb').known, true);
    assert.equal(catalog.section('qb').removedIn, '3.0.0');
    assert.ok(!catalog.sections().includes('service'));
  });

  it('knows a key in its own section only', () => {
    assert.equal(catalog.key('totem', 'token')?.type, 'integer');
    assert.equal(catalog.key('quorum', 'token'), undefined);
    assert.equal(catalog.key('nowhere', 'token'), undefined);
    assert.equal(catalog.key('quorum', 'two_nodes'), undefined);
  });

  it('gives limits, words, defaults and versions', () => {
    const token = catalog.key('totem', 'token');
    assert.deepEqual([token?.min, token?.max, token?.default, token?.checked], [30, 4294967295, '3000', true]);
    assert.deepEqual(catalog.key('totem', 'transport')?.values, ['knet', 'udpu', 'udp']);
    assert.equal(catalog.key('totem', 'knet_mtu')?.since, '3.1.7');
    assert.equal(catalog.key('totem', 'rrp_mode')?.removed, '3.0.0');
    assert.equal(catalog.key('totem', 'version')?.required, true);
    assert.equal(catalog.key('totem', 'cluster_name')?.checked, false);
  });

  it('calls a switch boolean and keeps its two words', () => {
    const { type, values } = catalog.key('system', 'sched_rr') ?? {};
    assert.deepEqual([type, values], ['boolean', ['yes', 'no']]);
    assert.equal(catalog.key('logging', 'debug')?.type, 'enum');
  });

  it('has an address for each of eight links, the first of which is required', () => {
    assert.equal(catalog.key('nodelist.node', 'ring0_addr')?.required, true);
    assert.equal(catalog.key('nodelist.node', 'ring7_addr')?.required, undefined);
    assert.equal(catalog.key('nodelist.node', 'ring8_addr'), undefined);
    const names = catalog.keys('nodelist.node').map(({ key }) => key);
    assert.ok(names.includes('ring1_addr') && !names.includes('ringX_addr'));
  });

  it('knows commands of the quorum device by their prefix', () => {
    assert.equal(catalog.key('quorum.device.heuristics', 'exec_ping')?.repeatable, true);
    assert.equal(catalog.key('quorum.device.heuristics', 'exec_'), undefined);
  });

  it('lists the keys of a section and none of a section that is not there', () => {
    const names = catalog.keys('quorum').map(({ key }) => key);
    assert.ok(['provider', 'two_node', 'expected_votes'].every((name) => names.includes(name)));
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(catalog.keys('service'), []);
    assert.deepEqual(catalog.keys('nodelist.nodes'), []);
  });

  it('suggests what a misspelt key means', () => {
    assert.deepEqual(catalog.suggest('quorum', 'two_nodes'), ['two_node']);
    assert.deepEqual(catalog.suggest('quorum', 'Two-Node'), ['two_node']);
    assert.deepEqual(catalog.suggest('totem', 'cripto_hash'), ['crypto_hash']);
    assert.deepEqual(catalog.suggest('nodelist.node', 'ringo_addr')[0], 'ring0_addr');
    assert.deepEqual(catalog.suggest('totem', 'two_node'), []);
    assert.deepEqual(catalog.suggest('nowhere', 'two_node'), []);
  });

  it('suggests sections that stand where the misspelt one stands', () => {
    assert.deepEqual(catalog.suggestSection('nodelists', 'nodelists'), ['nodelist']);
    assert.deepEqual(catalog.suggestSection('Quorum', 'Quorum'), ['quorum']);
    assert.deepEqual(catalog.suggestSection('totem.interfaces', 'interfaces'), ['interface']);
    assert.deepEqual(catalog.suggestSection('totem.nodelist', 'nodelist'), []);
  });

  it('links each key to the manual page that describes it', () => {
    assert.match(catalog.key('quorum', 'two_node')?.link ?? '', /\/votequorum\.5/);
    assert.match(catalog.key('quorum.device.net', 'host')?.link ?? '', /\/corosync-qdevice\.8/);
    assert.match(catalog.key('totem', 'token')?.link ?? '', /\/corosync\.conf\.5/);
    assert.match(catalog.key('totem', 'rrp_mode')?.link ?? '', /\/stretch\//);
  });

  it('takes a default from the words of its key', () => {
    for (const path of catalog.sections()) {
      for (const { key, default: standard, values } of catalog.keys(path)) {
        // A default of several words is a formula.
        if (standard === undefined || values === undefined || standard.includes(' ')) continue;
        assert.ok(values.includes(standard) || /^\d+$/.test(standard) || standard === 'none', `${path}.${key}`);
      }
    }
  });
});

describe('the data of the corosync catalogue', () => {
  const text = readFileSync(path.join(__dirname, '../../server/core/catalog/data/corosync.json'), 'utf8');

  it('holds one record a line, sorted, each with a source and each key in a known section', () => {
    const paths = data.sections.map((section) => section.path);
    const keys = data.keys.map((record) => `${record.in} ${record.key}`);
    assert.deepEqual(paths, [...paths].sort());
    assert.deepEqual(keys, [...keys].sort());
    for (const record of data.keys)
      assert.ok(
        record.in.split(' ').every((section) => paths.includes(section)),
        record.in,
      );
    for (const record of [...data.sections, ...data.keys]) {
      assert.ok(text.includes(`\n${JSON.stringify(record)}`), JSON.stringify(record));
      assert.match(record.source, /^(corosync\.conf\(5\)( 2\.4)?|votequorum\(5\)|qdevice\(8\)|\w+\.c|pcs)$/);
    }
  });

  it('stays small', () => assert.ok(text.length < 30 * 1024, `${text.length} bytes`));
});
