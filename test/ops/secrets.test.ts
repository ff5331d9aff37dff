import assert from 'node:assert/strict';
import { withoutSecrets } from '../../server/core/ops/secrets';

describe('a line without its secrets', () => {
  it('keeps names and loses values', () => {
    assert.equal(withoutSecrets('wsrep_sst_auth = me:geheim'), 'wsrep_sst_auth = ********');
    assert.equal(withoutSecrets('password=geheim # old'), 'password=********');
    assert.equal(withoutSecrets('  user dba insecure-password geheim'), '  user dba insecure-password ********');
    assert.equal(withoutSecrets('max_connections = 100'), 'max_connections = 100');
  });
});
