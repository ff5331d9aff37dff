import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files of a small repository by their path in it. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Makes folders for the tests of the `describe` it is called in, and takes them away behind each test.
 *
 * @returns makes a folder that holds files, and gives its path
 */
export function scratchFolders(): (files: Files) => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return (files) => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'quorate-test-')));
    made.push(folder);
    writeFiles(folder, files);
    return folder;
  };
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Two hosts that share server_id 1: one finding of `sharedId` on each. */
export const pair: Files = {
  'db1/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\nlog_bin = mysql-bin\n',
  'db2/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\nlog_bin = mysql-bin\n',
};

export const sharedId = 'replication/server-id-duplicated';
