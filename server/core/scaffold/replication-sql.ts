import { databasesOf, type NewHost, type NewSet } from './option-file';

/** Stands for what a person fills in; a file with it is refused by nobody, but lets nobody in either. */
export const noPassword = 'PUT-A-PASSWORD-HERE';

/** The account replicas connect with; the same on every host, because any of them may become the source. */
export function accountsSql(set: NewSet): string {
  if (set.kind === 'galera') return '';
  const user = `'replication'@'${set.network}.%'`;
  return `-- Run on ${set.kind === 'multi-source' ? 'every host' : sourceOf(set).name} before the replicas are told to follow. Do not keep the password in the repository.
CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${noPassword}';
GRANT REPLICATION ${set.product === 'mariadb' ? 'REPLICA' : 'SLAVE'} ON *.* TO ${user};
`;
}

/** What makes a host replicate; undefined for one that follows nobody. */
export function followSql(host: NewHost, set: NewSet): string | undefined {
  if (set.kind === 'galera') return undefined;
  if (set.kind === 'multi-source') {
    const sources = databasesOf(set).filter((other) => other !== host);
    const [what, start] = set.product === 'mariadb' ? ['connection', 'START ALL SLAVES'] : ['channel', 'START REPLICA'];
    return `-- Run on ${host.name}: one ${what} for each of the other sources.\n${sources
      .map((source) => follow(source, set, source.name))
      .join('')}${start};\n`;
  }
  if (host.role !== 'replica') return undefined;
  return `-- Run on ${host.name} to make it follow ${sourceOf(set).name}.\n${follow(sourceOf(set), set)}START REPLICA;\n`;
}

function follow(source: NewHost, { product }: NewSet, connection?: string): string {
  const name = connection === undefined ? '' : ` '${connection}'`;
  const channel = connection === undefined ? '' : ` FOR CHANNEL '${connection}'`;
  return product === 'mariadb'
    ? `CHANGE MASTER${name} TO MASTER_HOST = '${source.address}', MASTER_PORT = 3306, MASTER_USER = 'replication',
  MASTER_PASSWORD = '${noPassword}', MASTER_USE_GTID = slave_pos;\n`
    : `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${source.address}', SOURCE_PORT = 3306, SOURCE_USER = 'replication',
  SOURCE_PASSWORD = '${noPassword}', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1${channel};\n`;
}

function sourceOf(set: NewSet): NewHost {
  return databasesOf(set)[0] as NewHost;
}
