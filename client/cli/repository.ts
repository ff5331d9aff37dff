import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Finding } from '../../server/core/rules/finding';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { DiskFolder } from '../../server/disk/disk-folder';
import type { UnreadableFolder } from '../../server/disk/list-folder';
import { reasonOf } from '../../server/disk/system-error';
import { UsageError } from './usage-error';

/** The files a command line speaks of, read into one model, and which of their findings it asks for. */
export interface Repository {
  readonly workspace: Workspace;
  /** Absolute folder that paths of the workspace start from. */
  readonly root: string;
  /** Whether the command line asks for this file, which it does not for the files around a single one. */
  isAsked(path: string): boolean;
  /** Findings of the files asked for, by file and line. */
  findings(): Finding[];
  /** Folders that could not be listed, by their path below the root. */
  readonly unreadable: readonly UnreadableFolder[];
}

/**
 * Reads folders and files. A folder is a repository; several are read as one. A single file is judged with all files
 * of the working directory around it, because what is wrong with it may stand in another one, but only its own
 * findings are reported; outside of the working directory its folder is what surrounds it.
 *
 * @throws UsageError when a path does not exist or names a file that is none of ours
 */
export async function readRepository(paths: readonly string[], workingDirectory: string): Promise<Repository> {
  const asked = paths.length > 0 ? paths : ['.'];
  const targets = await Promise.all(asked.map((path) => describe(path, workingDirectory)));
  const folders = [...new Set(targets.map((target) => folderAround(target, workingDirectory)))];
  const root = commonFolder(folders);
  const toPath = (native: string): string => relative(root, native).split(sep).join('/');
  const workspace = new Workspace(catalogs, rules, basename(root) || 'root', fail);
  const disk = new DiskFolder(root);
  const unreadable: UnreadableFolder[] = [];
  for (const folder of folders) unreadable.push(...(await disk.load(workspace, toPath(folder))));
  for (const { isFolder, path, given } of targets) if (!isFolder) await ensure(toPath(path), given, disk, workspace);
  workspace.update();
  const wanted = targets.map((target) => toPath(target.path));
  const isAsked = (path: string): boolean =>
    wanted.some((each) => each === '' || path === each || path.startsWith(each + '/'));
  const findings = (): Finding[] =>
    [...workspace.documents]
      .filter((document) => isAsked(document.path))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .flatMap((document) => [...workspace.findings(document)].sort(inOrder));
  return { workspace, root, isAsked, findings, unreadable };
}

interface Target {
  /** As on the command line. */
  readonly given: string;
  readonly path: string;
  readonly isFolder: boolean;
}

async function describe(given: string, workingDirectory: string): Promise<Target> {
  const path = resolve(workingDirectory, given);
  try {
    return { given, path, isFolder: (await stat(path)).isDirectory() };
  } catch (error) {
    throw new UsageError(`${given}: ${reasonOf(error)}`);
  }
}

function folderAround({ path, isFolder }: Target, workingDirectory: string): string {
  if (isFolder) return path;
  return isInside(workingDirectory, path) ? workingDirectory : dirname(path);
}

/** Makes sure that a file somebody named is in, also where a listing leaves it out, such as behind a second link. */
async function ensure(path: string, given: string, disk: DiskFolder, workspace: Workspace): Promise<void> {
  const isIn = (): boolean => [...workspace.paths].includes(path);
  if (!isIn()) await disk.reload([path], workspace);
  if (isIn()) return;
  const ours = 'option files with a server group, corosync.conf, haproxy.cfg, compose files, inventories, quorate.json';
  throw new UsageError(`${given} is none of the files Quorate reads: ${ours}`);
}

/** A rule that throws would make the report incomplete, so the command line stops instead of telling half the truth. */
function fail(rule: string, error: unknown): never {
  throw new Error(`rule ${rule} failed`, { cause: error });
}

function inOrder(a: Finding, b: Finding): number {
  const place = (finding: Finding): number => (finding.document.startOf(finding.span.block) ?? 0) + finding.span.line;
  return place(a) - place(b) || a.span.start - b.span.start || (a.rule < b.rule ? -1 : 1);
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] as string;
  while (!folders.every((folder) => isInside(common, folder))) common = dirname(common);
  return common;
}
