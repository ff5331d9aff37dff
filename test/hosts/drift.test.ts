import assert from 'node:assert/strict';
import { drift } from '../../client/hosts/deploy/drift';
import type { Sight } from '../../client/hosts/main';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** One file as it is here and there. */
function sight(here: string, there: string | undefined): Sight {
  const file = { source: 'db1/my.cnf', path: '/etc/my.cnf', program: 'database', isSecret: false } as const;
  const found = there !== undefined && {
    real: file.path,
    digest: there,
    access: { owner: 'root', group: 'root', mode: '644', label: undefined, acl: [] },
    content: base64(there),
    isMount: false,
  };
  const host = {
    name: 'db1',
    access: { name: 'db1' },
    roles: [],
    addresses: [],
    files: [{ ...file, content: base64(here), digest: here }],
  };
  return {
    desired: [{ name: 'c', kinds: [], hosts: [host], stops: [] }],
    observed: new Map([
      [
        'c/db1',
        {
          name: 'db1',
          files: [{ path: file.path, found: found || undefined, deployed: undefined }],
          programs: [],
          lock: undefined,
          unfinished: undefined,
          server: undefined,
          changedOptions: [],
          changedKeys: [],
          recreated: undefined,
          addresses: [],
          proxied: [],
          removedServers: [],
          orchestrated: [],
          pacemaker: undefined,
        },
      ],
    ]),
    stops: [],
  };
}

describe('drift of a host', () => {
  const lines = (here: string, there: string | undefined): string[] =>
    drift(sight(here, there)).map(({ first, last, message }) => `${first}-${last} ${message}`);

  it('names the lines that differ, without secrets', () => {
    assert.deepEqual(lines('a = 1\nb = 2\nc = 3\n', 'a = 1\nb = 2\nc = 3\n'), []);
    assert.deepEqual(lines('a = 1\nb = 2\nc = 3\n', 'a = 1\nb = 9\nc = 3\n'), ['2-2 db1 has instead: b = 9']);
    assert.deepEqual(lines('a = 1\nb = 2\nc = 3\n', 'a = 1\n'), ['2-3 db1 does not have this']);
    assert.deepEqual(lines('a = 1\nc = 3\n', 'a = 1\nmaster_password = x\nc = 3\n'), [
      '2-2 db1 has here besides: master_password = ********',
    ]);
    assert.deepEqual(lines('a = 1\n', undefined), ['1-1 db1 does not have this file (/etc/my.cnf)']);
  });
});
