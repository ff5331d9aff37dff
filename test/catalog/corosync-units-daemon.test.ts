import assert from 'node:assert/strict';
import { inlayHints } from '../../server/core/features/inlay-hints';
import { catalogs } from '../../server/disk/catalogs';
import { describeDaemons } from '../daemons';
import { repository } from '../features/repository';

/** Values that no other key has, so that what corosync says of each can be told apart. */
const text = `totem {
    version: 2
    cluster_name: shop
    transport: udpu
    token: 1111
    token_retransmit: 222
    hold: 111
    join: 66
    send_join: 7
    consensus: 1444
    merge: 333
    downcheck: 1555
}
nodelist {
    node {
        name: db1
        nodeid: 1
        ring0_addr: 10.0.0.1
    }
}
logging {
    to_stderr: yes
    debug: on
}
`;

describeDaemons('the units of corosync.conf', (daemons) => {
  it('are those in which corosync itself tells its times', function () {
    this.timeout(60_000);
    const { stdout } = daemons().run(['sh', '-c', 'timeout 3 corosync -f 2>&1; true'], {
      hostname: 'db1',
      addresses: ['10.0.0.1'],
      files: {
        '/etc/corosync/corosync.conf': text,
        '/etc/corosync/authkey': { content: '0123456789abcdef'.repeat(16), mode: 0o400 },
      },
    });
    const told = new Set([...stdout.matchAll(/\((\d+) ms\)/g)].map(([, number]) => number));
    const { document, model } = repository({ 'shop/db1/corosync.conf': text });
    const hints = inlayHints(document, 0, 100, model, catalogs).filter(({ kind }) => kind === 'units');
    const hinted = hints.map(({ span, label }) => [span.block.lines[span.line]?.text.trim().split(': ')[1], label]);
    assert.equal(hinted.length, 8, JSON.stringify(hinted));
    for (const [value = '', label = ''] of hinted) {
      assert.match(label, /\bm?s$/);
      assert.ok(told.has(value), `corosync does not say ${value} ms: ${[...told].join(', ')}`);
    }
  });
});
