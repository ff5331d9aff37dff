import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { emptyDataDirectory } from '../daemons/mariadb';
import { Stage } from './stage';

const option = '[mysqld]\nserver_id = 1\ninnodb_buffer_pool_size = 16M\n';
const proxy = (more = ''): string => `defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen db
  bind 127.0.0.1:3307
  server db1 127.0.0.1:3306
${more}`;

describeLab(
  'a deploy to a host that systemd runs',
  (daemons) => {
    let stage: Stage;
    const on = (command: string): Promise<string> => stage.on('db1', command);
    const show = (unit: string, property: string): Promise<string> =>
      on(`systemctl show --property ${property} --value ${unit}`);
    const deploy = (...argv: string[]): ReturnType<Stage['run']> =>
      stage.run('deploy', '--yes', '--restart-writer', '--with-errors', '--gate-seconds', '4', ...argv);

    before(async function () {
      this.timeout(300_000);
      const files = { 'my.cnf': option, 'haproxy.cfg': proxy() };
      const places = { 'my.cnf': '/etc/mysql/my.cnf', 'haproxy.cfg': '/etc/haproxy/haproxy.cfg' };
      stage = await Stage.start(
        daemons().root,
        [
          {
            name: 'db1',
            address: '10.9.0.1',
            boot: 'systemd',
            files: {
              '/etc/mysql/my.cnf': option,
              '/etc/haproxy/haproxy.cfg': proxy(),
              // The package's own script looks after tables of an upgrade.
              '/etc/mysql/debian-start': { content: '#!/bin/sh\n', mode: 0o755 },
            },
            places,
          },
        ],
        files,
      );
      const host = stage.lab.host('db1');
      await stage.until('systemd', 30, async () => /running/.test(await on('systemctl is-system-running || true')));
      await host.check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], await emptyDataDirectory(host));
      await on('mkdir -p /run/mysqld && chown -R mysql:mysql /var/lib/mysql /run/mysqld');
      await on('systemctl start mariadb haproxy');
    });
    after(() => stage?.stop());

    it('restarts and reloads by its units, and asks the master of HAProxy', async function () {
      this.timeout(60_000);
      const server = await show('mariadb', 'MainPID');
      const master = await show('haproxy', 'MainPID');
      stage.write({ 'my.cnf': `${option}performance_schema = ON\n`, 'haproxy.cfg': proxy('  timeout queue 3s\n') });
      const outcome = await deploy();
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.notEqual(await show('mariadb', 'MainPID'), server);
      assert.equal(await on('mariadb -N -B -e "SELECT @@performance_schema"'), '1');
      assert.equal(await show('haproxy', 'MainPID'), master);
      assert.match(await on('journalctl --unit haproxy --output cat'), /Reloaded haproxy/);
    });

    it('takes a haproxy.cfg back with which the new worker does not begin', async function () {
      this.timeout(60_000);
      // It is a right address, and another host has it.
      stage.write({ 'haproxy.cfg': proxy('listen other\n  bind 10.9.9.9:3308\n  server db1 127.0.0.1:3306\n') });
      const outcome = await deploy();
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /db1: haproxy taken back/);
      assert.equal(await on('cat /etc/haproxy/haproxy.cfg'), proxy('  timeout queue 3s').trim());
      assert.equal(await show('haproxy', 'ActiveState'), 'active');
      stage.write({ 'haproxy.cfg': proxy('  timeout queue 3s\n') });
    });

    it('takes an option file back with which the unit does not start', async function () {
      this.timeout(60_000);
      stage.write({ 'my.cnf': `${option}performance_schema = ON\nsocket = /nowhere/s.sock\n` });
      const outcome = await deploy();
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /db1: database taken back/);
      assert.equal(await show('mariadb', 'ActiveState'), 'active');
      assert.equal(await on('mariadb -N -B -e "SELECT @@performance_schema"'), '1');
    });

    it('has the switch as a unit that outlives our session, and that is gone when it has done its work', async function () {
      this.timeout(60_000);
      stage.write({ 'my.cnf': `${option}performance_schema = ON\nskip_name_resolve = ON\n` });
      const running = await stage.deployTo('gate@db1');
      assert.match(await on('systemctl list-units --no-legend --plain "quorate-*"'), /quorate-\S+\.service .*running/);
      running.kill();
      await stage.until('the old file', 30, async () => !/skip_name/.test(await on('cat /etc/mysql/my.cnf')));
      await stage.until('the server', 30, async () => (await show('mariadb', 'ActiveState')) === 'active');
      await stage.until(
        'the end of the switch',
        10,
        async () => (await on('systemctl list-units --no-legend --all "quorate-*"')) === '',
      );
      assert.equal(await on('ls /var/lib/quorate | grep -E "lock|trial" || true'), '');
    });
  },
  'trixie-hosts',
);
