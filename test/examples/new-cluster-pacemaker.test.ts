import assert from 'node:assert/strict';
import { describeLab, type Files } from '../daemons';
import { type Host, Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import { asPackaged } from './packaged';
import { hostsIn, written } from './written-cluster';

/** What the scripts of packages, which never run here, make on a host, so that agents may become the user mysql. */
const madeByPackages: Files = {
  '/etc/pam.d/common-account': 'account required pam_permit.so\n',
  '/etc/pam.d/common-auth': 'auth required pam_permit.so\n',
  '/etc/pam.d/common-password': 'password required pam_permit.so\n',
  '/etc/pam.d/common-session': 'session required pam_permit.so\n',
};

/** Nothing but a shorter wait for the first coordinator, which is 20 s otherwise. */
const impatient = `<cib validate-with="pacemaker-3.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
<crm_config><cluster_property_set id="cib-bootstrap-options">
<nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="2s"/>
</cluster_property_set></crm_config><nodes/><resources/><constraints/></configuration><status/></cib>
`;

describeLab(
  'a new cluster under Pacemaker on real daemons',
  (daemons) => {
    let lab: Lab;

    after(() => lab?.stop());

    it('starts by the steps of its README, with the address where the source is', async function () {
      this.timeout(180_000);
      const files = written('pacemaker');
      const key = { '/etc/corosync/authkey': { content: 'key of this test'.repeat(16), mode: 0o400 } };
      lab = await Lab.start(
        daemons().root,
        [...hostsIn(files)].map(([name, own]) => ({
          name,
          addresses: [`10.0.0.1${name.slice(2)}`],
          files: {
            ...asPackaged(daemons(), own),
            ...madeByPackages,
            ...key,
            '/var/lib/pacemaker/cib/cib.xml': impatient,
            '/root/cluster.crm': files.get('pacemaker/cluster.crm')!,
          },
        })),
      );
      const hosts = ['db1', 'db2'].map((name) => lab.host(name)) as [Host, Host];
      const [first, second] = hosts;
      const data = await emptyDataDirectory(first);
      const source = await MariadbServer.start(first, data);
      const replica = await MariadbServer.start(second, data);
      await source.query(files.get('sql/accounts.sql')!);
      await replica.query(files.get('sql/db2-replication.sql')!);
      await replica.untilReplicating(20);
      for (const host of hosts)
        await host.check(['sh', '-c', 'mariadb-admin shutdown; while pidof mariadbd; do sleep 0.1; done']);

      await Promise.all(hosts.map(startCluster));
      await until(first, 'both nodes', ['crm_mon', '-1'], /Online: \[ db1 db2 \]/);
      await first.check(['crm', 'configure', 'load', 'update', '/root/cluster.crm']);
      await first.check(['crm_verify', '--live-check']);

      await until(first, 'both databases', ['crm_mon', '-1'], /Clone Set: databases .*\n.*Started: \[ db1 db2 \]/);
      await until(first, 'the address', ['crm_mon', '-1'], /address\s.*Started db1/);
      await until(first, 'the address', ['ip', '-oneline', 'address'], /10\.0\.0\.9\/24/);
      // A replica that came up first tries again after a minute.
      await second.check(['mariadb', '--execute', 'STOP REPLICA; START REPLICA']);
      const state = ['mariadb', '--execute', 'SHOW REPLICA STATUS\\G'];
      await until(second, 'replication', state, /Slave_IO_Running: Yes\n *Slave_SQL_Running: Yes/);
      // The devices of the set are made up, as its file says: they are taken, but cannot be reached.
      assert.match(await first.check(['crm_mon', '-1', '--inactive']), /fence-db1\s+\(stonith:fence_ipmilan\)/);
    });
  },
  'bookworm-crm',
);

async function startCluster(host: Host): Promise<void> {
  await host.check([
    'sh',
    '-c',
    `ln -s which.debianutils /usr/bin/which && ln -s mawk /usr/bin/awk
mkdir -p /var/lib/corosync /var/log/corosync /var/log/crmsh /var/log/pacemaker
for each in pengine blackbox cores; do mkdir -p /var/lib/pacemaker/$each; done
chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker && chmod 600 /var/lib/pacemaker/cib/cib.xml`,
  ]);
  host.start(['corosync', '-f']);
  await until(host, 'corosync', ['corosync-cmapctl', '-g', 'runtime.config.totem.token'], /token/);
  host.start(['pacemakerd', '-f']);
}

async function until(host: Host, what: string, argv: readonly string[], wanted: RegExp): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const { stdout, stderr } = await host.run(argv);
    const said = stdout.toString();
    if (wanted.test(said)) return;
    if (Date.now() > end) assert.fail(`${host.name}: waiting for ${what}, but ${argv[0]} says ${said}${stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
