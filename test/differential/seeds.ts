import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Daemons, type Files, packagedConfiguration } from '../daemons';
import { asPackaged } from '../examples/packaged';
import { scenarioHosts, scenarios } from '../examples/scenarios';
import type { Oracle, Program } from './oracles';

/** `packaged`: shipped by the Debian package; `example`: a corrected example of ours; `own`: written for this test. */
export type Origin = 'packaged' | 'example' | 'own';

/** A configuration its program accepts, one file of which is about to be spoilt. */
export interface Seed {
  readonly name: string;
  readonly origin: Origin;
  /** Where on the host the text lies. */
  readonly place: string;
  readonly text: string;
  /** The host's other files, by absolute path. */
  readonly around: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly addresses: readonly string[];
}

/** What each oracle's cases start from. Packaged files are read where the packages were unpacked. */
export function seedsOf({ program }: Oracle, daemons: Daemons): readonly Seed[] {
  const makers = { mariadbd: optionFiles, mysqld: mysqlFiles, haproxy: haproxyFiles, corosync: corosyncFiles };
  return [...makers[program](daemons), ...exampleSeeds(program, daemons)];
}

const mysqlFolder = '/etc/mysql';
const haproxyFile = '/etc/haproxy/haproxy.cfg';
const corosyncFile = '/etc/corosync/corosync.conf';

/** What cases name and the machine has: a map from addresses to backends, and a folder of logs. */
const namedByCases = { haproxy: { '/etc/haproxy/backends.map': '' }, corosync: { '/srv/log/syslog': '' } };

function optionFiles(daemons: Daemons): Seed[] {
  const debian = asText(
    asPackaged(daemons, {
      [`${mysqlFolder}/mariadb.conf.d/50-server.cnf`]: packaged(daemons, 'mysql/mariadb.conf.d/50-server.cnf'),
    }),
  );
  const host = { hostname: 'db1', addresses: [] };
  const inTree = (name: string, origin: Origin, file: string, text: string): Seed => {
    const place = `${mysqlFolder}/${file}`;
    return { name, origin, place, text, around: without(debian, place), ...host };
  };
  const server = packaged(daemons, 'mysql/mariadb.conf.d/50-server.cnf');
  const galera = packaged(daemons, 'mysql/mariadb.conf.d/60-galera.cnf');
  const alone = (file: string): Seed => ({
    name: file,
    origin: 'own',
    place: '/etc/my.cnf',
    text: own(file),
    around: {},
    ...host,
  });
  return [
    inTree('50-server.cnf', 'packaged', 'mariadb.conf.d/50-server.cnf', server),
    inTree('50-server.cnf, suggestions on', 'packaged', 'mariadb.conf.d/50-server.cnf', switchOn(server)),
    inTree('60-galera.cnf, suggestions on', 'packaged', 'mariadb.conf.d/60-galera.cnf', switchOn(galera)),
    inTree('mariadb.cnf', 'packaged', 'my.cnf', switchOn(packaged(daemons, 'mysql/mariadb.cnf'))),
    inTree('wsrep.cnf', 'packaged', 'conf.d/wsrep.cnf', shippedWsrep(daemons)),
    alone('replica.cnf'),
    alone('galera.cnf'),
  ];
}

function mysqlFiles(daemons: Daemons): Seed[] {
  const folder = path.join(daemons.root, packagedConfiguration, 'etc/mysql');
  const names = ['conf.d/mysql.cnf', 'conf.d/mysqldump.cnf', 'mysql.conf.d/mysql.cnf', 'mysql.conf.d/mysqld.cnf'];
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  // /etc/mysql/my.cnf is a link to mysql.cnf.
  const tree = Object.fromEntries([
    [`${mysqlFolder}/my.cnf`, read('mysql.cnf')],
    ...names.map((name) => [`${mysqlFolder}/${name}`, read(name)] as const),
  ]);
  const host = { hostname: 'db1', addresses: [] };
  const inTree = (name: string, file: string, text: string): Seed => {
    const place = `${mysqlFolder}/${file}`;
    return { name, origin: 'packaged', place, text, around: without(tree, place), ...host };
  };
  const server = read('mysql.conf.d/mysqld.cnf');
  const alone = (file: string): Seed => {
    return { name: file, origin: 'own', place: '/etc/my.cnf', text: own(file), around: {}, ...host };
  };
  return [
    inTree('mysqld.cnf', 'mysql.conf.d/mysqld.cnf', server),
    inTree('mysqld.cnf, suggestions on', 'mysql.conf.d/mysqld.cnf', switchOn(server)),
    inTree('mysql.cnf', 'my.cnf', read('mysql.cnf')),
    alone('mysql-replica.cnf'),
    alone('group.cnf'),
  ];
}

