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

/** The links of knet, whose times are told in microseconds, and the share of the token time for its warning. */
const links = `totem {
    version: 2
    cluster_name: shop
    token: 1111
    token_warning: 61
    interface {
        linknumber: 0
        knet_ping_interval: 123
        knet_ping_timeout: 456
        knet_ping_precision: 789
        knet_pong_count: 4
    }
}
nodelist {
    node {
        name: db1
        nodeid: 1
        ring0_addr: 10.0.0.1
    }
    node {
        name: db2
        nodeid: 2
        ring0_addr: 10.0.0.2
    }
}
logging {
    to_stderr: yes
    debug: on
}
`;

describeDaemons('the units of corosync.conf', (daemons) => {
  /** What corosync says of itself with a configuration. */
  const said = (configuration: string): string =>
    daemons().run(['sh', '-c', 'timeout 3 corosync -f 2>&1; true'], {
      hostname: 'db1',
      addresses: ['10.0.0.1'],
      files: {
        '/etc/corosync/corosync.conf': configuration,
        '/etc/corosync/authkey': { content: '0123456789abcdef'.repeat(16), mode: 0o400 },
      },
    }).stdout;
  /** Values with the hint that is shown behind each, by name. */
  const hintsIn = (configuration: string): Map<string, { value: string; label: string }> => {
    const { document, model } = repository({ 'shop/db1/corosync.conf': configuration });
    const hints = inlayHints(document, 0, 100, model, catalogs).filter(({ kind }) => kind === 'units');
    return new Map(
      hints.map(({ span, label }) => {
        const [name = '', value = ''] = (span.block.lines[span.line]?.text ?? '').trim().split(': ');
        return [name, { value, label }];
      }),
    );
  };

  it('are those in which corosync itself tells its times', function () {
    this.timeout(60_000);
    const told = new Set([...said(text).matchAll(/\((\d+) ms\)/g)].map(([, number]) => number));
    const hinted = hintsIn(text);
    assert.equal(hinted.size, 8, JSON.stringify([...hinted]));
    for (const { value, label } of hinted.values()) {
      assert.match(label, /\bm?s$/);
      assert.ok(told.has(value), `corosync does not say ${value} ms: ${[...told].join(', ')}`);
    }
  });

  it('are milliseconds for the pings of a link, a share for the warning, and none for what is counted', function () {
    this.timeout(60_000);
    const log = said(links);
    assert.match(log, /Token warning every 677 ms \(61% of Token Timeout\)/);
    assert.match(log, /timeout update - interval: 123000 timeout: 456000 precision: 789/);
    assert.match(log, /pong count update: 4/);
    const hinted = hintsIn(links);
    for (const name of ['knet_ping_interval', 'knet_ping_timeout'])
      assert.match(hinted.get(name)?.label ?? name, /\bms$/);
    assert.match(hinted.get('token_warning')?.label ?? '', /%/);
    for (const name of ['knet_ping_precision', 'knet_pong_count'])
      assert.doesNotMatch(hinted.get(name)?.label ?? '', /\bm?s$/);
  });
});
