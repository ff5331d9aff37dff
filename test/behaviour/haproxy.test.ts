import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { describeLab } from '../daemons';
import { type Host, Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';

const optionFile = (index: number): string => `[mysqld]
server_id = ${index}
bind_address = 0.0.0.0
binlog_format = ROW
innodb_autoinc_lock_mode = 2
log_error = /var/log/mysql/error.log
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = shop
wsrep_cluster_address = gcomm://10.0.0.1,10.0.0.2
wsrep_node_address = 10.0.0.${index}
wsrep_node_name = n${index}
wsrep_provider_options = "evs.suspect_timeout=PT1S;evs.inactive_timeout=PT2S;evs.install_timeout=PT1S"
wsrep_sst_method = rsync
`;

const accounts = `CREATE USER 'haproxy_check'@'%';\n`;

const proxyFile = (check: string, options: string): string => `global
  stats socket /run/haproxy/admin.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen galera
  bind 10.0.0.9:3306
  ${check}
  balance first
  default-server inter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
  server n1 10.0.0.1:3306 ${options}
  server n2 10.0.0.2:3306 ${options} backup
`;

const unknownUser = proxyFile('option mysql-check user haproxy', 'check');
const blind = proxyFile('option mysql-check user haproxy_check', 'check');
const seeing = proxyFile('option httpchk GET /', 'check port 9200');

/** Says 200 of a node in service and 503 of any other, as clustercheck does. */
const stateService = `#!/bin/sh
read -r request
state=$(mariadb -NBe "SHOW STATUS LIKE 'wsrep_local_state'" | cut -f2)
if [ "$state" = 4 ]; then answer='200 OK'; else answer='503 Service Unavailable'; fi
printf 'HTTP/1.0 %s\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' "$answer"
`;

describeLab('what HAProxy does before Galera with what Quorate warns of', (daemons) => {
  let lab: Lab;
  let first: MariadbServer;

  before(async function () {
    this.timeout(180_000);
    lab = await Lab.start(daemons().root, [
      ...[1, 2].map((index) => ({
        name: `n${index}`,
        addresses: [`10.0.0.${index}`],
        files: {
          '/etc/mysql/my.cnf': optionFile(index),
          '/usr/local/bin/state': { content: stateService, mode: 0o755 },
        },
      })),
      { name: 'lb1', addresses: ['10.0.0.9'], files: {} },
    ]);
    const data = await emptyDataDirectory(lab.host('n1'));
    first = await MariadbServer.start(lab.host('n1'), data, ['--wsrep-new-cluster']);
    await first.query(accounts);
    await MariadbServer.start(lab.host('n2'), data);
    for (const name of ['n1', 'n2'])
      lab.host(name).start(['socat', 'TCP-LISTEN:9200,fork,reuseaddr', 'EXEC:/usr/local/bin/state']);
  });

  after(async () => {
    await lab.stop();
  });

  it('a check user nobody made: all servers are down, and the account there is brings them up', async function () {
    this.timeout(60_000);
    assert.ok(found(unknownUser).has('cluster/check-user-unknown'));
    assert.deepEqual(await behind(lab.host('lb1'), unknownUser, 'DOWN'), { n1: 'DOWN', n2: 'DOWN' });
    assert.equal(found(blind).has('cluster/check-user-unknown'), false);
    assert.deepEqual(await behind(lab.host('lb1'), blind, 'UP'), { n1: 'UP', n2: 'UP' });
  });

  it('a node that lost the others is up to a login, refuses to work, and is down to a check of its state', async function () {
    this.timeout(90_000);
    await lab.link('n2', 'down');
    try {
      await first.daemon.until('a node without quorum', 30, async () => {
        const [status] = await first.query("SHOW STATUS LIKE 'wsrep_cluster_status'");
        return status?.['Value'] === 'non-Primary';
      });
      assert.ok(found(blind).has('cluster/check-blind-to-cluster-state'));
      assert.equal((await behind(lab.host('lb1'), blind, 'UP'))['n1'], 'UP');
      await assert.rejects(first.query('SELECT COUNT(*) FROM mysql.user'), /1047/);
      assert.equal(found(seeing).has('cluster/check-blind-to-cluster-state'), false);
      assert.equal((await behind(lab.host('lb1'), seeing, 'DOWN'))['n1'], 'DOWN');
    } finally {
      await lab.link('n2', 'up');
    }
  });
});

/** The rules that speak of the very files the hosts run with, hints among them. */
function found(proxy: string): ReadonlySet<string> {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  const files = {
    'n1/etc/mysql/my.cnf': optionFile(1),
    'n2/etc/mysql/my.cnf': optionFile(2),
    'lb1/etc/haproxy/haproxy.cfg': proxy,
    'accounts.sql': accounts,
  };
  for (const [path, text] of Object.entries(files)) workspace.set(path, `file:///repository/${path}`, text);
  workspace.update();
  return new Set(workspace.documents.flatMap((document) => workspace.findings(document)).map(({ rule }) => rule));
}

/**
 * Starts HAProxy with a file and tells what it thinks of its servers once it has asked them, or once the first one is as
 * expected.
 */
async function behind(host: Host, file: string, expected: 'UP' | 'DOWN'): Promise<Record<string, string>> {
  await host.check(['sh', '-c', 'mkdir -p /run/haproxy /etc/haproxy; cat >/etc/haproxy/haproxy.cfg'], file);
  const daemon = host.start(['haproxy', '-db', '-f', '/etc/haproxy/haproxy.cfg']);
  try {
    let states: Record<string, string> = {};
    // A server counts as up until it was asked, so that the checks get their time.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await daemon.until(`a server that is ${expected}`, 15, async () => {
      const { status, stdout } = await host.run(['socat', '-', '/run/haproxy/admin.sock'], 'show stat\n');
      if (status !== 0) return false;
      const rows = stdout
        .toString()
        .split('\n')
        .map((line) => line.split(','));
      states = {};
      for (const [, server = '', ...rest] of rows) if (/^n\d$/.test(server)) states[server] = rest[15] ?? '';
      return states['n1'] === expected;
    });
    return states;
  } finally {
    await host.check(['sh', '-c', 'kill $(pidof haproxy); while pidof haproxy >/dev/null; do sleep 0.1; done']);
  }
}
