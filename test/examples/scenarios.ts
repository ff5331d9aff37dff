import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Files } from '../daemons';

/** The folder with one small repository a scenario. */
export const examplesFolder = path.join(__dirname, '../../examples');

export const scenarios: readonly string[] = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Every file of a scenario by its path relative to the scenario's folder. */
export function scenarioFiles(scenario: string): ReadonlyMap<string, string> {
  const folder = path.join(examplesFolder, scenario);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return new Map(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** The files of each host of a scenario by their absolute path on the host. */
export function scenarioHosts(scenario: string): ReadonlyMap<string, Files> {
  const hosts = new Map<string, Record<string, string>>();
  for (const { host, place, content } of placedFiles(scenarioFiles(scenario))) {
    hosts.set(host, { ...hosts.get(host), [place]: content });
  }
  return hosts;
}

interface Placed {
  readonly host: string;
  readonly place: string;
  readonly content: string;
}

/** Where a host keeps a file that its folder holds without a path. */
const usualPlaces: Readonly<Record<string, string>> = {
  'my.cnf': '/etc/mysql/my.cnf',
  'corosync.conf': '/etc/corosync/corosync.conf',
};

/** A mirrored tree (`db1/etc/...`), a folder a host (`serv1/my.cnf`), or the mounts of a compose file. */
function placedFiles(files: ReadonlyMap<string, string>): Placed[] {
  const compose = files.get('docker-compose.yml');
  if (compose !== undefined) return mountedFiles(compose, files);
  return [...files].flatMap(([name, content]) => {
    const [host = '', ...rest] = name.split('/');
    const place = rest[0] === 'etc' ? `/${rest.join('/')}` : usualPlaces[rest.join('/')];
    return place === undefined ? [] : [{ host, place, content }];
  });
}

function mountedFiles(compose: string, files: ReadonlyMap<string, string>): Placed[] {
  const { services } = parse(compose, { merge: true }) as {
    services: Record<string, { volumes?: string[] }>;
  };
  return Object.entries(services).flatMap(([host, { volumes = [] }]) =>
    volumes.flatMap((volume) => {
      const [source = '', place = ''] = volume.split(':');
      const content = files.get(path.normalize(source));
      return content === undefined ? [] : [{ host, place, content }];
    }),
  );
}
