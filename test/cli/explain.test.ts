import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../server/core/rules/registry';
import { troubles } from '../../server/core/trouble';
import { quorate } from './in-process';
import { sharedId } from './scratch';

describe('explain', () => {
  it('prints the page of a rule', async () => {
    const page = readFileSync(path.join(__dirname, `../../server/core/rules/${sharedId}.md`), 'utf8');
    assert.deepEqual(await quorate('/', 'explain', sharedId), { code: 0, out: page, err: '' });
  });

  it('lists every rule, and what can be wrong with a file as such', async () => {
    const { code, out } = await quorate('/', 'explain');
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    assert.equal(code, 0);
    assert.deepEqual(ids, [...rules.map(([id]) => id), ...Object.keys(troubles)].sort());
  });

  it('says of what is wrong with a file as such all there is to say', async () => {
    const { code, out } = await quorate('/', 'explain', 'file/too-large');
    assert.deepEqual([code, out], [0, 'file/too-large  warning  a file is too large to be configuration\n']);
  });

  it('names the nearest rule when there is none of the name', async () => {
    const { code, out, err } = await quorate('/', 'explain', 'replication/server-id-duplicates');
    assert.deepEqual([code, out], [2, '']);
    assert.equal(err, `quorate: there is no rule replication/server-id-duplicates; did you mean ${sharedId}?\n`);
  });
});
