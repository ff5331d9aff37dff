import assert from 'node:assert/strict';
import { describeDaemons } from './index';

const corosync = `totem {
  version: 2
  cluster_name: lab
  crypto_cipher: aes256
  crypto_hash: sha256
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
`;

describeDaemons('daemons of bookworm', (daemons) => {
  it('run with the status, the output and the input of the program', () => {
    const result = daemons().run(['sh', '-c', 'cat; echo to-stderr >&2; exit 3'], { input: 'given' });
    assert.deepEqual(result, { status: 3, stdout: 'given', stderr: 'to-stderr\n' });
  });

  it('see given files at their paths and modes, for one run only', () => {
    const files = { '/etc/mysql/x.cnf': { content: 'x', mode: 0o600 }, '/srv/deep/er/y': 'y' };
    const look = ['sh', '-c', 'stat -c "%a %n" /etc/mysql/x.cnf /srv /srv/deep /srv/deep/er/y; touch /etc/mysql/left'];
    const stdout = '600 /etc/mysql/x.cnf\n755 /srv\n755 /srv/deep\n644 /srv/deep/er/y\n';
    assert.deepEqual(daemons().run(look, { files }), { status: 0, stdout, stderr: '' });
    assert.equal(daemons().run(['sh', '-c', 'ls -A /etc/mysql']).stdout, '');
  });

  it('report a signal and a time limit', () => {
    assert.equal(daemons().run(['sh', '-c', 'kill -ABRT $$']).status, 134);
    assert.throws(() => daemons().run(['sleep', '10'], { timeoutMs: 300 }), /ETIMEDOUT/);
  });

  it('tell a machine that cannot be made from a program that fails', () => {
    assert.throws(() => daemons().run(['true'], { addresses: ['no address'] }), /no private machine for true: .*no/s);
    assert.equal(daemons().run(['false']).status, 1);
  });

  it('have no network but the addresses given', () => {
    const options = { hostname: 'db1', addresses: ['10.0.0.1'] };
    const seen = daemons().run(['sh', '-c', 'hostname; ip -4 -o address | cut -d" " -f2,7'], options).stdout;
    assert.equal(seen, 'db1\nlo 127.0.0.1/8\nlo 10.0.0.1/32\n');
    assert.equal(daemons().run(['ip', 'route', 'get', '192.0.2.1']).status, 2);
  });

  it('judge one option file', () => {
    const good = daemons().mariadbAccepts('[mysqld]\nserver-id = 10 # comment\nexpire_logs_days = 9\n');
    assert.equal(good.accepts, true);
    assert.equal(good.effective?.get('server_id'), '10');
    assert.equal(good.effective?.get('expire_logs_days'), '9');
    const bad = daemons().mariadbAccepts('[mysqld]\nexpire_log_days = 10\n');
    assert.equal(bad.status, 7);
    assert.match(bad.stderr, /unknown variable 'expire_log_days=10'/);
    assert.equal(bad.effective, undefined);
  });

  it('judge a tree of option files as the daemon finds them', () => {
    const files = {
      '/etc/mysql/my.cnf': '[mysqld]\nserver_id=1\n!includedir /etc/mysql/conf.d/\n',
      '/etc/mysql/conf.d/a.cnf': '[mysqld]\nserver_id=2\n',
      '/etc/mysql/conf.d/ignored.txt': '[mysqld]\nserver_id=3\n',
    };
    assert.equal(daemons().mariadbAccepts({ files }).effective?.get('server_id'), '2');
    const entry = '/etc/mysql/conf.d/ignored.txt';
    assert.equal(daemons().mariadbAccepts({ files, entry }).effective?.get('server_id'), '3');
    assert.equal(daemons().mariadbAccepts({ files: {} }).effective?.get('server_id'), '1');
  });

  it('judge haproxy.cfg', () => {
    const proxy =
      'listen db\n  bind *:3306\n  mode tcp\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\n';
    assert.equal(daemons().haproxyAccepts(`${proxy}  server db1 10.0.0.1:3306 check\n`).accepts, true);
    const bad = daemons().haproxyAccepts(`${proxy}  serverr db1 10.0.0.1:3306\n`);
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /haproxy\.cfg:7\] : unknown keyword 'serverr'/);
    assert.equal(
      daemons().haproxyAccepts(proxy + 'backend b\n  errorfile 503 /e.http\n', { '/e.http': 'x' }).status,
      1,
    );
  });

  it('judge corosync.conf against name, addresses and key of the host', () => {
    const host = { hostname: 'db1', addresses: ['10.0.0.1'] };
    assert.equal(daemons().corosyncAccepts(corosync, host).accepts, true);
    assert.equal(daemons().corosyncAccepts(corosync, { ...host, authkey: null }).accepts, false);
    assert.equal(daemons().corosyncAccepts(corosync.replace('nodeid: 2', 'nodeid: two'), host).accepts, false);
    const stranger = daemons().corosyncAccepts(corosync, { hostname: 'db9', addresses: ['10.0.0.9'] });
    assert.equal(stranger.accepts, false);
  });

  it('are counted', () => {
    const before = daemons().executions.get('haproxy') ?? 0;
    daemons().haproxyAccepts('');
    assert.equal(daemons().executions.get('haproxy'), before + 1);
  });
});
