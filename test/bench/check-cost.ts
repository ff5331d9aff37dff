// What `quorate check` costs beside the checks of a host's own daemons, in processor time of whole processes: for one
// host alone, where starting Node is most of it, and for each host of a repository of 100. Run by `npm run bench`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { daemons, suiteOrReason } from '../daemons';

const rounds = 10;
const hosts = 100;
const optionFile = '[mysqld]\nserver_id = 1\nlog_bin = mysql-bin\nbinlog_format = ROW\nbind_address = 0.0.0.0\n';
const proxyFile = [
  'defaults',
  '    mode tcp',
  '    timeout connect 5s',
  '    timeout client 8h',
  '    timeout server 8h',
  'listen databases',
  '    bind 127.0.0.1:3307',
  '    server db1 127.0.0.1:3306 check',
  '',
].join('\n');

/** Processor time that ended child processes have used so far, in milliseconds (the kernel counts in steps of 10). */
function childTime(): number {
  const fields = (readFileSync('/proc/self/stat', 'utf8').split(') ')[1] as string).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Mean processor time of what `work` starts and waits for. */
function meanTime(work: () => void): number {
  const before = childTime();
  for (let round = 0; round < rounds; round++) work();
  return (childTime() - before) / rounds;
}

async function main(): Promise<void> {
  const can = await suiteOrReason();
  if (!can.runs) {
    console.log(`check beside the daemons: not measured, ${can.reason}`);
    return;
  }
  const judges = await daemons();
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-bench-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (let host = 0; host < hosts; host++) {
    write(`many/cluster${host}/db1/etc/mysql/my.cnf`, optionFile);
    write(`many/cluster${host}/db1/etc/haproxy/haproxy.cfg`, proxyFile);
  }
  const cli = path.join(__dirname, '../../dist/cli.js');
  const check = (below: string): number =>
    meanTime(() => void spawnSync(process.execPath, [cli, 'check', path.join(folder, below)]));
  const alone = meanTime(() => void judges.run(['true']));
  const daemonsChecks = meanTime(() => {
    judges.mariadbAccepts(optionFile);
    judges.haproxyAccepts(proxyFile);
  });
  const theirs = daemonsChecks - 2 * alone;
  const bare = meanTime(() => void spawnSync(process.execPath, ['-e', '']));
  const one = check('many/cluster0');
  const each = check('many') / hosts;
  rmSync(folder, { recursive: true, force: true });
  const row = (name: string, time: number): void =>
    console.log(`${name.padEnd(60)} ${`${time.toFixed(1)} ms`.padStart(10)} ${(time / theirs).toFixed(2).padStart(6)}`);
  console.log(`\n${'processor time of whole processes'.padEnd(60)} ${''.padStart(10)}  ratio`);
  row('mariadbd --help --verbose and haproxy -c of one host', theirs);
  row('quorate check of one host', one);
  row('  of which an empty Node', bare);
  row(`quorate check of ${hosts} hosts, for each`, each);
}

void main();
