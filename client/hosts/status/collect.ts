import type { Asked, Database, HostObservation } from '../../../server/core/ops/status/observation';
import type { ClusterTarget, HostTarget } from '../../../server/core/ops/status/target';
import type { Account } from '../mysql/account';
import { dial } from '../mysql/dial';
import { MysqlSession } from '../mysql/session';
import { collectDatabase } from './database';
import { within } from './time-limit';
import { troubleOf } from './trouble';

/** What collecting needs of the one who asks for it. */
export interface Asking {
  /** Who we are to the database server of a host. */
  account(host: HostTarget): Promise<Account>;
  /** Milliseconds each host may take. */
  readonly limit: number;
}

/** Asks all hosts at once; each has the whole time limit for itself, and none waits for another. */
export function collect(cluster: ClusterTarget, asking: Asking): Promise<HostObservation[]> {
  return Promise.all(cluster.hosts.map((host) => collectHost(host, asking)));
}

async function collectHost(host: HostTarget, asking: Asking): Promise<HostObservation> {
  const at = Date.now();
  const database = host.database && (await overTcp(host, host.database.port, asking));
  return { host: host.name, at, ...(database && { database }) };
}

async function overTcp(host: HostTarget, port: number, asking: Asking): Promise<Asked<Database>> {
  const addresses = host.addresses.length > 0 ? host.addresses : [host.name];
  const asked = `${addresses.join(' or ')}:${port}`;
  const open: { destroy(): void }[] = [];
  const work = async (): Promise<Database> => {
    const account = await asking.account(host);
    const session = await MysqlSession.open(
      () => {
        const call = dial(addresses, port);
        open.push({ destroy: call.cancel });
        return call.socket;
      },
      account,
      host.name,
      (connection) => open.push(connection),
    );
    try {
      return await collectDatabase(session);
    } finally {
      session.close();
    }
  };
  try {
    const value = await within(asking.limit, work(), () => open.forEach((each) => each.destroy()));
    return { answered: true, value };
  } catch (error) {
    return { answered: false, trouble: troubleOf(error, asked) };
  }
}
