import type { Host } from '../model/host';
import type { Document, Span } from '../syntax/tree';
import { folderOf, resolvePath } from '../sources/workspace-path';

/** The folder or file that a host is named after, with what else has to change when it is called otherwise. */
export interface FolderRenaming {
  /** Path below the workspace root. */
  readonly from: string;
  readonly to: string;
  /** Any file of it, whose URI tells that of the folder. */
  readonly within: Document;
  /** The name inside the paths by which manifests and compose files mean that folder. */
  readonly paths: readonly Span[];
}

/**
 * What bears a host's name in the workspace: its folder, or its only file. None where the new one is there already,
 * and where hosts share it.
 */
export function folderRenaming(
  host: Host,
  name: string,
  newName: string,
  documents: readonly Document[],
): FolderRenaming | undefined {
  if (host.name !== name) return undefined;
  const placed = host.placements.flatMap(({ path }) => documents.find((document) => document.path === path) ?? []);
  const [from] = new Set(placed.flatMap(({ path }) => bearerOf(path, name) ?? []));
  const within = placed.find(({ path }) => from !== undefined && (path === from || path.startsWith(`${from}/`)));
  if (from === undefined || !within) return undefined;
  const folder = folderOf(from);
  const last = from.slice(folder === '' ? 0 : folder.length + 1);
  const to = (folder === '' ? '' : `${folder}/`) + newName + last.slice(name.length);
  const isTaken = documents.some(({ path }) => path === to || path.startsWith(`${to}/`));
  return isTaken ? undefined : { from, to, within, paths: documents.flatMap((each) => pathsTo(from, name, each)) };
}

/** The shortest path whose last part is the host's name, or a file's that is called `NAME.cnf` or `NAME.cfg`. */
function bearerOf(path: string, name: string): string | undefined {
  const parts = path.split('/');
  const at = parts.findIndex((part) => part === name || /^\.(cnf|cfg)$/.test(part.slice(name.length)));
  const part = parts[at];
  if (part === undefined || !part.startsWith(name)) return undefined;
  return part !== name && at < parts.length - 1 ? undefined : parts.slice(0, at + 1).join('/');
}

const writtenPath = /(?<![\w./@%-])(?:\.{0,2}\/)?[\w@%.-]+(?:\/[\w@%*.-]+)*\/?/g;

/** Where a plain text writes a path, from its own folder, that leads to or through another one. */
function pathsTo(target: string, name: string, document: Document): Span[] {
  if (document.language !== 'plain') return [];
  const own = folderOf(document.path);
  return document.blocks.flatMap((block) =>
    block.lines.flatMap(({ text }, line) =>
      !text.includes(name)
        ? []
        : [...text.matchAll(writtenPath)].flatMap(({ 0: written, index }): Span[] => {
            if (!written.includes('/') && !/\.(cnf|cfg)$/.test(written)) return [];
            const parts = written.split('/');
            for (let count = 1; count <= parts.length; count++) {
              const start = parts.slice(0, count - 1).join('/').length + (count > 1 ? 1 : 0);
              const led = resolvePath(own, parts.slice(0, count).join('/'));
              if (led !== target || !parts[count - 1]?.startsWith(name)) continue;
              return [{ block, line, start: index + start, end: index + start + name.length }];
            }
            return [];
          }),
    ),
  );
}
