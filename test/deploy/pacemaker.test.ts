import assert from 'node:assert/strict';
import { hostProgram, toBase64 } from '../../client/hosts/deploy/host-program';
import { describeLab } from '../daemons';
import { services } from './services';
import { Stage } from './stage';

const names = ['c1', 'c2'];
const address = (index: number): string => `10.9.0.${index + 1}`;
const corosync = (clusterName: string): string => `totem {
  version: 2
  cluster_name: ${clusterName}
  transport: knet
  token: 1500
}
quorum {
  provider: corosync_votequorum
  two_node: 1
  wait_for_all: 0
}
nodelist {
${names.map((name, index) => `  node {\n    name: ${name}\n    nodeid: ${index + 1}\n    ring0_addr: ${address(index)}\n  }`).join('\n')}
}
logging {
  to_stderr: yes
}
`;
const cib = `<cib validate-with="pacemaker-3.0" admin_epoch="0" epoch="1" num_updates="0">
  <configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options">
      <nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="2s"/>
      <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>
    </cluster_property_set></crm_config>
    <nodes/>
    <resources>
      <clone id="db-clone"><primitive id="db" class="lsb" type="mariadb">
        <operations><op id="db-monitor" name="monitor" interval="2s"/></operations>
      </primitive></clone>
      <primitive id="vip" class="ocf" provider="pacemaker" type="Dummy"/>
    </resources>
    <constraints>
      <rsc_colocation id="vip-with-db" rsc="vip" with-rsc="db-clone" score="INFINITY"/>
      <rsc_location id="vip-on-c1" rsc="vip" node="c1" score="10"/>
    </constraints>
  </configuration>
  <status/>
</cib>
`;
const daemon = (start: string, name: string, signal: string): { readonly content: string; readonly mode: number } => ({
  mode: 0o755,
  content: `#!/bin/sh
case $1 in
  start) setsid ${start} </dev/null >/var/log/${name}.out 2>&1 & ;;
  stop) kill ${signal} $(pgrep -o -x ${name}); for _ in $(seq 200); do pgrep -x ${name} >/dev/null || exit 0; sleep 0.1; done; exit 1 ;;
  *) exit 2 ;;
esac
`,
});
const startNode = `mkdir -p /var/lib/corosync /var/log/corosync /var/log/pacemaker
for each in cib pengine blackbox cores; do mkdir -p /var/lib/pacemaker/$each; done
chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker && chmod 600 /var/lib/pacemaker/cib/cib.xml
/etc/init.d/corosync start
for _ in $(seq 100); do corosync-cmapctl -g runtime.config.totem.token >/dev/null 2>&1 && break; sleep 0.1; done
/etc/init.d/pacemaker start`;
const option = '[mysqld]\nserver_id = 1\n';

