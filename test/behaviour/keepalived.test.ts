import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { rules } from '../../server/core/rules/registry';
import { describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { allFindings, open } from '../rules/page-claims';

interface Instance {
  readonly addresses?: readonly string[];
  readonly peers?: readonly string[];
  readonly more?: string;
}

/** The configuration of lb1 or lb2, of which the first has the higher priority. */
function configuration(number: 1 | 2, { addresses = ['10.9.0.100/24'], peers, more = '' }: Instance): string {
  const unicast = peers
    ? `  unicast_src_ip 10.9.0.${number}\n  unicast_peer {\n${peers.map((peer) => `    ${peer}\n`).join('')}  }\n`
    : '';
  return `vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${102 - number}
${more}${unicast}  virtual_ipaddress {
${addresses.map((address) => `    ${address}\n`).join('')}  }
}
`;
}

interface Pair {
  readonly one: Instance;
  readonly other: Instance;
  /** What is said where both hosts end with an address; without it one of them does. */
  readonly rule?: string;
}

const pairs: Record<string, Pair> = {
  'hosts that speak to each other': { one: { peers: ['10.9.0.2'] }, other: { peers: ['10.9.0.1'] } },
  'addresses in another order': {
    one: { addresses: ['10.9.0.100/24', '10.9.0.101/24'] },
    other: { addresses: ['10.9.0.101', '10.9.0.100'] },
  },
  'a peer that is nobody': {
    one: { peers: ['10.9.0.7'] },
    other: { peers: ['10.9.0.1'] },
    rule: 'keepalived/peers-miss-host',
  },
  'unicast beside multicast': { one: { peers: ['10.9.0.2'] }, other: {}, rule: 'keepalived/peers-miss-host' },
  'one address more on one host': {
    one: { addresses: ['10.9.0.100/24', '10.9.0.101/24'] },
    other: {},
    rule: 'keepalived/addresses-differ',
  },
  'no address in common': {
    one: {},
    other: { addresses: ['10.9.0.110/24'] },
    rule: 'keepalived/addresses-differ',
  },
  'another interval': { one: { more: '  advert_int 3\n' }, other: {}, rule: 'keepalived/instances-disagree' },
};

describeLab(
  'two hosts with keepalived',
  (daemons) => {
    const outcomes = new Map<string, readonly boolean[]>();

    before(async function () {
      this.timeout(60_000);
      const run = async (title: string, { one, other, rule }: Pair): Promise<void> => {
        const lab = await Lab.start(
          daemons().root,
          ([1, 2] as const).map((number) => ({
            name: `lb${number}`,
            addresses: [`10.9.0.${number}`],
            files: { '/etc/keepalived/keepalived.conf': configuration(number, number === 1 ? one : other) },
          })),
        );
        try {
          const hosts = [lab.host('lb1'), lab.host('lb2')];
          for (const host of hosts) host.start(['keepalived', '-n', '-l']);
          const haveAddress = async (): Promise<boolean[]> => {
            const told = hosts.map((host) => host.run(['ip', 'address', 'show', 'eth0']));
            return (await Promise.all(told)).map(({ stdout }) => /10\.9\.0\.1\d\d/.test(stdout.toString()));
          };
          // Whoever hears nobody takes the address after three intervals and a bit, of which the longest is three seconds.
          // Before that both may have it for a moment while they start.
          await wait(12_000);
          let taken = await haveAddress();
          for (let second = 0; second < 30 && rule !== undefined && !taken.every(Boolean); second++) {
            await wait(1_000);
            taken = await haveAddress();
          }
          outcomes.set(title, taken);
        } finally {
          await lab.stop();
        }
      };
      await Promise.all(Object.entries(pairs).map(([title, pair]) => run(title, pair)));
    });

    for (const [title, { one, other, rule }] of Object.entries(pairs)) {
      it(`${rule === undefined ? 'leaves the second one without' : 'gives both of them'} an address: ${title}`, () => {
        const files = new Map([
          ['lb1/etc/keepalived/keepalived.conf', configuration(1, one)],
          ['lb2/etc/keepalived/keepalived.conf', configuration(2, other)],
        ]);
        const found = allFindings(open({ title, kind: 'bad', files, expected: [] }, rules));
        assert.deepEqual(
          found.filter(({ severity }) => severity === 'error').map((finding) => finding.rule),
          rule === undefined ? [] : [rule],
        );
        assert.deepEqual(outcomes.get(title), rule === undefined ? [true, false] : [true, true]);
      });
    }
  },
  'bookworm-crmsh',
);
