/**
 * What looking at running clusters costs: three hosts, a hundred (ten real servers under ten names each), and memory
 * over a thousand looks. Real MariaDB servers in the lab; left out with one line where no lab can be made.
 */
import { suiteOrReason, daemons } from '../daemons';
import { Lab, reasonNotToMakeHosts } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import type { ClusterTarget } from '../../server/core/ops/status/target';
import { Desk, monitor } from '../status/desk';
import { clusterTarget, hostTarget } from '../ops/status/rows';

const servers = 10;
const addressOf = (index: number): string => `10.0.0.${index + 1}`;

export async function measureStatus(): Promise<void> {
  const can = await suiteOrReason();
  const reason = can.runs ? reasonNotToMakeHosts() : can.reason;
  if (reason !== undefined) {
    console.log(`status of running hosts: left out, ${reason}`);
    return;
  }
  const { root } = await daemons();
  const hosts = Array.from({ length: servers }, (_, index) => index);
  const lab = await Lab.start(
    root,
    hosts.map((index) => ({
      name: `db${index}`,
      addresses: [addressOf(index)],
      files: { '/etc/mysql/my.cnf': `[mysqld]\nserver_id=${index + 1}\nbind_address=0.0.0.0\n` },
    })),
  );
  const desk = await Desk.in(lab);
  try {
    const data = await emptyDataDirectory(lab.host('db0'));
    for (const index of hosts) {
      const server = await MariadbServer.start(lab.host(`db${index}`), data);
      await server.query(
        `CREATE USER ${monitor.user}@'%' IDENTIFIED BY '${monitor.password}';
        GRANT REPLICA MONITOR, BINLOG MONITOR, PROCESS ON *.* TO ${monitor.user}@'%'`,
      );
    }
    const few = targetOf(3, 1);
    const many = targetOf(servers, 10);
    await row('status, 3 hosts', desk, few, 10, 1000);
    await row('status, 100 hosts (10 servers, 10 names each)', desk, many, 5, 5000);
    const begin = await desk.memory();
    for (let look = 0; look < 1000; look++) await desk.look(few);
    const end = await desk.memory();
    console.log(
      'memory over 1,000 looks at 3 hosts'.padEnd(48),
      `${begin.toFixed(0)} -> ${end.toFixed(0)} MiB of heap in use`,
    );
  } finally {
    desk.leave();
    await lab.stop();
  }
}

function targetOf(count: number, names: number): ClusterTarget {
  const targets = Array.from({ length: names }, (_, name) =>
    Array.from({ length: count }, (_each, index) => hostTarget(`db${index}-${name}`, addressOf(index))),
  );
  return clusterTarget(targets.flat(), undefined);
}

async function row(name: string, desk: Desk, target: ClusterTarget, rounds: number, limit: number): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { milliseconds, hosts } = await desk.look(target, limit);
    const answered = hosts.filter(({ database }) => database?.answered).length;
    if (answered !== target.hosts.length) throw new Error(`${answered} of ${target.hosts.length} hosts answered`);
    took.push(milliseconds);
  }
  took.sort((a, b) => a - b);
  const median = took[Math.floor(rounds / 2)] ?? 0;
  const worst = took.at(-1) ?? 0;
  const verdict = worst <= limit ? '' : ' over the target';
  console.log(
    name.padEnd(48),
    `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms, target ${limit} ms${verdict}`,
  );
}
