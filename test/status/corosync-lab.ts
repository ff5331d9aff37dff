import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Host, Lab } from '../daemons/lab';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { Desk } from './desk';
import { targetOf } from './repository';

/** What differs between the corosync.conf of one lab and another. */
export interface CorosyncChoice {
  readonly nodes: number;
  readonly clusterName?: string;
  /** Lines of the quorum section beside the provider. */
  readonly quorum?: string;
  /** Whether a further host, q1, is the arbiter of their quorum device. */
  readonly withArbiter?: true;
}

export const arbiterName = 'q1';
const nameOf = (index: number): string => `c${index + 1}`;

const device = `  device {
    model: net
    votes: 1
    net {
      host: 10.0.0.9
      algorithm: ffsplit
      tls: on
    }
  }
`;

export function corosyncConf({ nodes, clusterName = 'shop', quorum = '', withArbiter }: CorosyncChoice): string {
  const list = Array.from({ length: nodes }, (_, index) => index).map(
    (index) => `  node {
    name: ${nameOf(index)}
    nodeid: ${index + 1}
    ring0_addr: 10.0.0.${index + 1}
    ring1_addr: 10.0.1.${index + 1}
  }
`,
  );
  return `totem {
  version: 2
  cluster_name: ${clusterName}
  crypto_cipher: aes256
  crypto_hash: sha256
  token: 1000
}
logging {
  to_logfile: yes
  logfile: /var/log/corosync.log
  to_syslog: no
}
quorum {
  provider: corosync_votequorum
${quorum}${withArbiter ? device : ''}}
nodelist {
${list.join('')}}
`;
}

/** No fencing, which a lab cannot have; a short election; and a resource that only pretends. */
const firstCib = `<cib validate-with="pacemaker-3.0" admin_epoch="0" epoch="1" num_updates="0">
  <configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options">
      <nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="2s"/>
      <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>
    </cluster_property_set></crm_config>
    <nodes/>
    <resources><primitive id="app" class="ocf" provider="pacemaker" type="Dummy">
      <operations><op id="app-monitor" name="monitor" interval="1s"/></operations>
    </primitive></resources>
    <constraints/>
  </configuration>
  <status/>
</cib>
`;

