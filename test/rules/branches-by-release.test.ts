import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { rangeOf } from '../../server/core/syntax/tree';
import { allFindings, open } from './page-claims';

const file = 'haproxy.cfg';
const text = `global
  stats socket /run/haproxy/admin.sock
.if version_atleast(3.0)
  nonsense of new
.else
  nonsense of old
.endif
`;

function manifest(...releases: readonly string[]): string {
  const hosts = releases.map((haproxy, at) => ({ name: `lb${at}`, haproxy, files: { [file]: '/etc/haproxy/' } }));
  return JSON.stringify({ clusters: [{ name: 'shop', hosts }] });
}

describe('branches of haproxy.cfg by version', () => {
  it('are judged anew when the release of a host becomes another', () => {
    const files = new Map([
      [file, text],
      ['quorate.json', manifest('2.6')],
    ]);
    const workspace = open({ title: '', kind: 'bad', files, expected: [] }, rules);
    const found = (): string[] =>
      allFindings(workspace).map(({ rule, span }) => `${rule} in line ${Number(rangeOf(span)?.start.line) + 1}`);
    assert.deepEqual(found(), ['haproxy/unknown-keyword in line 6']);
    workspace.set('quorate.json', 'file:///repository/quorate.json', manifest('3.0'));
    workspace.update();
    assert.deepEqual(found(), ['haproxy/unknown-keyword in line 4']);
    workspace.set('quorate.json', 'file:///repository/quorate.json', manifest('2.6', '3.0'));
    workspace.update();
    assert.deepEqual(found(), []);
  });
});
