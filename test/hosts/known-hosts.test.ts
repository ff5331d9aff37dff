import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { fingerprint, judgeKey, keyType, knownHostsLine, knownKeyTypes } from '../../client/hosts/ssh/known-hosts';

/** A key blob as far as known_hosts cares: its kind, then anything. */
const key = (type: string, rest: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + rest)]);
};
const mine = key('ssh-ed25519', 'mine');
const other = key('ssh-ed25519', 'other');
const line = (hosts: string, blob = mine): string => `${hosts} ${keyType(blob)} ${blob.toString('base64')}\n`;
const verdict = (text: string, host = 'db1', port = 22): string =>
  judgeKey([{ path: 'known', text }], host, port, mine).kind;

describe('known_hosts', () => {
  it('knows names, patterns and ports', () => {
    assert.equal(verdict(line('db1,10.0.0.1')), 'known');
    assert.equal(verdict(line('DB1'), 'Db1'), 'known');
    assert.equal(verdict(line('db*')), 'known');
    assert.equal(verdict(line('db*,!db1')), 'unknown');
    assert.equal(verdict(line('db1'), 'db1', 2222), 'unknown');
    assert.equal(verdict(line('[db1]:2222'), 'db1', 2222), 'known');
    assert.equal(verdict('# db1\n\nnonsense\n'), 'unknown');
  });

  it('knows hashed names', () => {
    const salt = Buffer.from('salt');
    const hash = createHmac('sha1', salt).update('db1').digest('base64');
    assert.equal(verdict(line(`|1|${salt.toString('base64')}|${hash}`)), 'known');
    assert.equal(verdict(line(`|1|${salt.toString('base64')}|${hash}`), 'db2'), 'unknown');
    assert.equal(verdict(knownHostsLine('db1', 2222, mine, true), 'db1', 2222), 'known');
    assert.equal(verdict(knownHostsLine('db1', 22, mine, false)), 'known');
  });

  it('tells a changed key from a key of another kind, and where', () => {
    const changed = judgeKey([{ path: 'known', text: `\n${line('db1', other)}` }], 'db1', 22, mine);
    assert.deepEqual(changed, { kind: 'changed', places: ['known:2'] });
    assert.equal(verdict(line('db1', key('ssh-rsa', 'x'))), 'unknown');
    assert.deepEqual(knownKeyTypes([{ path: 'known', text: line('db1', key('ssh-rsa', 'x')) }], 'db1', 22), [
      'ssh-rsa',
    ]);
  });

  it('refuses revoked keys, and says what it cannot check of authorities', () => {
    assert.equal(verdict(line('db1') + `@revoked ${line('*')}`), 'revoked');
    const authority = judgeKey([{ path: 'known', text: `@cert-authority ${line('*', other)}` }], 'db1', 22, mine);
    assert.match(authority.kind === 'unknown' ? (authority.note ?? '') : '', /known:1 trusts an authority/);
  });

  it('prints fingerprints as ssh-keygen does', () => {
    assert.match(fingerprint(mine), /^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});
