import type { Target } from '../catalog/options';
import type { IncludeLine, MyCnfLine } from '../syntax/mycnf';
import { groupOf } from '../syntax/mycnf';
import type { Block, Document } from '../syntax/tree';
import type { Placement } from './placement';
import { writtenIn, type Written } from './setting';

/** An option file of one host, with its path there when that is known. */
export interface PlacedFile {
  readonly document: Document<MyCnfLine>;
  readonly hostPath: string | undefined;
  readonly placement: Placement;
}

/** What a server reads: its options in reading order and the files they came from. */
export interface Reading {
  readonly written: readonly Written[];
  /** The files the server reads, in order. */
  readonly files: readonly Document<MyCnfLine>[];
  /** Files that lie where nothing includes them, because the top file is there and does not. */
  readonly unread: readonly Document<MyCnfLine>[];
  /** Files that come in by an include only. A line the servers cannot read ends the file there, not the start. */
  readonly included: ReadonlySet<Document>;
}

/** The depth at which both servers stop following includes. */
const deepestInclude = 10;

/**
 * Lines after which includes of one host are not followed any more. Files that include each other many times over
 * would keep the servers busy for ages, and nobody has that much to say.
 */
const mostIncludedLines = 200_000;

/** Groups a server reads, lower-cased (MariaDB 10.11 and MySQL 9.7 `--help`); all of them while the product is unknown. */
export function readsGroup(group: string, target: Target): boolean {
  if (group === 'mysqld' || group === 'server') return true;
  const mysql = /^mysqld-([\d.]+)$/.exec(group);
  if (mysql) return sameSeries(mysql[1] as string, target);
  if (target.product === 'mysql') return group === 'mysql_cluster';
  const mariadb = /^mariadbd?-([\d.]+)$/.exec(group);
  if (mariadb) return sameSeries(mariadb[1] as string, target);
  return group === 'mariadb' || group === 'mariadbd' || group === 'client-server' || group === 'galera';
}

function sameSeries(series: string, target: Target): boolean {
  return target.series === undefined || target.series === series;
}

/** Files the servers open by themselves, in order. Debian's `my.cnf` is a link to `mariadb.cnf`. */
const topFiles = ['/etc/my.cnf', '/etc/mysql/my.cnf', '/usr/local/etc/my.cnf', '/usr/local/mysql/etc/my.cnf'];

/** Folders that packages include, with the top files that do it: the order where no top file is in the repository. */
const packagedFolders: readonly (readonly [folder: string, topFiles: readonly string[]])[] = [
  ['/etc/my.cnf.d', ['/etc/my.cnf']],
  ['/etc/mysql/conf.d', ['/etc/mysql/my.cnf', '/etc/mysql/mariadb.cnf']],
  ['/etc/mysql/mysql.conf.d', ['/etc/mysql/my.cnf']],
  ['/etc/mysql/mariadb.conf.d', ['/etc/mysql/my.cnf', '/etc/mysql/mariadb.cnf']],
];

/**
 * Follows the files of one host the way its server does; shared files without a place on the host come first, because
 * they are meant as a base.
 */
export function readHost(files: readonly PlacedFile[], target: Target): Reading {
  const reader = new Reader(files, target);
  const has = (path: string): boolean => files.some((file) => file.hostPath === path);
  for (const file of files) if (file.placement.shared && file.hostPath === undefined) reader.read(file, 0);
  for (const path of topFiles) reader.readPath(path, 0);
  if (!has('/etc/mysql/my.cnf')) reader.readPath('/etc/mysql/mariadb.cnf', 0);
  for (const [folder, tops] of packagedFolders) if (!tops.some(has)) reader.readFolder(folder, 0);
  const rest = [...files].sort(byPath).filter((file) => !reader.seen.has(file));
  const isUnread = (file: PlacedFile): boolean =>
    packagedFolders.some(([folder, tops]) => file.hostPath?.startsWith(folder + '/') && tops.some(has));
  for (const file of rest) if (!isUnread(file)) reader.read(file, 0);
  const documents = (some: Iterable<PlacedFile>) => [...some].map((file) => file.document);
  return {
    written: reader.written,
    files: documents(reader.seen),
    unread: documents(rest.filter(isUnread)),
    included: reader.included,
  };
}

