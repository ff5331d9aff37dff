import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type PacemakerText, pacemakerText } from '../../server/core/model/pacemaker/pacemaker';
import { vrrpInstances } from '../../server/core/model/keepalived';
import { complete } from '../../server/core/features/completion';
import { newCluster } from '../../server/core/scaffold/new-cluster';
import { cib } from '../../server/core/syntax/cib';
import { crm } from '../../server/core/syntax/crm';
import { keepalived, type KeepalivedLine } from '../../server/core/syntax/keepalived';
import { Document, type Grammar } from '../../server/core/syntax/tree';
import { type Daemons, describeDaemons, describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { catalogs } from '../../server/disk/catalogs';
import { repository } from '../features/repository';
import { scenarioFiles } from './scenarios';

const example = (name: string): string => readFileSync(path.join(__dirname, '../../examples', name, 'cluster.crm'), 'utf8');

/** What `quorate new pacemaker` writes for Pacemaker. */
function newSet(): string {
  const files = newCluster({ kind: 'pacemaker', name: 'shop', product: 'mariadb', network: '10.0.0' });
  const [text] = [...files].filter(([name]) => name.endsWith('.crm')).map(([, written]) => written);
  assert.ok(text);
  return text;
}

const empty = `<cib validate-with="pacemaker-3.0" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/>
<nodes><node id="1" uname="serv1"/><node id="2" uname="serv2"/></nodes><resources/><constraints/></configuration><status/></cib>`;

const everything = `# All kinds of statements that Quorate reads.
node 1: serv1 \\
    attributes standby=off
node 2: serv2
rsc_template web ocf:pacemaker:Dummy \\
    op monitor interval=30s
primitive one @web meta target-role=Started
primitive two @web
primitive vip IPaddr2 \\
    params ip="10.0.0.9" cidr_netmask=24 \\
    op monitor interval=10s timeout=20s
primitive db ocf:heartbeat:mysql params config=/etc/mysql/my.cnf \\
    op monitor interval=20s role=Promoted op monitor interval=30s
ms dbs db meta notify=true
clone twos two meta interleave=true
group front vip one meta migration-threshold=3
tag both: front twos
location here front 100: serv1
location there twos rule -inf: #uname eq serv2
colocation with inf: front dbs:Promoted
colocation set inf: [ one vip ]
order before Mandatory: dbs:promote front:start
property stonith-enabled=false no-quorum-policy=stop cluster-name='the shop'
rsc_defaults resource-stickiness=100
`;

/** What a file says, without its order and places, as far as a CIB keeps it. */
function meaning({ nodes, resources, constraints, properties, resourceDefaults }: PacemakerText): unknown {
  const pairs = (list: PacemakerText['properties']): string[] =>
    list.map(({ name, value }) => `${name}=${value}`).filter((pair) => !/^(dc-|have-|cluster-infra|notify|interleave|promotable)/.test(pair)).sort();
  const inOrder = (list: readonly object[]): string[] => list.map((each) => JSON.stringify(each)).sort();
  return {
    nodes: nodes.map(({ name }) => name).sort(),
    resources: inOrder(
      resources.map(({ id, kind, agent, template, parameters, members }) => ({
        id: id.name,
        kind,
        type: agent?.type,
        template: template?.name,
        parameters: pairs(parameters),
        members: members.map(({ name }) => name),
      })),
    ),
    constraints: inOrder(
      constraints.map(({ id, kind, resources: used, nodes: at, score }) => ({
        id: id.name,
        kind,
        used: used.map(({ name }) => name),
        at: at.map(({ name }) => name),
        score: score?.toLowerCase().replace(/^(-?)inf$/, '$1infinity'),
      })),
    ),
    properties: pairs(properties),
    resourceDefaults: pairs(resourceDefaults),
  };
}

const read = (grammar: unknown, text: string, name: string): Document => new Document(`file:///${name}`, name, grammar as Grammar, text);

/** Loads text into an empty CIB by the real crm shell, and gives back what became of it. */
function load(daemons: Daemons, text: string): { readonly said: string; readonly cib: string; readonly status: number } {
  const script = `mkdir -p /var/log/crmsh /var/lib/pacemaker/cib
export CIB_file=/tmp/cib.xml
crm configure load update /tmp/cluster.crm </dev/null >&2 || exit 3
crm_verify --xml-file /tmp/cib.xml >&2; echo "verified $?" >&2
cat /tmp/cib.xml`;
  const files = { '/tmp/cib.xml': empty, '/tmp/cluster.crm': text };
  const { stdout, stderr, status } = daemons.run(['sh', '-c', script], { files, hostname: 'serv1' });
  return { said: stderr, cib: stdout, status };
}

describeDaemons(
  'text of the crm shell',
  (daemons) => {
    it('means to Quorate what the crm shell makes a CIB of', function () {
      this.timeout(60_000);
      const { said, cib: made, status } = load(daemons(), everything);
      assert.equal(status, 0, said);
      assert.match(said, /verified 0/);
      assert.deepEqual(meaning(pacemakerText(read(cib, made, 'cib.xml'))), meaning(pacemakerText(read(crm, everything, 'a.crm'))));
    });

    for (const [what, written] of [
      ['the mended co-masters', example('co-masters-pacemaker-fixed')],
      ['a new pair under Pacemaker', newSet()],
    ] as const) {
      it(`of ${what} is loaded by the crm shell, and accepted by crm_verify`, function () {
        this.timeout(60_000);
        // The fencing agents are packages of their own, which nothing here needs to run.
        const text = written
          .replaceAll('stonith:fence_ipmilan', 'ocf:pacemaker:Dummy')
          .replace(/params ip=\S+ username=fence pcmk_host_list=\S+ /g, 'params state=/run/dummy ')
          .replace('stonith-enabled=true', 'stonith-enabled=false');
        const { said, cib: made, status } = load(daemons(), text);
        assert.equal(status, 0, said);
        assert.match(said, /verified 0/);
        const meant = meaning(pacemakerText(read(crm, text, 'cluster.crm'))) as object;
        assert.deepEqual(meaning(pacemakerText(read(cib, made, 'cib.xml'))), { ...meant, nodes: ['serv1', 'serv2'] });
      });
    }

    it('made of nothing but snippets and proposed blocks is loaded, and accepted by crm_verify', function () {
      this.timeout(60_000);
      const workspace = repository({ 'cluster.crm': 'node serv1\nnode serv2\n$0' });
      const { document, position, model, documents } = workspace;
      const blocks = complete(document, position, model, catalogs, documents)?.items.filter(({ kind }) => kind === 'block');
      assert.ok(blocks);
      assert.ok(blocks.some(({ label }) => label === 'fencing of all nodes'));
      const text = blocks
        .map(({ insert = '' }) => insert.replace(/\$\{\d+:([^}]*)\}/g, '$1').replaceAll('$0', '').replaceAll('\\\\', '\\'))
        .join('');
      const { said, cib: made, status } = load(
        daemons(),
        text
          .replaceAll('stonith:fence_ipmilan', 'ocf:pacemaker:Dummy')
          .replace(/params ip=\S+ username=\S+ password_script=\S+ pcmk_host_list=\S+ /g, 'params state=/run/dummy ')
          .replace('systemd:haproxy', 'ocf:pacemaker:Dummy')
          .replace('stonith-enabled=true', 'stonith-enabled=false'),
      );
      assert.equal(status, 0, said);
      assert.match(said, /verified 0/);
      assert.match(made, /id="fence-serv2-elsewhere"[^]*id="address-with-database"|id="address-with-database"[^]*id="fence-serv2-elsewhere"/);
    });

    it('that names what is not there is refused, or kept without effect, as the rules say', function () {
      this.timeout(60_000);
      const dummy = 'primitive w ocf:pacemaker:Dummy op monitor interval=30s\nproperty stonith-enabled=false\n';
      const node = load(daemons(), `${dummy}location l w 100: srv-web1\n`);
      assert.match(node.said, /referenced node srv-web1 does not exist/);
      assert.match(node.said, /verified 0/);
      const resource = load(daemons(), `${dummy}location l nix 100: serv1\n`);
      assert.match(resource.said, /references a resource nix which doesn't exist/);
      assert.equal(resource.status, 3);
      const property = load(daemons(), dummy.replace('=false', '=false no-quorum-polcy=ignore'));
      assert.match(property.said, /unknown attribute 'no-quorum-polcy'/);
      assert.match(property.cib, /no-quorum-polcy/);
      const swallowed = load(daemons(), `${dummy}primitive a ocf:pacemaker:Dummy \\\nprimitive b ocf:pacemaker:Dummy\n`);
      assert.match(swallowed.said, /syntax in primitive/);
      assert.equal(swallowed.status, 3);
    });
  },
  'bookworm-crmsh',
);

describeDaemons(
  'keepalived',
  (daemons) => {
    const conf = (routerId: number, password: string, priority: number): string => `vrrp_instance VI_1 {
  state BACKUP
  interface veth
  virtual_router_id ${routerId}
  priority ${priority}
  authentication { # one line would do
    auth_type PASS
    auth_pass ${password}
  }
  virtual_ipaddress {
    10.9.9.9/24
  }
}
`;
    /** Pairs of hosts, each in a network of its own, for some seconds; the hosts of each that have the address then. */
    const holders = (pairs: Readonly<Record<string, readonly [one: string, two: string]>>): Record<string, string> => {
      const script = `host() { # NAME: a network of its own, known by the process that keeps it
  unshare --net sleep 60 & echo $! > /tmp/$1.pid
  until [ "$(readlink /proc/$(cat /tmp/$1.pid)/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
}
in_host() { name=$1; shift; nsenter --net=/proc/$(cat /tmp/$name.pid)/ns/net "$@"; }
for pair in ${Object.keys(pairs).join(' ')}; do
  host $pair-one; host $pair-two
  in_host $pair-one ip link add veth type veth peer name veth netns $(cat /tmp/$pair-two.pid)
  for side in one two; do
    in_host $pair-$side ip link set lo up
    in_host $pair-$side ip address add 10.9.9.$([ $side = one ] && echo 1 || echo 2)/24 dev veth
    in_host $pair-$side ip link set veth up
    in_host $pair-$side keepalived --dont-fork --log-console --use-file=/tmp/$pair-$side.conf \\
      --pid=/tmp/$pair-$side.ka --vrrp_pid=/tmp/$pair-$side.vrrp >&2 &
  done
done
sleep 6
for pair in ${Object.keys(pairs).join(' ')}; do
  for side in one two; do
    in_host $pair-$side ip -brief address show dev veth | grep -q 10.9.9.9 && echo $pair $side
  done
done
exit 0`;
      const files = Object.fromEntries(
        Object.entries(pairs).flatMap(([name, [one, two]]) => [
          [`/tmp/${name}-one.conf`, one],
          [`/tmp/${name}-two.conf`, two],
        ]),
      );
      const { stdout, stderr } = daemons().run(['sh', '-c', script], { files, timeoutMs: 60_000 });
      const found: Record<string, string> = {};
      for (const line of stdout.trim().split('\n')) {
        const [pair = '', side = ''] = line.split(' ');
        found[pair] = found[pair] === undefined ? side : `${found[pair]} and ${side}`;
      }
      assert.ok(Object.keys(found).length > 0, stderr);
      return found;
    };

    it('lets two hosts have one address when their numbers or passwords differ, and one of them when they agree', function () {
      this.timeout(90_000);
      const one = conf(51, 'secret12', 101);
      const read51 = vrrpInstances(read(keepalived, one, 'keepalived.conf') as unknown as Document<KeepalivedLine>);
      assert.deepEqual(read51.map(({ routerId, password }) => [routerId?.text, password?.text]), [['51', 'secret12']]);
      // VRRP carries eight characters of a password.
      const same = holders({
        alike: [one, conf(51, 'secret12-and-more', 100)],
        number: [one, conf(52, 'secret12', 100)],
        password: [one, conf(51, 'other', 100)],
      });
      assert.deepEqual(same, { alike: 'one', number: 'one and two', password: 'one and two' });
    });
  },
  'bookworm-crmsh',
);

/** The mended example with resources a lab can run: nothing to fence with, no database and no web server, but the address. */
const runnable = example('co-masters-pacemaker-fixed')
  .replaceAll(/stonith:fence_ipmilan|ocf:heartbeat:(apache|mysql)/g, 'ocf:pacemaker:Dummy')
  .replace(/params (ip=\S+ username|config=).*\\/g, '\\')
  .replace('stonith-enabled=true', 'stonith-enabled=false');

describeLab(
  'the mended co-masters under a running Pacemaker',
  (daemons) => {
    let lab: Lab | undefined;
    after(() => lab?.stop());

    it('are told by the crm shell, and the address goes where a database runs', async function () {
      this.timeout(120_000);
      const names = ['serv1', 'serv2'];
      const conf = scenarioFiles('co-masters-pacemaker-fixed').get('serv1/corosync.conf') ?? '';
      const own = await Lab.start(
        daemons().root,
        names.map((name, index) => ({
          name,
          addresses: [`172.16.0.1${index}`],
          files: {
            '/etc/corosync/corosync.conf': conf,
            '/etc/corosync/authkey': { content: 'key of this test'.repeat(16), mode: 0o400 },
            '/tmp/cluster.crm': runnable,
          },
        })),
      );
      lab = own;
      const folders = '/var/lib/pacemaker/cib /var/lib/pacemaker/pengine /var/lib/pacemaker/blackbox /var/log/pacemaker';
      await Promise.all(
        names.map(async (name) => {
          const host = own.host(name);
          await host.check([
            'sh',
            '-c',
            // Agents call programs that the packages' own scripts would have linked.
            `ln -s which.debianutils /usr/bin/which; ln -s mawk /usr/bin/awk; mkdir -p /var/log/corosync /var/lib/corosync /var/log/crmsh ${folders} && chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker`,
          ]);
          const corosync = host.start(['corosync', '-f']);
          await corosync.until('a quorum', 30, async () =>
            /^Quorate:\s+Yes/m.test((await host.run(['corosync-quorumtool', '-s'])).stdout.toString()),
          );
          const pacemaker = host.start(['pacemakerd', '-f']);
          await pacemaker.until('a coordinator', 60, async () =>
            (await host.run(['crm_mon', '--one-shot', '--output-as', 'xml'])).stdout
              .toString()
              .includes('<current_dc present="true"'),
          );
        }),
      );
      const [serv1] = names.map((name) => own.host(name));
      assert.ok(serv1);
      await serv1.check(['crm', 'configure', 'load', 'update', '/tmp/cluster.crm']);
      const holders = async (): Promise<string[]> => {
        const found = await Promise.all(
          names.map(async (name) => (await own.host(name).run(['ip', '-brief', 'address'])).stdout.toString().includes('172.16.0.12')),
        );
        return names.filter((_, index) => found[index]);
      };
      const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
        for (const end = Date.now() + 40_000; !(await condition());) {
          if (Date.now() > end) assert.fail(`${what}:\n${(await serv1.run(['crm_mon', '-1rf'])).stdout.toString()}`);
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      };
      await until('the address is on one host', async () => (await holders()).length === 1);
      const [first = ''] = await holders();
      await serv1.check(['crm_standby', '--node', first, '--update', 'on']);
      await until('the address moves', async () => (await holders()).join() === names.find((name) => name !== first));
      // Its stickiness keeps it where it went.
      await serv1.check(['crm_standby', '--node', first, '--delete']);
      await until('the node is back', async () =>
        (await serv1.run(['crm_mon', '-1'])).stdout.toString().includes('Online: [ serv1 serv2 ]'),
      );
      await serv1.check(['crm_resource', '--wait', '--timeout', '30']);
      assert.deepEqual(
        await holders(),
        names.filter((name) => name !== first),
      );
    });
  },
  'bookworm-crmsh',
);
