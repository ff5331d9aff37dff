import { type ComposeProject, mergeProjects } from './compose';
import { folderOf } from './workspace-path';

/** A compose file as read. */
export interface ComposeFile {
  readonly path: string;
  readonly project: ComposeProject;
}

/** What `docker compose` started in a folder works with. */
export interface ComposeFolder {
  readonly folder: string;
  readonly project: ComposeProject;
}

const base = /^(docker-)?compose\.ya?ml$/i;
const override = /^(docker-)?compose\.override\.ya?ml$/i;

/**
 * Compose files as they work together: without `-f` Docker reads `compose.yml` and then `compose.override.yml` of the
 * folder. Every other file counts for itself, because which of them are combined only its users know.
 */
export function composeFolders(files: readonly ComposeFile[]): ComposeFolder[] {
  const nameOf = ({ path }: ComposeFile): string => path.slice(path.lastIndexOf('/') + 1);
  const included = new Set(files.flatMap(({ project }) => project.includes));
  const overrides = files.filter((file) => override.test(nameOf(file)));
  const used = new Set<ComposeFile>();
  const merged = files
    // What another project includes is a part of that one.
    .filter((file) => !overrides.includes(file) && !included.has(file.path))
    .map((file): ComposeFolder => {
      const folder = folderOf(file.path);
      const over = base.test(nameOf(file)) ? overrides.filter((each) => folderOf(each.path) === folder) : [];
      for (const each of over) used.add(each);
      return { folder, project: over.length === 0 ? file.project : mergeProjects([file, ...over].map(projectOf)) };
    });
  const alone = overrides.filter((file) => !used.has(file));
  return [...merged, ...alone.map((file) => ({ folder: folderOf(file.path), project: file.project }))];
}

function projectOf({ project }: ComposeFile): ComposeProject {
  return project;
}
