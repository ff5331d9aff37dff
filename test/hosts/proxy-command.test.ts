import assert from 'node:assert/strict';
import { proxyWords } from '../../client/hosts/ssh/proxy-command';

describe('a ProxyCommand', () => {
  const tokens = { '%': '%', h: 'db1', p: '2222', r: 'dba', n: 'alias' };

  it('is split into words as ssh_config(5) writes them', () => {
    assert.deepEqual(proxyWords('exec nc -X connect "my proxy" %h %p', tokens), [
      'nc',
      '-X',
      'connect',
      'my proxy',
      'db1',
      '2222',
    ]);
    assert.deepEqual(proxyWords("'/opt/my tools/dial' %r@%h 100%%", tokens), ['/opt/my tools/dial', 'dba@db1', '100%']);
  });

  it('is refused where only a shell could run it, and where a name would be an option', () => {
    for (const command of ['nc %h %p 2>/dev/null', 'a | b', 'x $(y)', 'x; y', 'nc `x`']) {
      assert.equal(proxyWords(command, tokens), undefined, command);
    }
    assert.equal(proxyWords('nc %h %p', { ...tokens, h: '-oProxyCommand=x' }), undefined);
    assert.deepEqual(proxyWords('nc %h %p', { ...tokens, h: '$(x)' }), ['nc', '$(x)', '2222']);
  });
});