describeLab(
  'a deploy to hosts under Pacemaker',
  (daemons) => {
    let stage: Stage;
    const on = (host: string, command: string): Promise<string> => stage.on(host, command);
    const run = (...argv: string[]): ReturnType<Stage['run']> => stage.run(...argv);
    const put = (file: string, text: string): void => stage.write({ [file]: text });
    const until = async (what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> => {
      const deadline = Date.now() + seconds * 1000;
      while (!(await condition().catch(() => false))) {
        if (Date.now() > deadline)
          assert.fail(
            `${what}:\n${await on('c1', 'crm_mon --one-shot 2>&1; tail -n 20 /var/log/pacemakerd.out /var/log/corosync.out')}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    };
    const isRunning = async (): Promise<boolean> =>
      /Started: \[ c1 c2 \]/.test(await on('c1', 'crm_mon --one-shot')) &&
      /vip.*Started c1/.test(await on('c1', 'crm_mon --one-shot'));

    before(async function () {
      this.timeout(180_000);
      const script = (services as Record<string, { readonly content: string }>)['/etc/init.d/mariadb']?.content ?? '';
      stage = await Stage.start(
        daemons().root,
        names.map((name, index) => ({
          name,
          address: address(index),
          files: {
            '/etc/corosync/corosync.conf': corosync('lab'),
            '/etc/mysql/my.cnf': option,
            '/etc/init.d/mariadb': {
              mode: 0o755,
              content: script.replace('  *) exit 2', '  status) [ -n "$(pids)" ] || exit 3 ;;\n  *) exit 2'),
            },
            '/etc/init.d/corosync': daemon('corosync -f', 'corosync', '-TERM'),
            '/etc/init.d/pacemaker': daemon('pacemakerd -f', 'pacemakerd', '-TERM'),
            '/var/lib/pacemaker/cib/cib.xml': cib,
          },
          places: {
            [`${name}/my.cnf`]: '/etc/mysql/my.cnf',
            [`${name}/corosync.conf`]: '/etc/corosync/corosync.conf',
          },
        })),
      );
      for (const name of names) {
        put(`${name}/my.cnf`, option);
        put(`${name}/corosync.conf`, corosync('lab'));
      }
      await stage.giveData(names);
      await Promise.all(names.map((name) => on(name, startNode)));
      await until('resources', 60, isRunning);
    });
    after(() => stage?.stop());

    it('restarts a server through the resource that owns it, as simulated and shown in the plan', async function () {
      this.timeout(120_000);
      put('c1/my.cnf', `${option}performance_schema = ON\n`);
      const started = await on('c1', 'pgrep -x mariadbd');
      const outcome = await run('deploy', '--yes', '--with-errors', '--host', 'c1');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /through Pacemaker's resource db/);
      assert.match(outcome.out, /Pacemaker will also: Move vip/);
      assert.notEqual(await on('c1', 'pgrep -x mariadbd'), started);
      assert.equal(await on('c1', 'mariadb -N -B -e "SELECT @@performance_schema"'), '1');
      await until('resources', 30, isRunning);
      assert.doesNotMatch(await on('c1', 'cibadmin --query --scope constraints'), /cli-ban/);
      assert.equal((await on('c1', 'crm_mon --one-shot')).includes('Failed Resource Actions'), false);
    });

    it('takes the old file back through the resource when the server does not start', async function () {
      this.timeout(150_000);
      put('c2/my.cnf', `${option}performance_schema = ON\n`);
      await on(
        'c2',
        `cp /usr/sbin/mariadbd /usr/sbin/mariadbd.real && printf '%s\\n' '#!/bin/sh' 'case "$*" in *--socket*) grep -q performance_schema /etc/mysql/my.cnf && exit 1;; esac' 'mkdir -p /opt/run; cp -n /usr/sbin/mariadbd.real /opt/run/mariadbd; exec /opt/run/mariadbd "$@"' >/usr/sbin/mariadbd.new && chmod 755 /usr/sbin/mariadbd.new && mv /usr/sbin/mariadbd.new /usr/sbin/mariadbd`,
      );
      const outcome = await run('deploy', '--yes', '--with-errors', '--host', 'c2', '--gate-seconds', '5');
      assert.equal(outcome.code, 1, outcome.out + outcome.err);
      assert.match(outcome.err, /c2: database taken back/);
      assert.equal(await on('c2', 'cat /etc/mysql/my.cnf'), option.trim());
      await until('resources', 60, isRunning);
      assert.equal(await on('c2', 'mariadb -N -B -e "SELECT 1"'), '1');
    });

    it('keeps Pacemaker in maintenance while corosync is restarted everywhere, and what it started goes on', async function () {
      this.timeout(150_000);
      put('c2/my.cnf', stage.read('c2/my.cnf').replace(/performance.*\n/, ''));
      for (const name of names) put(`${name}/corosync.conf`, corosync('other'));
      const stopped = await run('deploy', '--yes', '--with-errors');
      assert.equal(stopped.code, 2);
      assert.match(stopped.err, /--restart-corosync to stop and start it everywhere together/);
      const servers = await Promise.all(names.map((name) => on(name, 'pgrep -x mariadbd')));
      const outcome = await run('deploy', '--yes', '--with-errors', '--restart-corosync');
      assert.equal(outcome.code, 0, outcome.out + outcome.err);
      assert.match(outcome.out, /Pacemaker in maintenance \(by c1\)/);
      for (const name of names) assert.match(await on(name, 'corosync-cmapctl -g totem.cluster_name'), /other/);
      await until('resources', 60, isRunning);
      assert.deepEqual(
        await Promise.all(names.map((name) => on(name, 'pgrep -x mariadbd'))),
        servers,
        'nobody was restarted',
      );
      assert.doesNotMatch(await on('c1', 'cibadmin --query --scope crm_config'), /maintenance/);
    });

    it('ends maintenance by its own clock when nobody comes back', async function () {
      this.timeout(60_000);
      const variables = `kind=maintenance\nservers=\ncopy=${toBase64(hostProgram)}\n`;
      await stage.lab.host('c1').check(['sh', '-s', '--', 'suspend', 'test', '5'], variables + hostProgram);
      const isInMaintenance = async (): Promise<boolean> => /DISABLED/.test(await on('c2', 'crm_mon --one-shot'));
      assert.ok(await isInMaintenance());
      // The host that would end it is gone as well.
      await on('c1', 'kill $(pgrep -f "resume_late[r] test")');
      await until('the end of maintenance', 20, async () => !(await isInMaintenance()));
      assert.match(await on('c1', 'cibadmin --query --scope crm_config'), /quorate-maintenance/);
      await stage.lab.host('c1').check(['sh', '-s', '--', 'resume', 'test'], hostProgram);
      assert.doesNotMatch(await on('c1', 'cibadmin --query --scope crm_config'), /quorate-maintenance/);
    });
  },
  'bookworm-hosts',
);
