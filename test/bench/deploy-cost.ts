/**
 * What a deploy to ten hosts of ten clusters costs beside one to a single host: real proxies that are reloaded, each on
 * a host of its own behind a real sshd. Both in one run, because only their ratio says something.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../cli/scratch';
import { daemons, suiteOrReason } from '../daemons';
import { Lab, reasonNotToMakeHosts } from '../daemons/lab';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { product, quorate } from '../deploy/product';
import { services } from '../deploy/services';

const hosts = Array.from({ length: 10 }, (_, index) => ({ name: `lb${index}`, address: `10.9.0.${index + 1}` }));
const target = 3;
const proxy = (seconds: number): string => `defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout queue ${seconds}s
listen db
  bind 127.0.0.1:3307
  server db1 10.9.0.1:3306
`;

export async function measureDeploy(): Promise<void> {
  const can = await suiteOrReason();
  const reason = can.runs ? reasonNotToMakeHosts() : can.reason;
  if (reason !== undefined) {
    console.log(`deploy to ten hosts: left out, ${reason}`);
    return;
  }
  const keys = new OperatorKeys();
  keys.configure('Host *\n  User root\n  StrictHostKeyChecking accept-new\n');
  const repository = mkdtempSync(path.join(tmpdir(), 'quorate-bench-'));
  const files = { ...services, '/etc/haproxy/haproxy.cfg': proxy(1) };
  const lab = await Lab.start(
    (await daemons()).root,
    hosts.map(({ name, address }) => ({ name, addresses: [address], files })),
  );
  try {
    for (const { name } of hosts) {
      await startSshd(lab.host(name), keys);
      await lab.host(name).check(['/etc/init.d/haproxy', 'start']);
    }
    const clusters = hosts.map(({ name, address }) => ({
      name: `cluster-${name}`,
      hosts: [
        {
          name,
          addresses: [address],
          files: { [`${name}/haproxy.cfg`]: '/etc/haproxy/haproxy.cfg' },
          ssh: { host: address },
        },
      ],
    }));
    writeFiles(repository, { 'quorate.json': JSON.stringify({ clusters }) });
    await product();
    const deploy = async (seconds: number, ...choice: string[]): Promise<number> => {
      writeFiles(repository, Object.fromEntries(hosts.map(({ name }) => [`${name}/haproxy.cfg`, proxy(seconds)])));
      const started = performance.now();
      const outcome = await quorate(lab, keys, repository, 'deploy', '--yes', '--with-errors', ...choice);
      if (outcome.code !== 0) throw new Error(outcome.err);
      return performance.now() - started;
    };
    // The first run of all also pays for what the machine has not read yet.
    await deploy(2, '--host', 'lb9');
    const one = await deploy(2, '--host', 'lb0');
    const all = await deploy(3, '--parallel', '10');
    const ratio = all / one;
    console.log(
      `deploy to one host ${(one / 1000).toFixed(1)} s, to ten hosts of ten clusters ${(all / 1000).toFixed(1)} s: ratio ${ratio.toFixed(2)}, target under ${target}`,
    );
    if (ratio >= target) process.exitCode = 1;
  } finally {
    await lab.stop();
    keys.remove();
    rmSync(repository, { recursive: true, force: true });
  }
}
