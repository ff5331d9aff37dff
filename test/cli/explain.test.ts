import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runningRules } from '../../server/core/live/running-rules';
import { rules } from '../../server/core/rules/registry';
import { troubles } from '../../server/core/trouble';
import { quorate } from './in-process';
import { sharedId } from './scratch';

describe('explain', () => {
  it('prints the page of a rule', async () => {
    const page = readFileSync(path.join(__dirname, `../../server/core/rules/${sharedId}.md`), 'utf8');
    assert.deepEqual(await quorate('/', 'explain', sharedId), { code: 0, out: page, err: '' });
  });

  it('prints the page of everything a running server shows', async () => {
    for (const [id, { summary }] of Object.entries(runningRules)) {
      const { code, out } = await quorate('/', 'explain', id);
      const [heading = ''] = out.split('\n');
      assert.equal(code, 0);
      assert.equal(heading.replaceAll('`', '').slice(2).toLowerCase(), summary.toLowerCase());
    }
  });

  it('lists every rule, what running servers show, and what can be wrong with a file as such', async () => {
    const { code, out } = await quorate('/', 'explain');
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    assert.equal(code, 0);
    assert.deepEqual(ids, [...rules.map(([id]) => id), ...Object.keys(runningRules), ...Object.keys(troubles)].sort());
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
