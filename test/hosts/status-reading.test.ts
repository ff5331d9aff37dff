import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { accountOfOptionFile } from '../../client/hosts/mysql/account';
import { HostError } from '../../client/hosts/ssh/host-error';
import { readFields, readLinks, readMap, readQuorum } from '../../client/hosts/status/corosync';
import { readCsv } from '../../client/hosts/status/haproxy';
import { collectOrchestrator } from '../../client/hosts/status/orchestrator';
import { readCrmMon } from '../../client/hosts/status/pacemaker';
import { troubleOf } from '../../client/hosts/status/trouble';
import { readTransfer } from '../../client/hosts/status/transfer';
import { startFailureIn } from '../../server/core/ops/status/servers/start-failures';
import { judge } from '../../server/core/ops/status/judge';
import { clusterTarget, hostTarget } from '../ops/status/rows';

describe('trouble with an SSH session', () => {
  const kindOf = (code: string | undefined): string => {
    const cause = code === undefined ? undefined : Object.assign(new Error(code), { code });
    return troubleOf(new HostError('db1', 'unreachable', 'no SSH connection to db1', { cause }), 'ssh').kind;
  };

  it('is a name without an address, or a machine that does not answer', () => {
    assert.deepEqual(['ENOTFOUND', 'EHOSTUNREACH', undefined].map(kindOf), ['unresolved', 'timeout', 'timeout']);
  });
});

describe('the account of an option file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-account-'));
  const file = path.join(folder, 'my.cnf');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const read = async (text: string, mode = 0o600) => {
    writeFileSync(file, text);
    chmodSync(file, mode);
    return accountOfOptionFile(file);
  };

  it('has what ini files cannot say: comment signs, quotes and escapes in a password', async () => {
    const { user, password } = await read(
      '[client]\nuser=monitor\npassword="a#b;c\\"d\\\\s"\n[mysqld]\npassword=other\n',
    );
    assert.equal(user, 'monitor');
    assert.equal(password?.reveal(), 'a#b;c"d\\s');
  });

  it('takes later groups over earlier ones, and knows how far to insist on encryption', async () => {
    const account = await read('[quorate]\nuser=q\n[client]\nuser=c\nssl-mode=VERIFY_CA\nssl_ca=/ca.pem\n');
    assert.deepEqual([account.user, account.tls, account.ca], ['q', 'VERIFY_CA', '/ca.pem']);
    assert.equal((await read('[client]\nskip-ssl\n')).tls, 'DISABLED');
    assert.equal((await read('[client]\nuser=c\n')).tls, 'PREFERRED');
  });

  it('refuses a file that everybody may write', () => assert.rejects(read('[client]\n', 0o666), /everybody may write/));

  it('never prints the password', async () => {
    const account = await read('[client]\npassword=hush\n');
    assert.ok(
      ![
        String(account.password),
        JSON.stringify(account),
        inspect(account),
        inspect({ account }, { depth: 9, showHidden: true }),
      ]
        .join()
        .includes('hush'),
    );
  });
});

