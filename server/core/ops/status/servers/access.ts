import type { ObservedCluster } from '../cluster';
import { isBeingCopied } from '../galera/transfer';
import type { Asked, HostObservation, Program, Trouble } from '../observation';
import type { Level, Verdict } from '../verdict';
import { startFailureIn } from './start-failures';

const programs = ['database', 'corosync', 'pacemaker', 'haproxy', 'orchestrator'] as const;

const titles: Readonly<Record<Program, string>> = {
  host: 'the host',
  database: 'the database server',
  corosync: 'corosync',
  pacemaker: 'Pacemaker',
  haproxy: 'HAProxy',
  orchestrator: 'Orchestrator',
};

const meanings: Readonly<Record<Trouble['kind'], { level: Level; state: string; means: string; next: string }>> = {
  refused: {
    level: 'critical',
    state: 'down',
    means:
      'The machine answers, but nothing listens there: the program is down, or listens on another address or port.',
    next: 'Look whether it runs and what its log says last; then at bind_address, port and the firewall.',
  },
  timeout: {
    level: 'critical',
    state: 'unreachable',
    means: 'Nothing came back in time: the machine is off, the network is cut, or a firewall drops packets.',
    next: 'Look whether the machine answers at all (ping, console), then at the network between.',
  },
  unresolved: {
    level: 'unknown',
    state: 'unresolved',
    means: 'The name has no address here.',
    next: 'Give the host an address in quorate.json, or mend DNS.',
  },
  denied: {
    level: 'unknown',
    state: 'denied',
    means: 'Our own account was refused, so nothing can be said of the server. Replication may well be in order.',
    next: 'Create the monitoring account (docs/status.md lists its GRANTs) or correct user and password in ~/.my.cnf.',
  },
  overloaded: {
    level: 'critical',
    state: 'no-connections',
    means: 'The server runs and has no connection left: clients are being refused right now.',
    next: 'Look who holds the connections (SHOW PROCESSLIST over extra_port, admin_port or the socket), then at max_connections.',
  },
  blocked: {
    level: 'unknown',
    state: 'blocked',
    means: 'The server has blocked our address after broken connections.',
    next: 'FLUSH HOSTS on the server (or TRUNCATE performance_schema.host_cache).',
  },
  offline: {
    level: 'critical',
    state: 'offline-mode',
    means:
      'The server runs and turns all clients away but administrators: offline_mode is ON. A member of a group sets it by itself when it leaves after an error (group_replication_exit_state_action).',
    next: 'Read its error log for what went wrong. Once its data are right: START GROUP_REPLICATION where it is a member, then SET GLOBAL offline_mode = OFF.',
  },
  insecure: {
    level: 'unknown',
    state: 'insecure',
    means: 'The two sides could not agree on encryption, or the host is not who it should be.',
    next: 'Compare the certificate or host key with the one you know; do not switch the check off.',
  },
  missing: {
    level: 'critical',
    state: 'down',
    means: 'The files of this host expect the program, and it is not there or does not run.',
    next: 'Start it and read what its log says last.',
  },
  failed: {
    level: 'unknown',
    state: 'no-answer',
    means: 'The answer could not be had or read.',
    next: 'Read the message; run the same command on the host by hand.',
  },
};

/** What is said of programs that were asked and did not answer, and of hosts nobody could reach. */
export function* access(cluster: ObservedCluster): Generator<Verdict> {
  for (const host of cluster.hosts) {
    const asked = programs.flatMap((program): (readonly [Program, Asked<unknown>])[] => {
      const answer = host[program];
      return answer ? [[program, answer]] : [];
    });
    const answered = asked.some(([, answer]) => answer.answered) || host.ssh?.answered === true;
    const failed = asked.flatMap(([program, answer]) =>
      answer.answered ? [] : [{ program, trouble: answer.trouble }],
    );
    const lost = failed.map(({ trouble }) => trouble).filter(({ kind }) => kind === 'timeout');
    const [first] = lost;
    if (!answered && first && lost.length === failed.length) {
      yield troubleOf(host, 'host', first, lost);
      continue;
    }
    if (host.ssh && !host.ssh.answered) yield sshTrouble(host, host.ssh.trouble, answered);
    for (const { program, trouble } of failed) {
      if (program === 'database' && isBeingCopied(host)) continue;
      yield troubleOf(host, program, trouble, [trouble]);
    }
  }
}

function troubleOf(host: HostObservation, program: Program, trouble: Trouble, all: readonly Trouble[]): Verdict {
  const { level, state, means, next } = meanings[trouble.kind];
  const logs = (host.logs ?? []).filter((log) => log.program === program && log.lines.length > 0);
  const failure = program === 'database' ? startFailureIn(logs.flatMap(({ lines }) => lines)) : undefined;
  return {
    id: `${program}/${state}`,
    level,
    program,
    hosts: [host.host],
    summary:
      program === 'host'
        ? `${host.host} does not answer at all: ${trouble.message}`
        : `${titles[program]} of ${host.host} does not answer: ${trouble.message}`,
    evidence: [
      ...all.map(({ asked, code, message }) => ({ host: host.host, field: asked, value: code ?? message })),
      ...logs.flatMap(({ file, lines }) => lines.map((line) => ({ host: host.host, field: file, value: line }))),
    ],
    means: failure?.means ?? means,
    next: failure?.next ?? next,
    ...(failure?.option !== undefined && { causes: [{ host: host.host, program, name: failure.option }] }),
  };
}

function sshTrouble(host: HostObservation, trouble: Trouble, answered: boolean): Verdict {
  return {
    id: 'host/no-ssh',
    level: 'unknown',
    program: 'host',
    hosts: [host.host],
    summary: `no SSH session to ${host.host}: ${trouble.message}`,
    evidence: [{ host: host.host, field: trouble.asked, value: trouble.code ?? trouble.message }],
    means: answered
      ? 'What needs a shell on the host (corosync, Pacemaker, sockets, logs) is not known; the rest is.'
      : 'Nothing is known of this host.',
    next: 'Try "ssh" to the host by hand; user, port, key and jump host stand in quorate.json or ~/.ssh/config.',
  };
}
