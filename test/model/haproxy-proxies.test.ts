import assert from 'node:assert/strict';
import { isEnabled, type Proxy, proxiesOf, settingOf } from '../../server/core/model/haproxy-proxies';
import { readTime } from '../../server/core/model/haproxy-time';
import type { Host } from '../../server/core/model/host';
import { haproxy } from '../../server/core/syntax/haproxy';
import { Document } from '../../server/core/syntax/tree';

/** The proxies of a host with these files, by name. */
function proxies(files: Readonly<Record<string, string>>): Map<string | undefined, Proxy> {
  const documents = Object.entries(files).map(([path, text]) => new Document(`file:///${path}`, path, haproxy, text));
  const host = { haproxy: documents } as unknown as Host;
  return new Map(proxiesOf(host).map((proxy) => [proxy.name, proxy]));
}

function timeout(proxy: Proxy | undefined, name: string): string | undefined {
  assert.ok(proxy);
  const setting = settingOf(proxy, `timeout ${name}`);
  return setting === 'unknown' ? setting : setting?.words[2]?.text;
}

describe('proxies of haproxy.cfg', () => {
  it('inherit from the last defaults before them', () => {
    const found = proxies({
      'haproxy.cfg': 'frontend a\ndefaults\n timeout client 1s\nfrontend b\ndefaults\nfrontend c\n',
    });
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => timeout(found.get(name), 'client')),
      [undefined, '1s', undefined],
    );
  });

  it('inherit from the defaults they name, and through what these build on', () => {
    const found = proxies({
      'haproxy.cfg':
        'defaults x\n timeout client 1s\n timeout connect 1s\ndefaults y from x\n timeout connect 2s\ndefaults\nlisten a from y\n timeout server 3s\n',
    });
    const a = found.get('a');
    assert.deepEqual([timeout(a, 'client'), timeout(a, 'connect'), timeout(a, 'server')], ['1s', '2s', '3s']);
  });

  it('inherit from an earlier file, haproxy.cfg first', () => {
    const found = proxies({ 'conf.d/a.cfg': 'frontend a\n', 'haproxy.cfg': 'defaults\n timeout client 1s\n' });
    assert.equal(timeout(found.get('a'), 'client'), '1s');
  });

  it('take the last of several lines', () => {
    const found = proxies({ 'haproxy.cfg': 'frontend a\n timeout client 1s\n timeout client 2s\n' });
    assert.equal(timeout(found.get('a'), 'client'), '2s');
  });

  it('leave out dead branches and doubt undecided ones', () => {
    const found = proxies({
      'haproxy.cfg':
        '.if 0\nfrontend dead\n.endif\nfrontend a\n.if 0\n timeout client 1s\n.endif\n.if defined(X)\n timeout connect 1s\n.endif\n',
    });
    assert.equal(found.has('dead'), false);
    assert.deepEqual([timeout(found.get('a'), 'client'), timeout(found.get('a'), 'connect')], [undefined, 'unknown']);
  });

  it('doubt everything behind defaults that a condition decides about', () => {
    const found = proxies({ 'haproxy.cfg': '.if defined(X)\ndefaults\n timeout client 1s\n.endif\nfrontend a\n' });
    assert.equal(timeout(found.get('a'), 'client'), 'unknown');
  });

  it('are in service unless they or their defaults are disabled', () => {
    const found = proxies({
      'haproxy.cfg':
        'frontend a\nfrontend b\n disabled\nfrontend c\n disabled\n enabled\ndefaults\n disabled\nfrontend d\n',
    });
    assert.deepEqual([...found.values()].map(isEnabled), [true, false, true, false]);
  });

  it('are read anew when a condition around them changes', () => {
    const document = new Document('file:///haproxy.cfg', 'haproxy.cfg', haproxy, '.if 0\n.else\nfrontend a\n.endif\n');
    const names = () => proxiesOf({ haproxy: [document] } as unknown as Host).map(({ name }) => name);
    assert.deepEqual(names(), ['a']);
    document.edit([{ range: { start: { line: 0, character: 4 }, end: { line: 0, character: 5 } }, newText: '1' }]);
    assert.deepEqual(names(), []);
  });
});

describe('times of haproxy.cfg', () => {
  it('count milliseconds without a unit', () => {
    assert.deepEqual(readTime('30'), { milliseconds: 30, hasUnit: false, rest: '' });
  });

  it('have six units', () => {
    const times = ['1000us', '1ms', '1s', '1m', '1h', '1d'].map((text) => readTime(text)?.milliseconds);
    assert.deepEqual(times, [1, 1, 1000, 60_000, 3_600_000, 86_400_000]);
  });

  it('may have letters behind the unit, which are ignored', () => {
    assert.deepEqual(readTime('30min'), { milliseconds: 1_800_000, hasUnit: true, rest: 'in' });
  });

  it('are refused otherwise', () => {
    for (const text of ['', 's', '1.5s', '30S', '-1', '+5s', '1e3', 'never'])
      assert.equal(readTime(text), undefined, text);
  });
});
