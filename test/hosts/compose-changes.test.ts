import assert from 'node:assert/strict';
import { changedServices, serverWords } from '../../client/hosts/deploy/compose-changes';

const file = (one: string, two: string, rest = ''): string => `x-common: &common
  image: mariadb:11
services:
  db1:
    <<: *common
    command: ${one}
  db2: { image: "mariadb:11", command: ${two} }
${rest}`;

describe('what a new compose file changes', () => {
  it('is a service, with what it takes over from elsewhere', () => {
    assert.deepEqual(changedServices(file('a', 'b'), file('a', 'b')), []);
    assert.deepEqual(changedServices(file('a', 'b'), file('a', 'c')), ['db2']);
    assert.deepEqual(
      changedServices(file('a', 'b'), file('a', 'b').replace('image: mariadb:11', 'image: mariadb:12')),
      ['db1'],
    );
    assert.deepEqual(changedServices(file('a', 'b'), `# words only\n${file('a', 'b')}`), []);
  });

  it('is every service where something outside of them changes, or nothing can be read', () => {
    assert.deepEqual(changedServices(file('a', 'b'), file('a', 'b', 'networks: { n: {} }\n')), ['db1', 'db2']);
    assert.deepEqual(changedServices('services: [', file('a', 'b')), ['db1', 'db2']);
  });

  it('gives the server the options behind its name', () => {
    assert.deepEqual(serverWords(file('[mariadbd, --a=1, --b=$$x]', 'x'), 'db1'), ['--a=1', '--b=$x']);
    assert.deepEqual(serverWords(file('--a=1 --b', 'x'), 'db1'), ['--a=1', '--b']);
    assert.deepEqual(serverWords(file('a', 'x'), 'db9'), []);
  });
});
