import { isVariableOn, listed, type ObservedCluster, variable } from '../cluster';
import type { Cause, Level, Verdict } from '../verdict';
import { type Channel, sourceOf } from './channel';
import { explainIoError, type Explanation } from './io-errors';
import { explainSqlError } from './sql-errors';

/** Seconds of lag beyond SQL_Delay from which a replica is called lagging, and from which that is critical. */
export const lagLimits = { degraded: 10, critical: 60 };

/** Which state a channel is in; the first that fits wins. Every channel is in exactly one. */
export function classify(channel: Channel, cluster: ObservedCluster): Verdict {
  return (
    ioError(channel, cluster) ??
    sqlError(channel, cluster) ??
    stopped(channel) ??
    connecting(channel) ??
    lagging(channel) ??
    delayed(channel) ??
    healthy(channel)
  );
}

const threads = ['Replica_IO_Running', 'Replica_SQL_Running'];

/** A receiving thread that gave up says No; one that tries again and again says Connecting, for ever. */
function ioError(channel: Channel, cluster: ObservedCluster): Verdict | undefined {
  const number = channel.number('Last_IO_Errno') ?? 0;
  if (number === 0 || channel.ioRunning === 'Yes') return undefined;
  const message = channel.text('Last_IO_Error');
  const known = explainIoError(number, message) ?? {
    state: channel.ioRunning === 'No' ? 'broken-receive' : 'broken-network',
    means: 'The receiving thread cannot read from the source.',
    next: 'Read the message and the error log of the source for the same moment.',
  };
  const from = `${channel.sourceHost}:${channel.text('Source_Port')}`;
  return about(channel, known.state, 'critical', {
    summary: `${channel.server.name} receives nothing from ${from}${channel.title}: error ${number}, ${shortened(message)}`,
    evidence: channel.evidence(...threads, 'Last_IO_Errno', 'Last_IO_Error', 'Source_Host', 'Source_User'),
    since: sinceOf(channel, 'Last_IO_Error_Timestamp'),
    ...explained(known, channel, cluster),
  });
}

function sqlError(channel: Channel, cluster: ObservedCluster): Verdict | undefined {
  let number = channel.number('Last_SQL_Errno') ?? 0;
  if (number === 0 || channel.sqlRunning === 'Yes') return undefined;
  let message = channel.text('Last_SQL_Error');
  const evidence = channel.evidence(...threads, 'Last_SQL_Errno', 'Last_SQL_Error');
  // A coordinator only says that a worker failed; the worker's own row has the reason (MySQL).
  const worker = channel.server.database.workers.find(
    (row) => (row['CHANNEL_NAME'] ?? '') === channel.name && Number(row['LAST_ERROR_NUMBER'] ?? 0) > 0,
  );
  if (worker) {
    number = Number(worker['LAST_ERROR_NUMBER']);
    message = worker['LAST_ERROR_MESSAGE'] ?? message;
    const field = 'replication_applier_status_by_worker.LAST_ERROR_MESSAGE';
    evidence.push({ host: channel.server.name, field, value: message });
  }
  const known = explainSqlError(number);
  return about(channel, known.state, 'critical', {
    summary: `${channel.server.name} stopped applying events of ${channel.sourceHost}${channel.title}: error ${number}, ${shortened(message)}`,
    evidence: [...evidence, ...channel.evidence('Relay_Source_Log_File', 'Exec_Source_Log_Pos', 'Gtid_Slave_Pos')],
    since: sinceOf(channel, 'Last_SQL_Error_Timestamp'),
    ...explained(known, channel, cluster),
  });
}

function stopped(channel: Channel): Verdict | undefined {
  const off = [
    ...(channel.ioRunning === 'No' ? ['receiving'] : []),
    ...(channel.sqlRunning === 'No' ? ['applying'] : []),
  ];
  if (off.length === 0) return undefined;
  const skips = ['skip_slave_start', 'skip_replica_start'].filter((name) => isVariableOn(channel.server, name));
  return about(channel, 'stopped', 'critical', {
    summary: `${channel.server.name} has its ${listed(off)} thread${off.length > 1 ? 's' : ''} for ${channel.sourceHost}${channel.title} stopped, without an error`,
    evidence: [...channel.evidence(...threads), ...skips.map((name) => variable(channel.server, name))],
    means: 'Somebody stopped replication, or the server was started with skip_slave_start and nobody started it since.',
    next: 'Ask who stopped it and why; then START REPLICA (START SLAVE).',
    // MariaDB has no variable of that name to look at; the files may have the line all the same.
    causes: [{ host: channel.server.name, program: 'database', name: 'skip_slave_start' }],
  });
}

