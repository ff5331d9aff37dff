import type { Cluster } from '../cluster';
import { rememberPer } from '../reads';
import { type PacemakerText, pacemakerText, saysSomething } from './pacemaker';

/** What the files of a cluster say of Pacemaker, file by file: text of the crm shell, CIBs, and scripts that call `crm`. */
export const pacemakerFiles = rememberPer((cluster: Cluster): readonly PacemakerText[] => {
  const own = cluster.hosts.flatMap((host) => host.pacemaker);
  const scripts = cluster.hosts
    .flatMap((host) => [...host.sql, ...host.sharedSql])
    .filter(({ path }) => !/\.sql$/i.test(path));
  return [...new Set([...own, ...scripts])].map((document) => pacemakerText(document)).filter(saysSomething);
});