class Reader {
  readonly written: Written[] = [];
  readonly seen = new Set<PlacedFile>();
  readonly included = new Set<Document>();
  private linesRead = 0;

  constructor(
    private readonly files: readonly PlacedFile[],
    private readonly target: Target,
  ) {}

  readPath(path: string, depth: number): void {
    const file = this.files.find((each) => each.hostPath === path);
    if (file && (depth > 0 || !this.seen.has(file))) this.read(file, depth);
  }

  readFolder(folder: string, depth: number): void {
    const inside = this.files.filter(
      (file) => file.hostPath?.startsWith(folder + '/') && /^[^/]*\.cnf$/.test(file.hostPath.slice(folder.length + 1)),
    );
    for (const file of inside.sort(byPath)) if (depth > 0 || !this.seen.has(file)) this.read(file, depth);
  }

  read(file: PlacedFile, depth: number): void {
    this.seen.add(file);
    if (depth > deepestInclude || (depth > 0 && this.linesRead > mostIncludedLines)) return;
    this.linesRead += file.document.lines.count;
    const isIncluded = depth > 0 || isInPackagedFolder(file);
    if (isIncluded) this.included.add(file.document);
    if (isIncluded && file.document.lines.byteOrderMark) return;
    for (const block of file.document.blocks) {
      const end = isIncluded ? firstBrokenLine(block) : undefined;
      this.readBlock(block, end ?? block.lines.length, depth);
      if (end !== undefined) return;
    }
  }

  private readBlock(block: Block<MyCnfLine>, end: number, depth: number): void {
    const group = groupOf(block);
    const written = group !== undefined && readsGroup(group, this.target) ? writtenIn(block) : [];
    let next = 0;
    block.lines.slice(0, end).forEach((line, index) => {
      if (line.kind === 'setting') {
        const option = written[next];
        if (option && option.nameSpan.line === index) {
          this.written.push(option);
          next++;
        }
      } else if (line.kind === 'include') this.follow(line, depth);
    });
  }

  private follow(line: IncludeLine, depth: number): void {
    if (depth >= deepestInclude) return;
    // A relative path begins where the server was started, which no file tells (MariaDB 10.11, MySQL 9.7, tried).
    const { path } = line;
    if (!path.startsWith('/')) return;
    if (line.directive.endsWith('includedir')) this.readFolder(path.replace(/\/+$/, ''), depth + 1);
    else this.readPath(path, depth + 1);
  }
}

/**
 * Which paths of a host an include line reads: the file itself, or the `*.cnf` of a folder. A relative path begins
 * where the server was started, which no file tells.
 */
export function readInclude({
  directive,
  path,
}: {
  readonly directive: string;
  readonly path: string;
}): (hostPath: string) => boolean {
  if (!path.startsWith('/')) return () => false;
  if (!directive.endsWith('includedir')) return (hostPath) => hostPath === path;
  const folder = path.replace(/\/+$/, '') + '/';
  return (hostPath) => hostPath.startsWith(folder) && /^[^/]*\.cnf$/.test(hostPath.slice(folder.length));
}

function isInPackagedFolder({ hostPath }: PlacedFile): boolean {
  return packagedFolders.some(([folder]) => hostPath?.startsWith(folder + '/'));
}

/**
 * The line of a block at which both servers stop reading a file: a group without its bracket, an option before every
 * group, an include of nothing. In a file they open by themselves that ends the start; of an included file they drop
 * the rest with a line in the log, and start (MariaDB 10.11 and MySQL 9.7, tried).
 */
function firstBrokenLine(block: Block<MyCnfLine>): number | undefined {
  const group = groupOf(block);
  const at = block.lines.findIndex((line) => {
    if (line.kind === 'group') return line.problems?.some(({ code }) => code === 'group-not-closed');
    if (line.kind === 'setting') return group === undefined;
    return line.kind === 'include' && line.path === '' && /^[!?]include(dir)?$/.test(line.directive);
  });
  return at < 0 ? undefined : at;
}

function byPath(a: PlacedFile, b: PlacedFile): number {
  const left = a.hostPath ?? a.document.path;
  const right = b.hostPath ?? b.document.path;
  return left < right ? -1 : left > right ? 1 : 0;
}
