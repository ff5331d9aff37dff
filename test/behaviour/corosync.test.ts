import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { rulesBroken } from './findings';

interface Node {
  readonly name: string;
  readonly id: number;
  readonly address: string;
}

const both: readonly Node[] = [
  { name: 'c1', id: 1, address: '10.0.0.1' },
  { name: 'c2', id: 2, address: '10.0.0.2' },
];

function conf(nodes: readonly Node[], quorum: string): string {
  const list = nodes.map(
    ({ name, id, address }) => `  node {\n    name: ${name}\n    nodeid: ${id}\n    ring0_addr: ${address}\n  }\n`,
  );
  return `totem {
  version: 2
  cluster_name: shop
  crypto_cipher: aes256
  crypto_hash: sha256
  token: 1000
}
quorum {
  provider: corosync_votequorum
${quorum}}
nodelist {
${list.join('')}}
logging {
  to_stderr: yes
  to_syslog: no
}
`;
}

const good = conf(both, '  two_node: 1\n  wait_for_all: 0\n');
const [first, second] = both as [Node, Node];
const key = '0123456789abcdef'.repeat(16);

/** What two hosts read, and what shall come of it. */
interface Scenario {
  readonly title: string;
  readonly confs: readonly [c1: string, c2: string];
  readonly keys?: readonly [c1: string, c2: string];
  /** The rule that names the cause in the files. */
  readonly rule: string;
  /** Whether the harm shows when both run, or once the second host is lost. */
  readonly shows: 'apart' | 'no quorum after a loss';
}

const scenarios: readonly Scenario[] = [
  {
    title: 'two_nodes in place of two_node',
    confs: [conf(both, '  two_nodes: 1\n'), conf(both, '  two_nodes: 1\n')],
    rule: 'corosync/unknown-key',
    shows: 'no quorum after a loss',
  },
  {
    title: 'another authkey',
    confs: [good, good],
    keys: [key, key.replaceAll('a', 'b')],
    rule: 'corosync/authkey-differs',
    shows: 'apart',
  },
  {
    title: 'another node list',
    confs: [good, conf([{ name: 'c3', id: 3, address: '10.0.0.3' }, second], '  two_node: 1\n  wait_for_all: 0\n')],
    rule: 'corosync/nodelist-differs',
    shows: 'apart',
  },
  {
    title: 'node ids swapped on one host',
    confs: [
      good,
      conf(
        [
          { ...first, id: 2 },
          { ...second, id: 1 },
        ],
        '  two_node: 1\n  wait_for_all: 0\n',
      ),
    ],
    rule: 'corosync/nodelist-differs',
    shows: 'apart',
  },
  {
    title: 'a wrong address of the other host',
    confs: [good, conf([{ ...first, address: '10.0.0.9' }, second], '  two_node: 1\n  wait_for_all: 0\n')],
    rule: 'corosync/nodelist-differs',
    shows: 'apart',
  },
];

describeLab('what corosync does with what Quorate warns of', (daemons) => {
  it('two hosts with the same files are one cluster and outlive a loss, and nothing is said of them', async function () {
    this.timeout(60_000);
    const { together, quorate } = await live(daemons().root, [good, good], [key, key]);
    assert.equal(together, true);
    assert.equal(quorate, true);
    const broken = rulesBroken(repository([good, good], [key, key]));
    for (const { rule } of scenarios) assert.equal(broken.has(rule), false, rule);
  });

  for (const { title, confs, keys = [key, key], rule, shows } of scenarios) {
    it(`${title}: the harm shows on the hosts, and ${rule} names it`, async function () {
      this.timeout(60_000);
      assert.ok(rulesBroken(repository(confs, keys)).has(rule), `${rule} says nothing`);
      const { together, quorate } = await live(daemons().root, confs, keys);
      if (shows === 'apart') assert.equal(together, false, 'they form one cluster');
      else {
        assert.equal(together, true, 'they form no cluster');
        assert.equal(quorate, false, 'the host that is left has quorum');
      }
    });
  }
});

function repository(confs: readonly string[], keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    both.flatMap(({ name }, place) => [
      [`${name}/etc/corosync/corosync.conf`, confs[place] as string],
      [`${name}/etc/corosync/authkey`, keys[place] as string],
    ]),
  );
}

/** Runs both hosts, then takes the second one away. */
async function live(
  root: string,
  confs: readonly string[],
  keys: readonly string[],
): Promise<{
  /** Whether the first host saw the second one. */
  readonly together: boolean;
  /** Whether the first host still had quorum without it. */
  readonly quorate: boolean;
}> {
  const lab = await Lab.start(
    root,
    both.map(({ name, address }, place) => ({
      name,
      addresses: [address],
      files: {
        '/etc/corosync/corosync.conf': confs[place] as string,
        '/etc/corosync/authkey': { content: keys[place] as string, mode: 0o400 },
      },
    })),
  );
  try {
    for (const { name } of both) {
      const host = lab.host(name);
      await host.check(['mkdir', '-p', '/var/lib/corosync', '/var/log/corosync']);
      const daemon = host.start(['corosync', '-f']);
      await daemon.until('corosync', 20, async () => (await host.run(['corosync-quorumtool', '-s'])).status !== 1);
    }
    const status = async (): Promise<string> =>
      (await lab.host('c1').run(['corosync-quorumtool', '-s'])).stdout.toString();
    const together = await within(8, async () => /^Nodes:\s+2$/m.test(await status()));
    await lab.kill('c2');
    if (together) await within(10, async () => /^Nodes:\s+1$/m.test(await status()));
    return { together, quorate: /^Quorate:\s+Yes$/m.test(await status()) };
  } finally {
    await lab.stop();
  }
}

/** Whether something comes true within some seconds. */
async function within(seconds: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  for (let left = seconds * 4; left > 0; left--) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
