import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeLab } from '../daemons';
import { proxyFile, serverFile, shopHosts, startShop } from './shop';
import type { Stage } from './stage';

describeLab(
  'quorate deploy on three hosts',
  (daemons) => {
    let shop: Stage;
    const run = (...argv: string[]): ReturnType<Stage['run']> => shop.run('deploy', ...argv);
    const on = (host: string, command: string): Promise<string> => shop.on(host, command);
    const ask = (host: string, sql: string): Promise<string> => on(host, `mariadb -N -B -e '${sql}'`);

    before(async function () {
      this.timeout(120_000);
      shop = await startShop(daemons().root);
    });
    after(() => shop?.stop());

    it('says of an unchanged tree that there is nothing to do', async function () {
      this.timeout(30_000);
      const outcome = await run('--yes');
      assert.deepEqual(outcome, {
        code: 0,
        out: '',
        err: 'Nothing to deploy: every host has the files as they are here.\n',
      });
    });

    it('shows the difference and changes nothing in a dry run', async function () {
      this.timeout(30_000);
      shop.write({ 'db1/a.cnf': serverFile(1, 'wsrep_sst_auth = me:geheim\n').replace('= 100', '= 150') });
      const outcome = await run('--dry-run');
      assert.equal(outcome.code, 0, outcome.err);
      assert.match(outcome.out, /^-max_connections = 100\n\+max_connections = 150$/m);
      assert.match(outcome.out, /wsrep_sst_auth = \*{8}/);
      assert.doesNotMatch(outcome.out + outcome.err, /geheim/);
      assert.match(outcome.out, /max_connections takes effect now/);
      assert.equal(await on('db1', 'cat /etc/mysql/conf.d/a.cnf'), serverFile(1).trim());
      assert.equal(await on('db1', 'ls /var/lib/quorate 2>/dev/null || true'), '');
    });

    it('sets at run time what can be, reloads the proxy, and keeps owner, mode and links', async function () {
      this.timeout(60_000);
      await on(
        'db1',
        'cd /etc/mysql/conf.d && chown mysql:adm a.cnf && chmod 640 a.cnf && setfacl -m user:haproxy:r a.cnf',
      );
      await on(
        'db2',
        'mkdir -p /srv/real && mv /etc/mysql/conf.d/a.cnf /srv/real/a && ln -s /srv/real/a /etc/mysql/conf.d/a.cnf',
      );
      shop.write({
        'db1/a.cnf': serverFile(1).replace('= 100', '= 150'),
        'db2/a.cnf': serverFile(2).replace('= 100', '= 160'),
        'lb1/haproxy.cfg': proxyFile('  timeout queue 3s\n'),
      });
      const started = await on('db1', 'pgrep -x mariadbd');
      const worker = await on('lb1', 'pgrep -x haproxy');
      const report = path.join(shop.repository, 'report.md');
      const outcome = await run('--yes', '--report', report);
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.equal(await on('db1', 'cat /etc/mysql/conf.d/a.cnf'), serverFile(1).replace('= 100', '= 150').trim());
      assert.match(outcome.out, /db1:\/etc\/mysql\/conf.d\/a.cnf keeps mysql:adm 640, ACL .*user:haproxy:r--/);
      assert.match(outcome.out, /db2:.* keeps root:root 644, and stays a link to \/srv\/real\/a/);
      assert.equal(await on('db1', 'stat -c %U:%G:%a /etc/mysql/conf.d/a.cnf'), 'mysql:adm:640');
      assert.match(
        await on('db1', 'getfacl --omit-header --absolute-names /etc/mysql/conf.d/a.cnf'),
        /user:haproxy:r--/,
      );
      assert.equal(await on('db2', 'readlink /etc/mysql/conf.d/a.cnf'), '/srv/real/a');
      assert.equal(await on('db2', 'cat /srv/real/a'), serverFile(2).replace('= 100', '= 160').trim());
      assert.equal(await ask('db1', 'SELECT @@max_connections'), '150');
      assert.equal(await ask('db2', 'SELECT @@max_connections'), '160');
      assert.equal(await on('db1', 'pgrep -x mariadbd'), started);
      assert.notEqual(await on('lb1', 'pgrep -x haproxy'), worker);
      for (const name of shopHosts) {
        assert.equal(await on(name, 'echo $(ls /var/lib/quorate)'), 'backups deployed log', name);
        assert.equal(await on(name, 'find /etc -name "*quorate*"'), '', name);
      }
      assert.match(readFileSync(report, 'utf8'), /\| shop \| db1 \| database \| deployed \|/);
      assert.ok(existsSync(`${report}.jsonl`));
      assert.equal((await run('--yes')).err, 'Nothing to deploy: every host has the files as they are here.\n');
    });

    it('restarts for what needs it, and the server answers with the new value', async function () {
      this.timeout(60_000);
      shop.write({ 'db2/a.cnf': serverFile(2, 'performance_schema = ON\n').replace('= 100', '= 160') });
      const outcome = await run('--yes', '--host', 'db2');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /database, restart, because performance_schema cannot be changed at run time/);
      assert.equal(await ask('db2', 'SELECT @@performance_schema'), '1');
    });

    it('replaces nothing whose mode, link or program is not what the plan saw', async function () {
      this.timeout(90_000);
      const before = await on('db2', 'cat /srv/real/a');
      shop.write({ 'db2/a.cnf': `${serverFile(2)}# more\n` });
      for (const [change, back, said] of [
        ['chmod 600 /srv/real/a', 'chmod 644 /srv/real/a', /is root\|root\|600.* now; it was root\|root\|644/],
        [
          'cp /srv/real/a /srv/b; ln -sfn /srv/b /etc/mysql/conf.d/a.cnf',
          'ln -sfn /srv/real/a /etc/mysql/conf.d/a.cnf',
          /stood for \/srv\/real\/a when the plan was made, and for \/srv\/b now/,
        ],
      ] as const) {
        const deploy = await shop.deployTo('compare@db2');
        await on('db2', change);
        deploy.release();
        const results = (await deploy.told())?.results ?? [];
        assert.ok(
          results.some(({ outcome, reason }) => outcome === 'restored' && said.test(reason ?? '')),
          JSON.stringify(results),
        );
        await on('db2', back);
        assert.equal(await on('db2', 'cat /srv/real/a'), before);
      }
    });

    it('rolls the last deploy of a host back through the same gates', async function () {
      this.timeout(90_000);
      const dry = await run('--roll-back', '--dry-run');
      assert.doesNotMatch(dry.out, /db1|lb1/, 'they had no part in the last deploy');
      assert.match(dry.out, /^-performance_schema = ON$/m);
      const outcome = await run('--roll-back', '--yes');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.equal(await on('db2', 'cat /srv/real/a'), serverFile(2).replace('= 100', '= 160').trim());
      assert.equal(await ask('db2', 'SELECT @@performance_schema'), '0');
    });

    it('leaves everything as it was when the host’s own daemon refuses the file', async function () {
      this.timeout(60_000);
      const before = await on('db2', 'cat /srv/real/a');
      shop.write({ 'db2/a.cnf': serverFile(2, 'max_conections = 3\n') });
      const outcome = await run('--yes', '--with-errors', '--host', 'db2');
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /unknown variable 'max_conections=3'/);
      assert.match(outcome.err, /db2: database taken back/);
      assert.equal(await on('db2', 'cat /srv/real/a'), before);
      assert.equal(await on('db2', 'echo $(ls /var/lib/quorate)'), 'backups deployed log');
    });

    it('stops at open errors, at drift and at somebody else’s lock', async function () {
      this.timeout(60_000);
      const errors = await run('--yes', '--host', 'db2');
      assert.equal(errors.code, 2);
      assert.match(errors.err, /max_conections/);
      assert.match(errors.err, /--with-errors/);
      shop.write({ 'db2/a.cnf': serverFile(2, 'performance_schema = ON\nmax_connections = 170\n') });
      await on('db2', 'echo "# by hand" >>/srv/real/a');
      const drift = await run('--yes', '--host', 'db2');
      assert.equal(drift.code, 2);
      assert.match(drift.err, /db2: \/etc\/mysql\/conf.d\/a.cnf was changed on the host.*--overwrite-drift/);
      await on(
        'db2',
        `mkdir /var/lib/quorate/lock && cd /var/lib/quorate/lock && echo me@desk >owner && echo $(($(date +%s) + 99)) >until`,
      );
      const locked = await run('--yes', '--host', 'db2', '--overwrite-drift');
      assert.equal(locked.code, 2);
      assert.match(locked.err, /db2: me@desk is deploying to it; the lock ends by itself in \d+ s/);
      await on('db2', 'echo 1 >/var/lib/quorate/lock/until');
      const outcome = await run('--yes', '--host', 'db2', '--overwrite-drift');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
    });
  },
  'bookworm-hosts',
);
