// A server daemon of an unpacked package root, asked one question a run. Every run sees a throw-away machine.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseHelp } from './options-help.mjs';
import { canonical, hostname } from './options-names.mjs';

const optionFile = '/tmp/asked.cnf';
const dataFolder = '/tmp/data';
/** One daemon of an unpacked package root. */
export class ServerDaemon {
  /**
   * @param {object} daemon
   * @param {'mariadb' | 'mysql'} daemon.product
   * @param {string} daemon.series such as 10.11
   * @param {string} daemon.root the folder its packages were unpacked into
   * @param {(argv: string[], options: object) => {status: number, stdout: string, stderr: string}} daemon.run runs a
   *   program of the root on a throw-away machine
   */
  constructor({ product, series, root, run }) {
    this.product = product;
    this.series = series;
    this.root = root;
    this.run = run;
    this.program = product === 'mariadb' ? '/usr/sbin/mariadbd' : '/usr/sbin/mysqld';
    this.pluginFolder = '/usr/lib/mysql/plugin';
  }

  /** Full version, such as 10.11.18. */
  get version() {
    return /\bVer (\d+\.\d+\.\d+)/.exec(this.#run([this.program, '--version']).stdout)[1];
  }

  /** Shared libraries that can be loaded as plugins: names without .so. */
  get plugins() {
    return this.#libraries().filter((name) => !name.startsWith('component_'));
  }

  /** MySQL components: names as INSTALL COMPONENT takes them, without file://. */
  get components() {
    return this.#libraries().filter((name) => name.startsWith('component_'));
  }

  #libraries() {
    const files = readdirSync(path.join(this.root, this.pluginFolder));
    return files.flatMap((file) => (file.endsWith('.so') ? [file.slice(0, -3)] : [])).sort();
  }

  /** Words of the daemon's program that look like an option name; hidden options are among them. */
  words() {
    const found = new Set();
    const text = readFileSync(path.join(this.root, this.program), 'latin1');
    for (const [word] of text.matchAll(/(?<=\0)[a-zA-Z][a-zA-Z0-9]*(?:[-_][a-zA-Z0-9]+)*(?=\0)/g)) {
      if (word.length > 64) continue;
      found.add(canonical(word));
      // The linker stores a word that ends another one only once: `thread-concurrency` inside `innodb-thread-...`.
      for (const [, tail] of word.matchAll(/(?<=-)(?=([a-z].*))/g)) found.add(canonical(tail));
    }
    return found;
  }

  /**
   * Options and their values as `--help --verbose` prints them.
   * @param {string[]} lines lines of an option file the daemon reads first
   * @param {string[]} plugins libraries to load, so that their options are there
   */
  help(lines = [], plugins = []) {
    const { status, stdout, stderr } = this.#ask(lines, plugins, ['--help', '--verbose']);
    return { status, stderr, ...parseHelp(stdout) };
  }

  /** What the daemon says of option file lines, without starting. MySQL's --help passes unknown options. */
  check(lines, plugins = []) {
    const mode =
      this.product === 'mariadb'
        ? ['--help', '--verbose']
        : ['--validate-config', '--log-error-verbosity=3', '--secure-file-priv='];
    const { status, stderr } = this.#ask(lines, plugins, mode);
    return { status, stderr };
  }

  #ask(lines, plugins, mode) {
    const files = { [optionFile]: ['[mysqld]', ...lines, ''].join('\n') };
    const load = this.#loading(plugins);
    // The folder must be there, or the server takes its file system for one that does not mind capitals.
    const fixed = [`--defaults-file=${optionFile}`, '--user=root', '--datadir=/tmp'];
    return this.#run([this.program, ...fixed, ...load, ...mode], { files });
  }

  /**
   * Starts a server on an empty data folder, puts statements to it, and stops it.
   * @param {string[]} statements
   * @param {string[]} [plugins] libraries to load
   * @returns {{rows: (string | null)[][], errors: string[]} | undefined} rows of all answers and the error messages
   *   of the client; undefined when the server does not start
   */
  query(statements, plugins = []) {
    const server = [
      ...['--no-defaults', '--user=root', '--secure-file-priv=', `--datadir=${dataFolder}`],
      ...['--pid-file=/tmp/pid', '--socket=/tmp/socket', ...this.#loading(plugins)],
    ];
    // An empty data folder is enough for MariaDB as long as nobody asks for privileges; MySQL wants its own.
    const [prepare, client] =
      this.product === 'mariadb'
        ? [`mkdir -p ${dataFolder}/mysql`, 'mariadb']
        : [[this.program, ...server.slice(0, 4), '--initialize-insecure'].join(' '), 'mysql'];
    if (this.product === 'mariadb') server.push('--skip-grant-tables');
    const ask = `${client} --no-defaults --socket=/tmp/socket --user=root --batch --skip-column-names --force`;
    const script = `
      { ${prepare}; } >/tmp/log 2>&1
      ${this.program} "$@" >>/tmp/log 2>&1 & server=$!
      until echo 'SELECT 1' | ${ask} >/dev/null 2>&1; do kill -0 $server 2>/dev/null || exit 1; sleep 0.1; done
      ${ask} </tmp/statements.sql
      kill -KILL $server`;
    const files = { '/tmp/statements.sql': statements.map((statement) => `${statement};\n`).join('') };
    const { status, stdout, stderr } = this.#run(['timeout', '60', 'sh', '-c', script, 'sh', ...server], {
      files,
      timeoutMs: 70_000,
    });
    if (status !== 0) return undefined;
    const rows = stdout.split('\n').slice(0, -1);
    const fields = rows.map((row) => row.split('\t').map((field) => (field === 'NULL' ? null : unescape(field))));
    return { rows: fields, errors: stderr.split('\n').filter((line) => line.startsWith('ERROR ')) };
  }

  #loading(plugins) {
    const maturity = this.product === 'mariadb' && plugins.length > 0 ? ['--plugin-maturity=unknown'] : [];
    return [...maturity, ...plugins.map((name) => `--plugin-load-add=${name}.so`)];
  }

  #run(argv, options) {
    return this.run(argv, { hostname, ...options });
  }
}

const unescape = (field) => field.replace(/\\(.)/g, (_, letter) => ({ t: '\t', n: '\n' })[letter] ?? letter);
