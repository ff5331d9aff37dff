import { closest } from '../text/closest';
import { isAddress } from './addresses';
import type { Cluster } from './cluster';

/** Names of databases that differ by a slip. A name like none of them may well be that of a server elsewhere. */
export function namesNear({ databases }: Cluster, name: string): readonly string[] {
  const names = [...new Set(databases.flatMap((host) => [...host.names]))].filter((each) => !isAddress(each));
  // db3 is no slip for db1 but another server.
  return closest(name, names).filter((each) => each.replace(/\d+/g, '#') !== name.replace(/\d+/g, '#'));
}
