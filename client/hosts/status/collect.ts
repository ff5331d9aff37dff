import { posix } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Access } from '../../../server/core/ops/access';
import type {
  Asked,
  Database,
  Haproxy,
  HostObservation,
  Program,
  Transfer,
} from '../../../server/core/ops/status/observation';
import type { ClusterTarget, HostTarget } from '../../../server/core/ops/status/target';
import type { Account } from '../mysql/account';
import { dial } from '../mysql/dial';
import { MysqlSession } from '../mysql/session';
import type { Session } from '../ssh/session';
import { collectArbiter, collectCorosync } from './corosync';
import { collectDatabase } from './database';
import { collectFromPage, collectFromSocket } from './haproxy';
import { collectOrchestrator } from './orchestrator';
import { collectPacemaker } from './pacemaker';
import { type Log, logName, Shell } from './shell';
import { collectTransfer } from './transfer';
import { within } from './time-limit';
import { troubleOf } from './trouble';

/** What collecting needs of the one who asks for it. */
export interface Asking {
  /** Who we are to the database server of a host. */
  account(host: HostTarget): Promise<Account>;
  /** A session by SSH; absent where none may be opened. */
  readonly ssh?: ((access: Access) => Promise<Session>) | undefined;
  /** Milliseconds each host may take. */
  readonly limit: number;
}

/** Asks all hosts at once; each has the whole time limit for itself, and none waits for another. */
export function collect(cluster: ClusterTarget, asking: Asking): Promise<HostObservation[]> {
  return Promise.all(cluster.hosts.map((host) => new HostVisit(host, asking).observe()));
}

/** One look at one host. */
class HostVisit {
  private readonly at = Date.now();
  private opening: Promise<Session> | undefined;
  private readonly ended = new AbortController();

  constructor(
    private readonly host: HostTarget,
    private readonly asking: Asking,
  ) {}

  async observe(): Promise<HostObservation> {
    const { host } = this;
    const needsShell =
      host.corosync !== undefined || host.pacemaker || host.arbiter || host.haproxy?.socket !== undefined;
    const ssh = needsShell && this.asking.ssh ? this.ask('ssh', () => this.session().then(() => null)) : undefined;
    const isReached = ssh?.then(({ answered }) => answered) ?? Promise.resolve(false);
    // Without a shell the one verdict that there is none says more than one for each program.
    const inShell = async <T>(asked: string, work: (shell: Shell) => Promise<T>): Promise<Asked<T> | undefined> =>
      (await isReached) ? this.ask(asked, async () => work(await this.shell())) : undefined;
    const [database, corosync, arbiter, pacemaker, haproxy, orchestrator] = await Promise.all([
      host.database && this.database(host.database),
      host.corosync && inShell('corosync-quorumtool', collectCorosync),
      host.arbiter ? inShell('corosync-qnetd-tool', collectArbiter) : undefined,
      host.pacemaker ? inShell('crm_mon', collectPacemaker) : undefined,
      host.haproxy && this.haproxy(host.haproxy, isReached),
      host.orchestrator &&
        this.ask(host.orchestrator.url, () => collectOrchestrator(host.orchestrator?.url ?? '', this.ended.signal)),
    ]);
    const seen = {
      host: host.name,
      at: this.at,
      ...(ssh && { ssh: await ssh }),
      ...(database && { database }),
      ...(corosync && { corosync }),
      ...(arbiter && { arbiter }),
      // A host with corosync alone is no failure of Pacemaker.
      ...(pacemaker && !isAbsent(pacemaker) && { pacemaker }),
      ...(haproxy && { haproxy }),
      ...(orchestrator && { orchestrator }),
    };
    const [logs, transfer] = await Promise.all([this.logs(seen), this.transfer(seen)]);
    return { ...seen, ...(transfer && { transfer }), ...(logs.length > 0 && { logs }) };
  }

  /** Directly, or through a session where the server keeps to its own machine or the direct way is closed. */
  private async database(target: NonNullable<HostTarget['database']>): Promise<Asked<Database>> {
    const addresses = this.host.addresses.length > 0 ? this.host.addresses : [this.host.name];
    const asked = `${addresses.join(' or ')}:${target.port}`;
    const direct = (): ReturnType<typeof this.logIn> => {
      return this.logIn(() => {
        const call = dial(addresses, target.port);
        this.ended.signal.addEventListener('abort', call.cancel);
        return call.socket;
      });
    };
    if (!target.localOnly) {
      const answer = await this.ask(asked, direct);
      if (answer.answered || answer.trouble.kind !== 'refused' || !this.asking.ssh) return answer;
      const tunnelled = await this.tunnelled(target);
      return tunnelled.answered ? tunnelled : answer;
    }
    return this.asking.ssh ? this.tunnelled(target) : this.ask(asked, direct);
  }

  private tunnelled({ port, socket }: NonNullable<HostTarget['database']>): Promise<Asked<Database>> {
    const asked = socket === undefined ? `127.0.0.1:${port} through SSH` : `${socket} through SSH`;
    return this.ask(asked, () =>
      this.logIn(async () => {
        const session = await this.session();
        return socket === undefined ? session.forwardTcp('127.0.0.1', port) : session.forwardSocket(socket);
      }),
    );
  }

