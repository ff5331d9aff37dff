import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Access } from '../../server/core/ops/access';
import { type Destination, destinationOf, jumpAccess } from '../../client/hosts/ssh/ssh-config';

describe('the SSH configuration', () => {
  const home = mkdtempSync(join(tmpdir(), 'quorate-ssh-'));
  const config = join(home, '.ssh/config');
  mkdirSync(join(home, '.ssh'));
  after(() => rmSync(home, { recursive: true, force: true }));

  const of = (text: string, access: Access): Promise<Destination> => {
    writeFileSync(config, text);
    return destinationOf(access, { configFiles: [config], home, environment: { SSH_AUTH_SOCK: '/agent' } });
  };

  it('gives what ssh would use', async () => {
    const text = `Host db1
  HostName %h.example.net
  Port 2222
  User dba
  IdentityFile ~/.ssh/%r_key
  IdentitiesOnly yes
  ProxyJump a,b@c:23
Host *
  User nobody
  ServerAliveInterval 1m
`;
    const found = await of(text, { name: 'db1' });
    assert.equal(found.hostName, 'db1.example.net');
    assert.equal(found.port, 2222);
    assert.equal(found.user, 'dba');
    assert.deepEqual(found.identityFiles, [join(home, '.ssh/dba_key')]);
    assert.equal(found.identitiesOnly, true);
    assert.equal(found.agent, '/agent');
    assert.deepEqual(found.jumps, ['a', 'b@c:23']);
    assert.equal(found.keepAliveMs, 60_000);
    assert.equal((await of(text, { name: 'db2' })).user, 'nobody');
  });

  it('lets the host’s own data win, and looks up the name to connect to', async () => {
    const text = 'Host real\n  User dba\n  Port 1\n  ProxyJump gate\n';
    const found = await of(text, { name: 'db1', host: 'real', port: 2, user: 'me', jump: 'none', identityFile: '~/k' });
    assert.deepEqual([found.hostName, found.port, found.user, found.jumps], ['real', 2, 'me', []]);
    assert.equal(found.identityFiles[0], join(home, 'k'));
  });

  it('follows Include, also inside a section', async () => {
    mkdirSync(join(home, '.ssh/conf.d'), { recursive: true });
    writeFileSync(join(home, '.ssh/conf.d/a.conf'), 'Host other\n  Port 7\n');
    const text = 'Host db1\n  Include conf.d/*.conf\n  Port 9\n';
    assert.equal((await of(text, { name: 'db1' })).port, 9);
    assert.equal((await of(`Include conf.d/*.conf\n${text}`, { name: 'other' })).port, 7);
  });

  it('never runs a program, and says a ProxyCommand is there', async () => {
    const text = `Match exec "touch ${home}/ran"\n  Port 1\nHost db1\n  ProxyCommand nc %h %p\n`;
    const found = await of(text, { name: 'db1' });
    assert.equal(found.port, 22);
    assert.equal(found.proxyCommand, 'nc %h %p');
  });

  it('reads hosts of a ProxyJump list', () => {
    assert.deepEqual(jumpAccess('gate'), { name: 'gate', user: undefined, port: undefined });
    assert.deepEqual(jumpAccess('me@gate:23'), { name: 'gate', user: 'me', port: 23 });
    assert.deepEqual(jumpAccess('ssh://me@[fd00::1]:23'), { name: 'fd00::1', user: 'me', port: 23 });
  });
});
