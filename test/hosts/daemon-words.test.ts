import assert from 'node:assert/strict';
import { daemonWords } from '../../client/hosts/deploy/daemon-words';

describe('what a daemon says when it refuses a file', () => {
  it('is said once, without times, and without the warnings beside it', () => {
    const said = `2026-11-21  9:51:07 0 [ERROR] /usr/sbin/mariadbd: unknown variable 'max_conections=3'
2026-11-21  9:51:07 0 [Warning] Could not increase number of max_open_files to more than 20000 (request: 32133)
2026-11-21  9:51:08 0 [ERROR] /usr/sbin/mariadbd: unknown variable 'max_conections=3'
`;
    assert.equal(daemonWords(said), "[ERROR] /usr/sbin/mariadbd: unknown variable 'max_conections=3'");
  });

  it('keeps where HAProxy found what, and not that it began to look', () => {
    const said = `[NOTICE]   (7) : haproxy version is 2.6.12
[ALERT]    (7) : config : parsing [/etc/haproxy/haproxy.cfg:3] : unknown keyword 'bnd' in 'listen' section
[ALERT]    (7) : config : Fatal errors found in configuration.`;
    assert.equal(
      daemonWords(said),
      `[ALERT]    (7) : config : parsing [/etc/haproxy/haproxy.cfg:3] : unknown keyword 'bnd' in 'listen' section
[ALERT]    (7) : config : Fatal errors found in configuration.`,
    );
  });

  it('stays as it is where nothing is called an error', () => {
    assert.equal(
      daemonWords('mysqld: [Warning] not so good\nno space left\n'),
      'mysqld: [Warning] not so good\nno space left',
    );
  });
});
