import { services } from './services';
import { Stage, type StageHost } from './stage';

const included = '!includedir /etc/mysql/conf.d/\n';
const addresses = { db1: '10.9.0.1', db2: '10.9.0.2', lb1: '10.9.0.3' } as const;

/** Hosts of the shop: two database servers and a proxy. */
export const shopHosts = ['db1', 'db2', 'lb1'] as const;

/** The option file of a database server of the shop. */
export function serverFile(id: number, more = ''): string {
  return `[mysqld]\nserver_id = ${id}\nlog_bin = mysql-bin\nmax_connections = 100\n${more}`;
}

/** The haproxy.cfg of the shop. */
export function proxyFile(more = ''): string {
  return `defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
${more}listen db
  bind 127.0.0.1:3307
  server db1 ${addresses.db1}:3306
`;
}

/** Three real hosts with running servers, whose files are those of the repository. */
export async function startShop(root: string): Promise<Stage> {
  const databases = (['db1', 'db2'] as const).map((name, index) => ({ name, text: serverFile(index + 1) }));
  const hosts: StageHost[] = databases.map(({ name, text }) => ({
    name,
    address: addresses[name],
    files: { ...services, '/etc/mysql/my.cnf': included, '/etc/mysql/conf.d/a.cnf': text },
    places: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf', [`${name}/a.cnf`]: '/etc/mysql/conf.d/a.cnf' },
  }));
  hosts.push({
    name: 'lb1',
    address: addresses.lb1,
    files: { ...services, '/etc/haproxy/haproxy.cfg': proxyFile() },
    places: { 'lb1/haproxy.cfg': '/etc/haproxy/haproxy.cfg' },
  });
  const files: Record<string, string> = { 'lb1/haproxy.cfg': proxyFile() };
  for (const { name, text } of databases) {
    files[`${name}/my.cnf`] = included;
    files[`${name}/a.cnf`] = text;
  }
  const stage = await Stage.start(root, hosts, files);
  try {
    await stage.startServers(['db1', 'db2']);
    await stage.on('lb1', '/etc/init.d/haproxy start');
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