function haproxyFiles(daemons: Daemons): Seed[] {
  const seed = (name: string, origin: Origin, text: string): Seed => ({
    name,
    origin,
    place: haproxyFile,
    text,
    around: namedByCases.haproxy,
    hostname: 'lb1',
    addresses: [],
  });
  const shipped = packaged(daemons, 'haproxy/haproxy.cfg');
  const examples = path.join(daemons.root, 'usr/share/doc/haproxy/examples');
  // The others need files or modules that are not there.
  const usable = [
    'content-sw-sample.cfg',
    'option-http_proxy.cfg',
    'quick-test.cfg',
    'socks4.cfg',
    'transparent_proxy.cfg',
  ];
  return [
    seed('haproxy.cfg', 'packaged', shipped),
    seed('haproxy.cfg with a proxy', 'packaged', `${shipped}\n${own('listen.cfg')}`),
    ...usable.map((name) => seed(name, 'packaged', readFileSync(path.join(examples, name), 'utf8'))),
    seed('cluster.cfg', 'own', own('cluster.cfg')),
    seed('small.cfg', 'own', own('small.cfg')),
  ];
}

function corosyncFiles(daemons: Daemons): Seed[] {
  const seed = (name: string, origin: Origin, text: string, hostname: string, ...addresses: string[]): Seed => ({
    name,
    origin,
    place: corosyncFile,
    text,
    around: namedByCases.corosync,
    hostname,
    addresses,
  });
  const shipped = packaged(daemons, 'corosync/corosync.conf');
  return [
    seed('corosync.conf', 'packaged', shipped, 'node1'),
    seed(
      'corosync.conf, suggestions on',
      'packaged',
      shipped.replace(/#(timestamp: |ring1_addr: )/g, '$1').replace('127.0.0.1', '192.168.0.1'),
      'node1',
      '192.168.0.1',
      '192.168.1.1',
    ),
    seed('corosync.conf, two encrypted nodes', 'packaged', withSecondNode(shipped), 'node1', '192.168.0.1'),
    seed('knet.conf', 'own', own('knet.conf'), 'db1', '10.1.0.11', '10.2.0.11'),
    seed('udpu.conf', 'own', own('udpu.conf'), 'lb1', '10.1.0.11'),
  ];
}

/** What everybody makes of the packaged corosync.conf first. */
function withSecondNode(shipped: string): string {
  const second = '\tnode {\n\t\tname: node2\n\t\tnodeid: 2\n\t\tring0_addr: 192.168.0.2\n\t}';
  return shipped
    .replace('127.0.0.1', '192.168.0.1')
    .replace('\t# ...', second)
    .replace('crypto_cipher: none', 'crypto_cipher: aes256')
    .replace('crypto_hash: none', 'crypto_hash: sha256')
    .replace('provider: corosync_votequorum', '$&\n\ttwo_node: 1');
}

function exampleSeeds(program: Program, daemons: Daemons): Seed[] {
  // orchestrator-three is a cluster of MySQL, the others are of MariaDB.
  const isOfMysql = program === 'mysqld';
  const fixed = scenarios.filter((name) => name.endsWith('-fixed') && name.startsWith('orchestrator') === isOfMysql);
  return fixed.flatMap((scenario) =>
    [...scenarioHosts(scenario)].flatMap(([hostname, files]) => {
      const all = asText(program === 'mariadbd' ? asPackaged(daemons, files) : files);
      const isItsOwn = {
        mariadbd: /\.cnf$/,
        mysqld: /my\.cnf$|mysqld\.cnf$/,
        haproxy: /haproxy\.cfg$/,
        corosync: /corosync\.conf$/,
      }[program];
      return Object.keys(files)
        .filter((place) => isItsOwn.test(place))
        .map((place): Seed => {
          const { [place]: text = '', ...others } = all;
          const around = { ...namedByCases, mariadbd: others, mysqld: others }[program];
          return {
            name: `${scenario}/${hostname}${place}`,
            origin: 'example',
            place,
            text,
            around,
            hostname,
            addresses: exampleAddresses[hostname] ?? [],
          };
        });
    }),
  );
}

/** Corosync starts only on a machine that has an address of the node list. */
const exampleAddresses: Readonly<Record<string, readonly string[]>> = {
  serv1: ['172.16.0.10'],
  serv2: ['172.16.0.11'],
};

/** The server's own template of Galera settings; MariaDB 11 moved it. */
function shippedWsrep({ root }: Daemons): string {
  const places = ['mysql', 'mariadb'].map((folder) => path.join(root, 'usr/share', folder, 'wsrep.cnf'));
  return readFileSync(places.find((place) => existsSync(place)) ?? '', 'utf8');
}

/** Switches on what packaged option files suggest behind a `#`, except for the option that 10.11 no longer has. */
function switchOn(text: string): string {
  return text.replace(/^#[ ]?([a-z][\w-]*(?:\s*=\s*\S.*)?)$/gm, (line, option: string) =>
    option.startsWith('table_cache') ? line : option,
  );
}

function packaged(daemons: Daemons, file: string): string {
  return readFileSync(path.join(daemons.root, packagedConfiguration, 'etc', file), 'utf8');
}

function own(file: string): string {
  return readFileSync(path.join(__dirname, 'seeds', file), 'utf8');
}

function without(files: Readonly<Record<string, string>>, place: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== place));
}

function asText(files: Files): Record<string, string> {
  const texts = Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
