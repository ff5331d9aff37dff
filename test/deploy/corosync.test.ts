import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { confirmWithin, type Deploy } from './deploy-process';
import { Stage } from './stage';

const names = ['n1', 'n2', 'n3'];
const address = (index: number): string => `10.9.0.${index + 1}`;
const configuration = (token: number, clusterName = 'lab'): string => `totem {
  version: 2
  cluster_name: ${clusterName}
  transport: knet
  token: ${token}
  crypto_cipher: aes256
  crypto_hash: sha256
}
quorum {
  provider: corosync_votequorum
}
nodelist {
${names.map((name, index) => `  node {\n    name: ${name}\n    nodeid: ${index + 1}\n    ring0_addr: ${address(index)}\n  }`).join('\n')}
}
logging {
  to_stderr: yes
}
`;
const service = `#!/bin/sh
case $1 in
  start) setsid corosync -f </dev/null >/var/log/corosync.out 2>&1 & ;;
  stop) kill $(pgrep -x corosync) ;;
  *) exit 2 ;;
esac
`;

describeLab('a deploy of corosync.conf to three nodes', (daemons) => {
  let stage: Stage;
  const on = (host: string, command: string): Promise<string> => stage.on(host, command);
  const tokens = (): Promise<string[]> =>
    Promise.all(names.map((name) => on(name, 'corosync-cmapctl -g runtime.config.totem.token | sed "s/.*= //"')));
  const files = (): Promise<string[]> =>
    Promise.all(names.map((name) => on(name, 'sed -n "s/^ *token: //p" /etc/corosync/corosync.conf')));
  const deployTo = (step: string, token: number, clusterName?: string): Promise<Deploy> => {
    const text = configuration(token, clusterName);
    stage.write(Object.fromEntries(names.map((name) => [`${name}/corosync.conf`, text])));
    return stage.deployTo(step, clusterName === undefined ? 4 : 30);
  };
  const untilSettled = async (): Promise<void> => {
    const deadline = Date.now() + (confirmWithin + 15) * 1000;
    const open = (): Promise<string[]> =>
      Promise.all(names.map((name) => on(name, 'ls -d /var/lib/quorate/trial-* 2>/dev/null || true')));
    while ((await open()).some((each) => each !== '')) {
      assert.ok(Date.now() < deadline, `trials are left: ${(await open()).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const onePartition = async (): Promise<void> => {
    for (const name of names) {
      const said = await on(name, 'corosync-quorumtool -s');
      assert.match(said, /Quorate: +Yes/);
      assert.match(said, /Nodes: +3/);
      assert.equal(await on(name, 'ls /var/lib/quorate/lock 2>/dev/null || true'), '');
    }
  };

  before(async function () {
    this.timeout(120_000);
    const authkey = { content: Buffer.alloc(128, 'lab'), mode: 0o400 };
    stage = await Stage.start(
      daemons().root,
      names.map((name, index) => ({
        name,
        address: address(index),
        files: {
          '/etc/corosync/corosync.conf': configuration(3000),
          '/etc/corosync/authkey': authkey,
          '/etc/init.d/corosync': { content: service, mode: 0o755 },
        },
        places: { [`${name}/corosync.conf`]: '/etc/corosync/corosync.conf' },
      })),
    );
    for (const name of names)
      await on(name, 'mkdir -p /var/lib/corosync /var/log/corosync && /etc/init.d/corosync start');
    const nodes = (): Promise<string> => on('n1', 'corosync-quorumtool -s 2>/dev/null | sed -n "s/^Nodes: *//p"');
    await stage.until('three nodes', 40, async () => (await nodes()) === '3');
  });
  after(() => stage?.stop());

  it('replaces the file everywhere, then makes all nodes take it over with one reload', async function () {
    this.timeout(60_000);
    const before = await tokens();
    const deploy = await deployTo('activate', 4000);
    assert.deepEqual(await files(), ['4000', '4000', '4000']);
    assert.deepEqual(await tokens(), before, 'nobody has read the file before the reload');
    deploy.release();
    const told = await deploy.told();
    assert.equal(told?.results[0]?.outcome, 'confirmed', JSON.stringify(told));
    const after = await tokens();
    assert.equal(new Set(after).size, 1);
    assert.notDeepEqual(after, before);
    await onePartition();
  });

  for (const step of ['replace@n2', 'activate']) {
    it(`goes back on all nodes when we are killed before ${step}`, async function () {
      this.timeout(60_000);
      const before = await tokens();
      const deploy = await deployTo(step, 5000);
      deploy.kill();
      await untilSettled();
      assert.deepEqual(await files(), ['4000', '4000', '4000']);
      assert.deepEqual(await tokens(), before);
      await onePartition();
    });
  }

  it('goes back on all nodes when one of them does not take the file', async function () {
    this.timeout(60_000);
    const deploy = await deployTo('replace', 5000);
    await on('n3', 'echo "# by hand" >>/etc/corosync/corosync.conf');
    deploy.release();
    const told = await deploy.told();
    assert.notEqual(told?.results[0]?.outcome, 'confirmed');
    assert.match(told?.results[0]?.reason ?? '', /n3: .*was changed after the plan was made/);
    await untilSettled();
    assert.deepEqual(await files(), ['4000', '4000', '4000']);
    await on('n3', `sed -i '/by hand/d' /etc/corosync/corosync.conf`);
    await onePartition();
  });

  it('keeps the new file on all nodes when we are killed after the reload', async function () {
    this.timeout(60_000);
    const deploy = await deployTo('gate', 6000);
    deploy.kill();
    await untilSettled();
    assert.deepEqual(await files(), ['6000', '6000', '6000']);
    assert.equal(new Set(await tokens()).size, 1);
    await onePartition();
  });

  it('gives all nodes a new key that only root may read, and one that starts anew joins with it', async function () {
    this.timeout(60_000);
    const keysOf = (): Promise<string[]> =>
      Promise.all(
        names.map((name) => on(name, 'sha256sum </etc/corosync/authkey; stat -c "%U %a" /etc/corosync/authkey')),
      );
    const before = await keysOf();
    const outcome = await stage.run('authkey', '--yes', '--confirm-within', '30');
    assert.equal(outcome.code, 0, outcome.out + outcome.err);
    assert.match(outcome.out, /n1:\/etc\/corosync\/authkey: a key; replaced/);
    const after = await keysOf();
    assert.equal(new Set(after).size, 1);
    assert.match(after[0] ?? '', /root 400$/);
    assert.notEqual(after[0], before[0]);
    await onePartition();
    await on(
      'n3',
      '/etc/init.d/corosync stop; until [ -z "$(pgrep -x corosync)" ]; do sleep 0.1; done; /etc/init.d/corosync start',
    );
    await on(
      'n3',
      'for i in $(seq 100); do corosync-quorumtool -s 2>/dev/null | grep -q "Nodes: *3" && exit; sleep 0.2; done; exit 1',
    );
    await onePartition();
  });

  const clusterNames = async (): Promise<string[]> =>
    Promise.all(names.map((name) => on(name, 'corosync-cmapctl -g totem.cluster_name 2>&1 | sed "s/.*= //"')));

  it('comes back as one cluster when we are killed while some nodes are started and others are not', async function () {
    this.timeout(120_000);
    const deploy = await deployTo('activate@n3', 6000, 'third');
    deploy.kill();
    const deadline = Date.now() + 70_000;
    const open = (): Promise<string[]> =>
      Promise.all(names.map((name) => on(name, 'ls -d /var/lib/quorate/trial-* 2>/dev/null || true')));
    while ((await open()).some((each) => each !== '')) {
      assert.ok(Date.now() < deadline, `trials are left: ${(await open()).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.equal(new Set(await clusterNames()).size, 1);
    assert.equal(new Set(await Promise.all(names.map((name) => on(name, 'cat /etc/corosync/corosync.conf')))).size, 1);
    await onePartition();
  });
});
