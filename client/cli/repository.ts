import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { rules } from '../../server/core/rules/registry';
import type { Finding } from '../../server/core/rules/finding';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { listFolder, readInto, readMissing, reasonOf } from '../../server/disk/read-folder';
import { UsageError } from './usage-error';

/** The files a command line speaks of, read into one model, and which of their findings it asks for. */
export interface Repository {
  readonly workspace: Workspace;
  /** Absolute folder that paths of the workspace start from. */
  readonly root: string;
  /** Findings of the files asked for, by file and line. */
  findings(): Finding[];
  /** Folders that could not be listed, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Reads folders and files. A folder is a repository of its own; a single file is judged with all files of the
 * working directory around it, because what is wrong with it may stand in another one, but only its own findings
 * are reported.
 *
 * @throws UsageError when a path does not exist
 */
export async function readRepository(paths: readonly string[], workingDirectory: string): Promise<Repository> {
  const targets = await Promise.all((paths.length > 0 ? paths : ['.']).map((path) => describe(path, workingDirectory)));
  const folders = targets.map((target) => (target.isFolder ? target.path : isInside(workingDirectory, target.path) ? workingDirectory : dirname(target.path)));
  const root = folders.every((folder) => isInside(workingDirectory, folder)) ? workingDirectory : commonFolder(folders);
  const single = folders.length === 1 ? (folders[0] as string) : root;
  const workspace = new Workspace(catalogs, rules, basename(single) || 'root', fail);
  const unreadable: { path: string; reason: string }[] = [];
  for (const folder of new Set(folders)) {
    const below = toPath(relative(root, folder));
    const listed = await listFolder(folder, (path, reason) => unreadable.push({ path: join(below, path) || '.', reason }));
    for (const path of listed) await readInto(workspace, root, join(below, path));
  }
  for (const target of targets) {
    const path = toPath(relative(root, target.path));
    if (!target.isFolder && !workspace.document(path)) {
      if (!Workspace.wants(path)) throw new UsageError(`${path} is none of the files Quorate reads: option files, corosync.conf, haproxy.cfg, compose files, quorate.json`);
      await readInto(workspace, root, path);
    }
  }
  await readMissing(workspace, root);
  workspace.update();
  const wanted = targets.map((target) => toPath(relative(root, target.path)));
  const isWanted = (path: string): boolean => wanted.some((each) => each === '' || path === each || path.startsWith(each + '/'));
  const findings = (): Finding[] => workspace.documents.filter((document) => isWanted(document.path)).flatMap((document) => [...workspace.findings(document)].sort(inOrder));
  return { workspace, root, findings, unreadable };
}

/** A rule that throws would make the report incomplete, so the command line stops instead of telling half the truth. */
function fail(rule: string, error: unknown): never {
  throw new Error(`rule ${rule} failed`, { cause: error });
}

async function describe(path: string, workingDirectory: string): Promise<{ path: string; isFolder: boolean }> {
  const absolute = resolve(workingDirectory, path);
  const status = await stat(absolute).catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(`${path}: ${missing ? 'no such file or folder' : reasonOf(error)}`);
  });
  return { path: absolute, isFolder: status.isDirectory() };
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

function join(folder: string, path: string): string {
  return folder === '' || path === '' ? folder + path : `${folder}/${path}`;
}

function toPath(native: string): string {
  return native.split(sep).join('/');
}