function connecting(channel: Channel): Verdict | undefined {
  if (channel.ioRunning === 'Yes') return undefined;
  return about(channel, 'connecting', 'degraded', {
    summary: `${channel.server.name} is connecting to ${channel.sourceHost}${channel.title} and has no error to tell yet`,
    evidence: channel.evidence(...threads, 'Replica_IO_State', 'Source_Host', 'Source_Port'),
    means: 'The receiving thread has no connection to the source at this moment.',
    next: 'Look again in a few seconds: either it is connected or an error says why not.',
  });
}

function lagging(channel: Channel): Verdict | undefined {
  if (channel.behind === undefined) return undefined;
  const beyond = channel.behind - channel.delay;
  if (beyond <= lagLimits.degraded) return undefined;
  return about(channel, 'lagging', beyond > lagLimits.critical ? 'critical' : 'degraded', {
    summary: `${channel.server.name} is ${channel.behind} s behind ${channel.sourceHost}${channel.title}`,
    evidence: channel.evidence('Seconds_Behind_Source', 'SQL_Delay', 'Replica_SQL_Running_State', 'Relay_Log_Space'),
    means: 'Reads from this host are old, and a failover to it has to wait or loses time.',
    next: 'Look at what the applying thread does (its state above), for long transactions, tables without a primary key, and at slave_parallel_threads / replica_parallel_workers.',
    causes: [],
  });
}

function delayed(channel: Channel): Verdict | undefined {
  if (channel.delay === 0) return undefined;
  return about(channel, 'delayed', 'note', {
    summary: `${channel.server.name} follows ${channel.sourceHost}${channel.title} with a delay of ${channel.delay} s on purpose`,
    evidence: channel.evidence('SQL_Delay', 'SQL_Remaining_Delay', 'Seconds_Behind_Source'),
    means: 'This replica is a safety net against wrong statements and no candidate for a quick failover.',
    next: 'Nothing, if the delay is wanted; otherwise set MASTER_DELAY / SOURCE_DELAY to 0.',
  });
}

function healthy(channel: Channel): Verdict {
  return about(channel, 'healthy', 'healthy', {
    summary: `${channel.server.name} replicates from ${channel.sourceHost}${channel.title}, ${channel.behind ?? 0} s behind`,
    evidence: channel.evidence(...threads, 'Seconds_Behind_Source', 'Source_Host'),
    means: 'Both threads run.',
    next: 'Nothing.',
  });
}

interface Said extends Pick<Verdict, 'summary' | 'evidence' | 'means' | 'next'> {
  readonly since?: number | undefined;
  readonly causes?: readonly Cause[];
}

function about(channel: Channel, state: string, level: Level, said: Said): Verdict {
  return {
    id: `replication/${state}`,
    level,
    program: 'database',
    hosts: [channel.server.name],
    subject: channel.name === '' ? undefined : channel.name,
    ...said,
  };
}

function explained(
  known: Explanation,
  channel: Channel,
  cluster: ObservedCluster,
): Omit<Said, 'summary' | 'evidence'> & { evidence?: never } {
  const source = sourceOf(channel, cluster)?.name ?? cluster.hostAt(channel.sourceHost)?.name;
  const of = (host: string | undefined, names: readonly string[] = []): Cause[] =>
    host === undefined ? [] : names.map((name) => ({ host, program: 'database', name }));
  return {
    means: known.means,
    next: known.next,
    causes: [...of(channel.server.name, known.replicaOptions), ...of(source, known.sourceOptions)],
  };
}

/** MySQL says when an error happened, as YYMMDD hh:mm:ss of its own time zone; its clock gives the distance to now. */
function sinceOf(channel: Channel, field: string): number | undefined {
  const match = /^(\d\d)(\d\d)(\d\d) +(\d+):(\d\d):(\d\d)$/.exec(channel.text(field));
  const now = channel.server.database.clock;
  if (!match || now === undefined) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const then = Date.UTC(2000 + year, month - 1, day, hour, minute, second) / 1000;
  const age = now - then;
  return age >= 0 ? channel.server.at - age * 1000 : undefined;
}

export function shortened(message: string, length = 220): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
