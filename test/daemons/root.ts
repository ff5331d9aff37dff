import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Suite, suitePackages } from './suites';

/** Accounts the packages' maintainer scripts would have created: name, user id, group id, home. */
const accounts = [
  ['root', 0, 0, '/root'],
  ['mysql', 100, 101, '/nonexistent'],
  ['haproxy', 101, 102, '/var/lib/haproxy'],
  ['hacluster', 102, 103, '/var/lib/pacemaker'],
  ['sshd', 103, 65534, '/run/sshd'],
  ['nobody', 65534, 65534, '/nonexistent'],
] as const;

const groups = [
  ['root', 0],
  ['adm', 4],
  ['mysql', 101],
  ['haproxy', 102],
  ['haclient', 103],
  ['nogroup', 65534],
] as const;

/** Where a root keeps the configuration its packages brought, e.g. `${root}/usr/share/packaged/etc/mysql/mariadb.cnf`. */
export const packagedConfiguration = '/usr/share/packaged';

/**
 * The unpacked root of a suite, fetched first when the cache does not hold it (10-30 s, 70-200 MB).
 * @throws when this machine cannot fetch Debian packages
 */
export async function suiteRoot(suite: Suite): Promise<string> {
  const { cacheFolder, fetchPackages } = await import('../debian-packages.mjs');
  const into = path.join(cacheFolder, 'debian', suite, 'root');
  return fetchPackages({ ...suitePackages[suite], into, prepare: completeRoot, revision: 1 });
}

/** Does what the daemons need of the work of the maintainer scripts, which never run. */
async function completeRoot(root: string): Promise<void> {
  const passwd = accounts.map(([name, uid, gid, home]) => `${name}:x:${uid}:${gid}::${home}:/bin/bash\n`);
  await writeFile(path.join(root, 'etc/passwd'), passwd.join(''));
  await writeFile(path.join(root, 'etc/group'), groups.map(([name, gid]) => `${name}:x:${gid}:\n`).join(''));
  await writeFile(path.join(root, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n');
  for (const folder of ['dev', 'proc', 'sys', 'run', 'var/lib/mysql', 'var/lib/mysql-files', 'var/log/mysql']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  // A run sees the option files it was given and no others, so the packages' own ones are moved aside.
  for (const file of ['etc/mysql', 'etc/haproxy/haproxy.cfg', 'etc/corosync/corosync.conf']) {
    const aside = path.join(root, packagedConfiguration, file);
    await mkdir(path.dirname(aside), { recursive: true });
    await rename(path.join(root, file), aside).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
  await mkdir(path.join(root, 'etc/mysql'));
}
