import assert from 'node:assert/strict';
import { Shell } from '../../client/hosts/status/shell';
import type { Session } from '../../client/hosts/ssh/session';

/** A session that prints one text whatever it is told to run: a stub, because the lab's hosts run no systemd. */
function printing(text: string): { session: Session; commands: (readonly string[])[] } {
  const commands: (readonly string[])[] = [];
  const session = {
    runAsRoot(command: readonly string[]) {
      commands.push(command);
      return Promise.resolve({ status: 0, stdout: Buffer.from(text), stderr: '' });
    },
  };
  return { session: session as unknown as Session, commands };
}

const text = [
  '2026-11-20 10:00:00 0 [Note] starting as process 7',
  '2026-11-20 10:00:01 0 [ERROR] unknown variable x=1',
  '2026-11-20 10:00:02 0 [ERROR] unknown variable x=1',
].join('\n');

describe('the logs of a daemon that does not answer', () => {
  it('are the end of its file, without what comes again', async () => {
    const { session, commands } = printing(text);
    const lines = await new Shell(session, 1000).troubles({ file: '/var/log/mysql/error.log' });
    assert.deepEqual(lines, ['2026-11-20 10:00:02 0 [ERROR] unknown variable x=1']);
    assert.deepEqual(commands, [['tail', '-n', '300', '--', '/var/log/mysql/error.log']]);
  });

  it('are in the journal where it has no file', async () => {
    const { session, commands } = printing(text);
    const lines = await new Shell(session, 1000).troubles({ units: ['mariadb', 'mysql'] });
    assert.equal(lines.length, 1);
    assert.deepEqual(commands[0]?.slice(-4), ['-u', 'mariadb', '-u', 'mysql']);
    assert.equal(commands[0]?.[0], 'journalctl');
  });
});
