import { databasesOf, type NewSet, placeOf } from './option-file';

/** What to do with the files, in the order to do it in. */
export function readme(set: NewSet, paths: readonly string[]): string {
  const hosts = set.hosts.map(({ name, address, role }) => `| ${name} | ${address} | ${role} |`).join('\n');
  const steps = stepsOf(set).map((step, index) => `${index + 1}. ${step}`);
  return `# ${set.name}

| host | address | role |
|---|---|---|
${hosts}

Files of a host lie below its name as they lie on the host: \`${databasesOf(set)[0]?.name}${placeOf(set)}\`. Change names and
addresses to yours in every file, and look at what \`quorate check\` says.

## Start

${steps.join('\n')}

${paths.some((path) => path.startsWith('sql/')) ? 'Passwords do not belong here: fill them in where you run the statements, not in these files.\n' : ''}`;
}

function stepsOf(set: NewSet): string[] {
  const [first, ...others] = databasesOf(set);
  const names = others.map(({ name }) => name).join(' and ');
  const copy = "Copy each host's `etc` to the host.";
  switch (set.kind) {
    case 'galera':
      return [
        copy,
        `Found the cluster on ${first?.name}: \`galera_new_cluster\`.`,
        `Start the server on ${names}, one after the other.`,
        'Run `sql/accounts.sql` on one of them.',
        'Start HAProxy on lb1.',
      ];
    case 'multi-source':
      return [
        `${copy} Start the servers.`,
        'Run `sql/accounts.sql` on every host, with `SET sql_log_bin = 0` before it.',
        'Run on each host the `sql` file with its name.',
      ];
    case 'pacemaker':
      return [
        `${copy} Make \`/etc/corosync/authkey\` with \`corosync-keygen\` on one host and copy it to the other.`,
        `Start the servers, run \`sql/accounts.sql\` on ${first?.name} and \`sql/${names}-replication.sql\` on ${names}.`,
        'Stop the servers and disable their units: from now on Pacemaker starts them.',
        'Start corosync and pacemaker on both hosts, and load `pacemaker/cluster.crm`.',
      ];
    case 'orchestrator':
      return [
        `${copy} Start the servers.`,
        `Run \`sql/accounts.sql\` on ${first?.name}, then on ${names} the \`sql\` file with its name.`,
        'Put `orchestrator/orchestrator.conf.json` to `/etc` of the host Orchestrator runs on, with its account in `/etc/orchestrator-topology.cnf`.',
        `Start Orchestrator and tell it of ${first?.name}: \`orchestrator-client -c discover -i ${first?.name}:3306\`.`,
      ];
    case 'pair':
      return [
        `${copy} Start the servers.`,
        `Run \`sql/accounts.sql\` on ${first?.name}, then \`sql/${names}-replication.sql\` on ${names}.`,
      ];
  }
}
