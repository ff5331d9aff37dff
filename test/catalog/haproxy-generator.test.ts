import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import data from '../../server/core/catalog/data/haproxy.json';
import facts from '../../server/core/catalog/data/haproxy-facts.json';

describe('the generator of the haproxy catalogue', () => {
  it('would write the committed data with the committed facts', async () => {
    const { fold, unfold } = await import('../../scripts/catalog/haproxy-data.mjs');
    const text = readFileSync(path.join(__dirname, '../../server/core/catalog/data/haproxy.json'), 'utf8');
    assert.equal(fold(unfold(data, facts), facts), text, 'run `node scripts/catalog/haproxy.mjs` and commit');
  });

  it('refuses a hand-written fact about a word that no haproxy knows', async () => {
    const { fold, unfold } = await import('../../scripts/catalog/haproxy-data.mjs');
    const wrong = { ...facts, keywords: [{ name: 'blance', note: 'misspelt' }] };
    assert.throws(() => fold(unfold(data, wrong), wrong), /no haproxy knows blance/);
  });

  it('takes grammar out of a manual and leaves prose', async () => {
    const { readManual } = await import('../../scripts/catalog/haproxy-manual.mjs');
    const manual = `4.2. Alphabetically sorted keywords reference
---------------------------------------------

This chapter is about keywords.

balance <algorithm> [ <arguments> ]
balance url_param <param>
  How a server is chosen.

  Example :
        balance leastconn

cookie <name> [ rewrite | insert ]
       [ indirect ]
  Persistence.

dispatch <address>:<port> (deprecated)
  Where everything goes.

Notes of this kind are prose.
  They are no grammar.

5.1. Bind options
-----------------

accept-proxy
  Expects a header.
`;
    assert.deepEqual(readManual(manual), [
      {
        place: 'proxy',
        forms: ['balance <algorithm> [ <arguments> ]', 'balance url_param <param>'],
        deprecated: false,
      },
      { place: 'proxy', forms: ['cookie <name> [ rewrite | insert ] [ indirect ]'], deprecated: false },
      { place: 'proxy', forms: ['dispatch <address>:<port>'], deprecated: true },
      { place: 'bind', forms: ['accept-proxy'], deprecated: false },
    ]);
  });

  /** Speaks as haproxy does, and gives up at the word `fatal`. */
  function speak(text: string): string {
    const known = new Set(['frontend', 'bind', 'mode']);
    const lines = text.split('\n').slice(0, -1);
    const end = lines.findIndex((line) => line.startsWith('fatal'));
    return lines
      .slice(0, end < 0 ? undefined : end + 1)
      .flatMap((line, index) => {
        const [word = ''] = line.split(' ');
        if (line === 'mode http')
          return [`[WARNING]  (1) : config : parsing [/x.cfg:${index + 1}] : 'mode' ignored because of a whim.`];
        return known.has(word)
          ? []
          : [
              `[ALERT]    (1) : config : parsing [/x.cfg:${index + 1}] : unknown keyword '${word}' in 'frontend' section`,
            ];
      })
      .join('\n');
  }

  it('attributes what the daemon says to lines, and asks again where it gives up', async () => {
    const { askLine, knownWords, verdictOf } = await import('../../scripts/catalog/haproxy-probe.mjs');
    const words = [...Array.from({ length: 40 }, (_, index) => `word${index}`), 'fatal', 'bind', 'wordy', 'mode'];
    assert.deepEqual(
      knownWords(speak, 'frontend probe', (word) => word, words),
      ['bind', 'mode'],
    );
    assert.equal(askLine(speak, 'frontend probe', 'bind :80').refused, false);
    assert.equal(verdictOf(askLine(speak, 'frontend probe', 'mode http')).kind, 'ignored');
  });

  it('reads verdicts from the words of the daemon', async () => {
    const { verdictOf } = await import('../../scripts/catalog/haproxy-probe.mjs');
    const refused = (message: string): object => verdictOf({ refused: true, messages: [message] });
    assert.deepEqual(refused("'bind' not allowed in 'defaults' section."), { kind: 'elsewhere' });
    assert.deepEqual(
      refused("the 'clitimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout client'."),
      {
        kind: 'removed',
        removed: '2.1',
      },
    );
    assert.deepEqual(refused("'timeout client' expects an argument"), { kind: 'accepted' });
    assert.deepEqual(verdictOf({ refused: false, messages: [] }), { kind: 'accepted' });
  });
});