describe('what programs print', () => {
  it('corosync-quorumtool: fields, flags and members', () => {
    const { quorum, members } = readQuorum(`Quorum information
------------------
Date:             Sat Nov 21 03:00:00 2026
Quorum provider:  corosync_votequorum
Nodes:            2
Node ID:          1
Ring ID:          1.9
Quorate:          Yes

Votequorum information
----------------------
Expected votes:   2
Highest expected: 2
Total votes:      2
Quorum:           1
Flags:            2Node Quorate WaitForAll

Membership information
----------------------
    Nodeid      Votes Name
         1          1 c1 (local)
         2          1 c2
`);
    assert.equal(quorum['Flags'], '2Node Quorate WaitForAll');
    assert.deepEqual(members, [
      { nodeid: '1', votes: '1', name: 'c1' },
      { nodeid: '2', votes: '1', name: 'c2' },
    ]);
  });

  it('corosync-quorumtool: the quorum device is no member', () => {
    const { members } = readQuorum(`Membership information
----------------------
    Nodeid      Votes    Qdevice Name
         1          1    A,V,NMW c1 (local)
         2          1         NR c2
         0          1            Qdevice
`);
    assert.deepEqual(members, [
      { nodeid: '1', votes: '1', name: 'c1' },
      { nodeid: '2', votes: '1', name: 'c2' },
    ]);
  });

  it('corosync-qdevice-tool: fields behind tabs, without the lists below them', () => {
    const fields = readFields(
      'Qdevice information\n-------------------\nModel:\t\t\tNet\nConfigured node list:\n    0\tNode ID = 1\nQNetd host:\t\t10.0.0.9:5403\nState:\t\t\tConnect failed\n',
    );
    assert.deepEqual(fields, { Model: 'Net', 'QNetd host': '10.0.0.9:5403', State: 'Connect failed' });
  });

  it('the log of a Galera node: the last start counts, and of it the last word', () => {
    const joins = `size 1024
2026-11-21  6:19:10 0 [Note] WSREP: Shifting JOINED -> SYNCED (TO: 31)
2026-11-21  6:19:17 0 [Note] Starting MariaDB 10.11.18 source revision as process 288
2026-11-21  6:19:17 0 [Note] WSREP: Member 2.0 (n3) requested state transfer from '*any*'. Selected 1.0 (n2)(SYNCED) as donor.
2026-11-21  6:19:17 0 [Note] WSREP: Shifting PRIMARY -> JOINER (TO: 31)
`;
    assert.deepEqual(readTransfer(joins), { kibibytes: 1024, donor: 'n2', phase: 'copy', events: undefined });
    const counts = `${joins}2026-11-21  6:19:18 0 [Note] WSREP: Receiving IST... 40.0% (12/30 events) complete.\n`;
    assert.deepEqual(readTransfer(counts).events, { done: 12, total: 30 });
    const catchesUp = `${counts}2026-11-21  6:19:19 0 [Note] WSREP: Processing event queue:... 50.0% (1/2 events) complete.\n`;
    assert.equal(readTransfer(catchesUp).phase, 'queue');
    assert.deepEqual(readTransfer(`${counts}2026-11-21  6:19:18 0 [ERROR] Aborting\n`), { kibibytes: 1024 });
    assert.deepEqual(readTransfer(`${counts}0 [Note] WSREP: Shifting JOINED -> SYNCED (TO: 34)\n`), {
      kibibytes: 1024,
    });
    assert.deepEqual(readTransfer('size \n'), { kibibytes: undefined });
  });

  it('the log of a server that did not start: what it means', () => {
    const log = (line: string): string | undefined => startFailureIn(['[ERROR] Aborting', line, '[Note] end'])?.option;
    assert.equal(
      log("[ERROR] WSREP: Only binlog_format= 'ROW' is currently supported. Configured value: 'MIXED'."),
      'binlog_format',
    );
    assert.equal(log("[ERROR] /usr/sbin/mariadbd: unknown variable 'max-conections=5'"), 'max_conections');
    assert.equal(log("[ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use"), 'port');
    assert.equal(
      log('[ERROR] WSREP: failed to open gcomm backend connection: 110: failed to reach primary view'),
      'wsrep_cluster_address',
    );
    assert.equal(log('[Note] ready for connections'), undefined);
  });

  it('corosync-cfgtool and corosync-cmapctl', () => {
    const [up, down] = readLinks(`Local node ID 1, transport knet
nodeid: 2 reachable
   LINK: 0 udp (10.0.0.1->10.0.0.2) enabled connected mtu: 1397
   LINK: 1 udp (10.0.1.1->10.0.1.2) enabled mtu: 469
`);
    assert.deepEqual([up?.connected, down?.connected, down?.link, down?.nodeid], [true, false, '1', '2']);
    assert.deepEqual(readMap('totem.cluster_name (str) = shop\nquorum.two_node (u8) = 1\n'), {
      'totem.cluster_name': 'shop',
      'quorum.two_node': '1',
    });
  });

  it('HAProxy: columns by their names, in any order, quoted or not', () => {
    const [row] = readCsv('# svname,pxname,last_chk,status,\nn1,writers,"a ""b"", c",UP,\n');
    assert.deepEqual(row, { svname: 'n1', pxname: 'writers', last_chk: 'a "b", c', status: 'UP' });
  });

  it('crm_mon: resources inside groups and clones, and only constraints of moves', () => {
    const view = readCrmMon(`<pacemaker-result api-version="2.25" request="crm_mon"><summary>
      <current_dc present="true" name="c1" with_quorum="true"/><cluster_options stonith-enabled="false" no-quorum-policy="stop"/></summary>
      <nodes><node name="c1" online="true" unclean="false"/></nodes>
      <resources><group id="g"><resource id="ip" role="Started"><node name="c1"/></resource></group>
      <clone id="c"><resource id="db" role="Promoted"><node name="c1"/></resource></clone></resources>
      <bans><ban id="cli-ban-ip-on-c2" resource="ip" node="c2"/><ban id="mine" resource="ip" node="c3"/></bans>
      <status code="0" message="OK"/></pacemaker-result>`);
    assert.deepEqual(
      view.resources.map(({ id, nodes }) => [id, nodes]),
      [
        ['ip', 'c1'],
        ['db', 'c1'],
      ],
    );
    assert.deepEqual(
      view.bans.map(({ id }) => id),
      ['cli-ban-ip-on-c2'],
    );
    assert.deepEqual(view.summary, {
      quorate: true,
      controller: 'c1',
      stonith: false,
      maintenance: false,
      noQuorumPolicy: 'stop',
    });
    assert.throws(() => readCrmMon('Error: cluster is not available on this node'), /no status in XML/);
  });
});

// Orchestrator's binary is not to be had from Debian: a stub speaks its API.
describe('Orchestrator, from a stub of its API', () => {
  it('is asked for its analysis and for what blocks it', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      '/api/replication-analysis': {
        Code: 'OK',
        Details: [
          {
            Analysis: 'DeadMaster',
            AnalyzedInstanceKey: { Hostname: 'db1', Port: 3306 },
            Description: 'Master cannot be reached',
          },
        ],
      },
      '/api/problems': [],
      '/api/blocked-recoveries': [{ Analysis: 'DeadMaster', FailedInstanceKey: { Hostname: 'db1', Port: 3306 } }],
    };
    const server = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? 'Not leader'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const value = await collectOrchestrator(url, new AbortController().signal);
      const found = judge(clusterTarget([hostTarget('db1', '10.0.0.1'), hostTarget('orc', '10.0.0.9')]), [
        { host: 'orc', at: 0, orchestrator: { answered: true, value } },
      ]);
      assert.deepEqual(
        found.map(({ id, level, hosts }) => [id, level, hosts[0]]),
        [
          ['orchestrator/analysis', 'critical', 'db1'],
          ['orchestrator/recovery-blocked', 'critical', 'orc'],
          ['orchestrator/no-leader', 'degraded', 'orc'],
        ],
      );
    } finally {
      server.close();
    }
  });
});
