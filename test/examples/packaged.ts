import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Daemons, type Files, packagedConfiguration } from '../daemons';

/** What a Debian host has of its packages beside the files of the example. */
export function asPackaged(daemons: Daemons, own: Files): Files {
  const isDebian = Object.keys(own).some((file) => file.startsWith('/etc/mysql/mariadb.conf.d/'));
  if (!isDebian) return own;
  const packaged = path.join(daemons.root, packagedConfiguration, 'etc/mysql');
  const read = (name: string): string => readFileSync(path.join(packaged, name), 'utf8');
  const parts = readdirSync(path.join(packaged, 'mariadb.conf.d')).map((name) => `mariadb.conf.d/${name}`);
  const files = Object.fromEntries(parts.map((name) => [`/etc/mysql/${name}`, read(name)]));
  // The included folder has to exist, and /etc/mysql/my.cnf is a link to mariadb.cnf.
  const main = {
    '/etc/mysql/my.cnf': read('mariadb.cnf'),
    '/etc/mysql/conf.d/mysql.cnf': read('conf.d/mysql.cnf'),
  };
  return { ...main, ...files, ...own };
}

/** The same of Debian's MySQL. */
export function asPackagedMysql(daemons: Daemons, own: Files): Files {
  const packaged = path.join(daemons.root, packagedConfiguration, 'etc/mysql');
  const read = (name: string): string => readFileSync(path.join(packaged, name), 'utf8');
  return {
    '/etc/mysql/my.cnf': read('mysql.cnf'),
    '/etc/mysql/conf.d/mysql.cnf': read('conf.d/mysql.cnf'),
    '/etc/mysql/mysql.conf.d/mysqld.cnf': read('mysql.conf.d/mysqld.cnf'),
    ...own,
  };
}
