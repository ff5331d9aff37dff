import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readPage, type Scene } from '../rules/page';
import { type Daemons, describeDaemons } from './index';

const folder = join(__dirname, '../../server/core/rules/corosync');

/** Rules that say "does not start" of files `corosync -t` accepts, because only the daemon counts votes. */
const pages = ['device-conflict', 'device-votes', 'tie-breaker-without-waiting', 'two-node-with-device'];

for (const suite of ['bookworm', 'trixie'] as const) {
  describeDaemons(
    `corosync of ${suite} that counts votes`,
    (daemons) => {
      for (const page of pages) {
        const scenes = readPage(join(folder, `${page}.md`));
        const refused = scenes.filter(({ kind, expected }) => kind === 'bad' && expected.some(isFatal));
        const accepted = scenes.filter(
          ({ kind, title }) => kind === 'fixed' && refused.some((bad) => answers(title, bad)),
        );

        it(`refuses what ${page} calls fatal, and starts with its fix`, function () {
          this.timeout(60_000);
          assert.ok(refused.length > 0);
          for (const scene of refused) assert.equal(starts(daemons(), scene), false, scene.title);
          for (const scene of accepted) assert.equal(starts(daemons(), scene), true, scene.title);
        });
      }
    },
    suite,
  );
}

function isFatal({ severity }: Scene['expected'][number]): boolean {
  return severity === 'error';
}

function answers(title: string, bad: Scene): boolean {
  return title.replace(/^Fixed/, 'Bad') === bad.title;
}

/** Whether the daemon comes so far that it counts votes, on the host of the file's first node. */
function starts(daemons: Daemons, { files }: Scene): boolean {
  const [text = ''] = files.values();
  const hostname = /name: (\S+)\n\s+nodeid/.exec(text)?.[1] ?? 'db1';
  const address = /ring0_addr: (\S+)/.exec(text)?.[1] ?? '10.0.0.1';
  const { stdout } = daemons.run(['sh', '-c', startAndAsk], {
    files: {
      '/etc/corosync/corosync.conf': text,
      '/etc/corosync/authkey': { content: '0123456789abcdef'.repeat(16), mode: 0o400 },
      '/var/lib/corosync/.keep': '',
    },
    hostname,
    addresses: [address],
  });
  assert.match(stdout, /^(counts|gone)$/m, stdout);
  return stdout.includes('counts');
}

/** corosync-quorumtool answers 0 or 2 (not quorate, as a node is that starts alone) once the daemon is up. */
const startAndAsk = `
corosync -f >/dev/null 2>&1 &
daemon=$!
for attempt in $(seq 100); do
  corosync-quorumtool -s >/dev/null 2>&1
  case $? in 0 | 2) echo counts; kill $daemon; exit;; esac
  kill -0 $daemon 2>/dev/null || { echo gone; exit; }
  sleep 0.1
done`;