  private async logIn(open: () => Promise<Duplex>): Promise<Database> {
    const account = await this.asking.account(this.host);
    const session = await MysqlSession.open(open, account, this.host.name, (connection) =>
      this.ended.signal.addEventListener('abort', () => connection.destroy()),
    );
    try {
      return await collectDatabase(session);
    } finally {
      session.close();
    }
  }

  private async haproxy(
    { socket, url }: NonNullable<HostTarget['haproxy']>,
    isReached: Promise<boolean>,
  ): Promise<Asked<Haproxy> | undefined> {
    if (socket !== undefined && (await isReached)) {
      return this.ask(socket, async () => {
        const session = await this.session();
        return collectFromSocket(() => session.forwardSocket(socket));
      });
    }
    return url === undefined ? undefined : this.ask(url, () => collectFromPage(url, this.ended.signal));
  }

  /** Some faults show nowhere but in the log of the daemon that did not start, or that hears what it cannot read. */
  private async logs(seen: HostObservation): Promise<NonNullable<HostObservation['logs']>> {
    const { host } = this;
    const logs: { program: Program; log: Log }[] = [];
    const isDown = seen.database?.answered === false && seen.database.trouble.kind === 'refused';
    if (isDown) logs.push({ program: 'database', log: logOf(host.database?.errorLog, databaseUnits) });
    const lonely = seen.database?.answered ? lonelyLog(seen.database.value) : undefined;
    if (lonely) logs.push({ program: 'database', log: lonely });
    const isAlone = seen.corosync && (!seen.corosync.answered || isIncomplete(seen.corosync.value));
    if (isAlone) logs.push({ program: 'corosync', log: logOf(host.corosync?.logFile, ['corosync']) });
    if (logs.length === 0 || !this.asking.ssh) return [];
    const answer = await this.ask('logs', async () => {
      const shell = await this.shell();
      return Promise.all(
        logs.map(async ({ program, log }) => ({ program, file: logName(log), lines: await shell.troubles(log) })),
      );
    });
    return answer.answered ? answer.value : [];
  }

  /** How far a state transfer is, where a Galera node joins or gives its data away. */
  private async transfer({ database }: HostObservation): Promise<Transfer | undefined> {
    const target = this.host.database;
    if (!target?.galera || !database || !this.asking.ssh) return undefined;
    const variables = database.answered ? database.value.variables : undefined;
    const state = database.answered ? (database.value.status['wsrep_local_state_comment'] ?? '') : 'Joining';
    const isRefused = !database.answered && database.trouble.kind === 'refused';
    if (!/^(Join|Donor)/.test(state) || !(isRefused || variables)) return undefined;
    const dataFolder = variables?.['datadir'] ?? target.dataFolder ?? '/var/lib/mysql';
    const log = variables?.['log_error'] ?? target.errorLog ?? '';
    const errorLog = log === '' ? undefined : posix.resolve(dataFolder, log);
    const answer = await this.ask('state transfer', async () =>
      collectTransfer(await this.shell(), errorLog, dataFolder),
    );
    return answer.answered ? answer.value : undefined;
  }

  private session(): Promise<Session> {
    if (!this.asking.ssh) return Promise.reject(new Error('no SSH session may be opened'));
    return (this.opening ??= this.asking.ssh(this.host.access));
  }

  private async shell(): Promise<Shell> {
    return new Shell(await this.session(), this.asking.limit);
  }

  private async ask<T>(asked: string, work: () => Promise<T>): Promise<Asked<T>> {
    const left = Math.max(1, this.asking.limit - (Date.now() - this.at));
    try {
      return { answered: true, value: await within(left, work(), () => this.ended.abort()) };
    } catch (error) {
      return { answered: false, trouble: troubleOf(error, asked) };
    }
  }
}

function isAbsent(answer: Asked<unknown>): boolean {
  return !answer.answered && /not found|No such file/i.test(answer.trouble.message);
}

/** Names of the units by which packages start database servers. */
const databaseUnits = ['mariadb', 'mysql', 'mysqld'];

function logOf(file: string | undefined, units: readonly string[]): Log {
  return file === undefined ? { units } : { file };
}

/** The error log of a Galera node that sees fewer nodes than its address list has; it tells who was turned away. */
function lonelyLog({ variables, status }: Database): Log | undefined {
  const peers = (variables['wsrep_cluster_address'] ?? '').replace(/^gcomm:\/\/|\?.*$/g, '').split(',');
  const size = Number(status['wsrep_cluster_size'] ?? 0);
  const log = variables['log_error'] ?? '';
  if (!/^(on|1)$/i.test(variables['wsrep_on'] ?? '') || size === 0 || size >= peers.length) return undefined;
  return logOf(log === '' ? undefined : posix.resolve(variables['datadir'] ?? '/', log), databaseUnits);
}

/** Whether a node sees fewer members than its node list has. */
function isIncomplete({
  map,
  members,
}: {
  map: Readonly<Record<string, string>>;
  members: readonly unknown[];
}): boolean {
  return members.length < Object.keys(map).filter((key) => /^nodelist\.node\.\d+\.nodeid$/.test(key)).length;
}