/** Corosync, and where the suite has it Pacemaker, on several hosts with two networks and a third one for SSH. */
export class CorosyncLab {
  readonly names: readonly string[];
  readonly target;

  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
    private readonly keys: OperatorKeys,
    private readonly choice: CorosyncChoice,
    private readonly authkey: Buffer,
  ) {
    this.names = Array.from({ length: choice.nodes }, (_, index) => nameOf(index));
    const hosts = this.names.map((name, index) => ({
      name,
      addresses: [`10.0.0.${index + 1}`, `10.0.1.${index + 1}`, `10.0.9.${index + 1}`],
      ssh: { host: `10.0.9.${index + 1}`, user: 'root' },
      files: { [`${name}/corosync.conf`]: '/etc/corosync/corosync.conf' },
    }));
    const arbiters = choice.withArbiter
      ? [{ name: arbiterName, addresses: ['10.0.0.9', '10.0.9.9'], ssh: { host: '10.0.9.9', user: 'root' } }]
      : [];
    this.target = targetOf({
      'quorate.json': JSON.stringify({ clusters: [{ name: 'shop', hosts: [...hosts, ...arbiters] }] }),
      ...Object.fromEntries(this.names.map((name) => [`${name}/corosync.conf`, corosyncConf(choice)])),
    });
  }

  static async start(root: string, choice: CorosyncChoice, withPacemaker = false): Promise<CorosyncLab> {
    const authkey = randomBytes(256);
    const lab = await Lab.start(root, [
      ...Array.from({ length: choice.nodes }, (_, index) => ({
        name: nameOf(index),
        addresses: [`10.0.0.${index + 1}`, `10.0.1.${index + 1}`, `10.0.9.${index + 1}`],
        files: {},
      })),
      ...(choice.withArbiter ? [{ name: arbiterName, addresses: ['10.0.0.9', '10.0.9.9'], files: {} }] : []),
    ]);
    const keys = new OperatorKeys();
    keys.configure('');
    let desk: Desk | undefined;
    try {
      desk = await Desk.in(lab, keys.settings);
      const made = new CorosyncLab(lab, desk, keys, choice, authkey);
      const all = choice.withArbiter ? [...made.names, arbiterName] : made.names;
      await Promise.all(all.map((name) => startSshd(lab.host(name), keys)));
      await Promise.all(made.names.map((name) => made.startNode(name)));
      if (choice.withArbiter) await made.makeDevice();
      if (withPacemaker) await Promise.all(made.names.map((name) => made.startPacemaker(name)));
      return made;
    } catch (error) {
      desk?.leave();
      keys.remove();
      await lab.stop();
      throw error;
    }
  }

  host(name: string): Host {
    return this.lab.host(name);
  }

  /** Starts corosync on a host that has none running, with its own or another configuration and key. */
  async startNode(name: string, conf = corosyncConf(this.choice), authkey = this.authkey): Promise<void> {
    const host = this.host(name);
    await host.check(['mkdir', '-p', '/etc/corosync', '/var/log', '/var/lib/corosync']);
    await host.check(['sh', '-c', 'cat >/etc/corosync/corosync.conf'], conf);
    await host.check(['sh', '-c', 'cat >/etc/corosync/authkey && chmod 400 /etc/corosync/authkey'], authkey);
    const daemon = host.start(['corosync', '-f']);
    await daemon.until('corosync', 20, async () => (await host.run(['corosync-quorumtool', '-s'])).status !== 1);
  }

  /** Kills corosync (and Pacemaker, which follows it) of a host. */
  async killNode(name: string): Promise<void> {
    const script = 'kill -KILL $(pidof pacemakerd) 2>/dev/null; kill -KILL $(pidof corosync)';
    await this.host(name).check(['sh', '-c', `${script}; while pidof corosync >/dev/null; do sleep 0.05; done`]);
  }

  /** Makes the certificates of the arbiter and of the nodes, as an operator would, and starts both sides. */
  private async makeDevice(): Promise<void> {
    const arbiter = this.host(arbiterName);
    const [first = '', ...others] = this.names;
    const take = async (from: Host, file: string, to: Host): Promise<void> => {
      const { stdout } = await from.run(['cat', file]);
      await to.check(['sh', '-c', 'cat >"/tmp/$1"', 'sh', path.basename(file)], stdout);
    };
    const [own, nodes] = ['/etc/corosync/qnetd/nssdb', '/etc/corosync/qdevice/net/nssdb'];
    await arbiter.check(['sh', '-c', 'mkdir -p /etc/corosync/qnetd && corosync-qnetd-certutil -i -G']);
    await this.startArbiter();
    for (const name of this.names) {
      await take(arbiter, `${own}/qnetd-cacert.crt`, this.host(name));
      await this.host(name).check(['corosync-qdevice-net-certutil', '-i', '-c', '/tmp/qnetd-cacert.crt']);
    }
    await this.host(first).check(['corosync-qdevice-net-certutil', '-r', '-n', 'shop']);
    await take(this.host(first), `${nodes}/qdevice-net-node.crq`, arbiter);
    await arbiter.check(['corosync-qnetd-certutil', '-s', '-c', '/tmp/qdevice-net-node.crq', '-n', 'shop']);
    await take(arbiter, `${own}/cluster-shop.crt`, this.host(first));
    await this.host(first).check(['corosync-qdevice-net-certutil', '-M', '-c', '/tmp/cluster-shop.crt']);
    for (const name of others) {
      await take(this.host(first), `${nodes}/qdevice-net-node.p12`, this.host(name));
      await this.host(name).check(['corosync-qdevice-net-certutil', '-m', '-c', '/tmp/qdevice-net-node.p12']);
    }
    await Promise.all(this.names.map((name) => this.startDevice(name)));
  }

  async startArbiter(): Promise<void> {
    const arbiter = this.host(arbiterName);
    await arbiter.check(['mkdir', '-p', '/run/corosync-qnetd']);
    const daemon = arbiter.start(['corosync-qnetd', '-f']);
    await daemon.until('the arbiter', 10, async () => (await arbiter.run(['corosync-qnetd-tool', '-s'])).status === 0);
  }

  async startDevice(name: string): Promise<void> {
    const host = this.host(name);
    await host.check(['mkdir', '-p', '/run/corosync-qdevice']);
    const daemon = host.start(['corosync-qdevice', '-f']);
    await daemon.until('the quorum device', 20, async () => {
      const { stdout } = await host.run(['corosync-qdevice-tool', '-s']);
      return /^State:\s+Connected/m.test(stdout.toString());
    });
  }

  async kill(name: string, program: 'corosync-qdevice' | 'corosync-qnetd'): Promise<void> {
    await this.host(name).check([
      'sh',
      '-c',
      'kill $(pidof $1); while pidof $1 >/dev/null; do sleep 0.05; done',
      'sh',
      program,
    ]);
  }

  async startPacemaker(name: string): Promise<void> {
    const host = this.host(name);
    const folders = ['cib', 'pengine', 'blackbox', 'cores'].map((each) => `/var/lib/pacemaker/${each}`);
    await host.check([
      'sh',
      '-c',
      'mkdir -p "$@" && chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker',
      'sh',
      ...folders,
      '/var/log/pacemaker',
    ]);
    const keep =
      'cib=/var/lib/pacemaker/cib/cib.xml; test -e $cib || { cat >$cib && chown hacluster:haclient $cib && chmod 600 $cib; }';
    await host.check(['sh', '-c', keep], firstCib);
    const daemon = host.start(['pacemakerd', '-f']);
    await daemon.until('Pacemaker', 40, async () => {
      const { status, stdout } = await host.run(['crm_mon', '--one-shot', '--output-as', 'xml']);
      return status === 0 && stdout.toString().includes('<current_dc present="true"');
    });
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target, 4000);
  }

  async stop(): Promise<void> {
    this.desk.leave();
    this.keys.remove();
    await this.lab.stop();
  }
}
