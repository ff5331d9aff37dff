import { plain } from '../syntax/plain';
import { Document } from '../syntax/tree';
import { readService, type ServiceSurroundings, knownText } from './compose-parts';
import { ComposeService } from './compose-service';
import { readEnvironmentFile, valueOf } from './compose-variables';
import { isTemplate } from './recognise';
import { type SourceProblem, SourceText, type TracedText } from './source-text';
import { folderOf, resolvePath } from './workspace-path';
import { readYaml, type YamlEntry, type YamlValue } from './yaml-values';

export { serverArguments } from './compose-command';
export { ComposeService } from './compose-service';

/** What one compose file says, or several merged ones. */
export interface ComposeProject {
  readonly services: readonly ComposeService[];
  readonly problems: readonly SourceProblem[];
  /** Workspace paths of other files the services take text from: `.env`, `env_file:`, `extends: file:`, `include:`. */
  readonly wants: readonly string[];
  /** Those of them that are compose files whose services it takes in by `include:`. */
  readonly includes: readonly string[];
}

/**
 * Gives another file by its workspace path: its document, so that spans into it are into the one the editor has, or
 * its bare text, or undefined while it is not there.
 */
export type OtherFile = (path: string) => Document | string | undefined;

/**
 * Reads a compose file. Relative paths start from the document's own folder, variables come from the `.env` there.
 * Never throws; a template of some other tool has no services and no problems.
 */
export function readCompose(document: Document, file: OtherFile): ComposeProject {
  if (isTemplateText(document.text)) return { services: [], problems: [], wants: [], includes: [] };
  return new Reading(document, file).project();
}

/** Joins a compose file with its override files, in that order. Services are joined by name. */
export function mergeProjects(projects: readonly ComposeProject[]): ComposeProject {
  const services = new Map<string, ComposeService>();
  for (const service of projects.flatMap((project) => project.services)) {
    const base = services.get(service.name);
    services.set(service.name, base ? service.over(base, base.span) : service);
  }
  return {
    services: [...services.values()],
    problems: projects.flatMap((project) => project.problems),
    wants: [...new Set(projects.flatMap((project) => project.wants))],
    includes: [...new Set(projects.flatMap((project) => project.includes))],
  };
}

/** Docker fills these in itself, in service names and log tags: they do not make a file a template. */
const dockerPlaceholder = /\{\{-?\s*\.(Service|Node|Task|Name|ID|FullID|Image\w+|DaemonName)(\.\w+)*\s*-?\}\}/g;

function isTemplateText(text: string): boolean {
  return isTemplate(text.replace(dockerPlaceholder, ''));
}

/** One compose file and what services of other files extend it need. */
interface ComposeFile {
  readonly path: string;
  readonly services: readonly YamlEntry[];
  /** Workspace paths of the compose files it includes. */
  readonly includes: readonly string[];
  readonly around: ServiceSurroundings;
}

/** Nobody extends through so many services; a longer chain would exhaust the stack. */
const longestChain = 50;

class Reading {
  private readonly wants = new Set<string>();
  private readonly includes = new Set<string>();
  private readonly problems: SourceProblem[] = [];
  private readonly texts = new Map<string, SourceText | undefined>();
  private readonly composeFiles = new Map<string, ComposeFile | undefined>();
  private readonly folder: string;
  private variables: ReadonlyMap<string, TracedText> | undefined;

  constructor(
    private readonly document: Document,
    private readonly file: OtherFile,
  ) {
    this.folder = folderOf(document.path);
  }

  project(): ComposeProject {
    const source = new SourceText(this.document);
    const { roots, problems } = readYaml(source);
    this.problems.push(...problems);
    const parts = roots.map((root, index) => {
      if (index > 0)
        this.report(
          root.span,
          'a compose file holds one YAML document; older releases of Compose refuse a second one',
          'warning',
        );
      return partOf(this.servicesWithIncluded(this.composeFile(this.document.path, root)));
    });
    const { services } = mergeProjects(parts);
    return { services, problems: this.problems, wants: [...this.wants], includes: [...this.includes] };
  }

  /** The services of the files a compose file includes, and its own. Files that are there already end a ring. */
  private servicesWithIncluded(file: ComposeFile): ComposeService[] {
    const included = file.includes.flatMap((path) => {
      if (path === this.document.path || this.includes.has(path)) return [];
      this.includes.add(path);
      const other = this.otherComposeFile(path);
      return other ? this.servicesWithIncluded(other) : [];
    });
    return [...included, ...this.services(file)];
  }

  private services(file: ComposeFile): ComposeService[] {
    return file.services.flatMap((entry) => {
      if (!entry.value.isMap) {
        this.report(entry.keySpan, `service ${entry.key} must be a mapping of settings`, 'error');
        return [];
      }
      return this.service(file, entry, []);
    });
  }

  /** @param extending services on the way to this one, so that a ring of `extends` ends */
  private service(file: ComposeFile, entry: YamlEntry, extending: readonly YamlEntry[]): ComposeService {
    const own = new ComposeService(entry.key, entry.keySpan, readService(entry.value, file.around));
    const base = this.extended(file, entry, [...extending, entry]);
    return base ? own.over(base, own.span) : own;
  }

  private extended(file: ComposeFile, entry: YamlEntry, extending: readonly YamlEntry[]): ComposeService | undefined {
    const value = entry.value.get('extends');
    if (!value) return undefined;
    const name = knownText(value.isMap ? value.get('service') : value, file.around.lookup);
    const path = knownText(value.get('file'), file.around.lookup);
    if (!name) return undefined;
    const where = path ? this.otherComposeFile(resolvePath(file.around.folder, path.text)) : file;
    if (!where) return undefined;
    const base = where.services.find((each) => each.key === name.text);
    if (!base) {
      this.report(name.span, `there is no service ${name.text} to extend in ${where.path}`, 'error');
      return undefined;
    }
    if (extending.includes(base) || extending.length > longestChain) {
      this.report(name.span, `service ${name.text} extends itself`, 'error');
      return undefined;
    }
    return this.service(where, base, extending);
  }

  private composeFile(path: string, root: YamlValue): ComposeFile {
    const services = root.get('services');
    if (services && !services.isMap && !services.isNull) {
      this.report(services.span, 'services must be a mapping of names to services', 'error');
    }
    const configs = (root.get('configs')?.entries() ?? []).flatMap(({ key, value }) => {
      const file = knownText(value.get('file'), this.lookup);
      return file ? [[key, file] as const] : [];
    });
    const around: ServiceSurroundings = {
      folder: folderOf(path),
      lookup: this.lookup,
      configs: new Map(configs),
      environmentFile: (other) => this.environment(other),
      text: (other) => this.other(other)?.text,
    };
    return { path, services: services?.entries() ?? [], includes: this.includesOf(root, path), around };
  }

  /** `include: [path]`, or a mapping with one `path:` or a list of them; relative to the file that includes. */
  private includesOf(root: YamlValue, path: string): string[] {
    const items = root.get('include')?.items() ?? [];
    const paths = items.flatMap((item) => {
      const value = item.isMap ? item.get('path') : item;
      return value?.isList ? value.items() : value ? [value] : [];
    });
    return paths.flatMap((value) => {
      const written = knownText(value, this.lookup)?.text;
      return written === undefined ? [] : (resolvePath(folderOf(path), written) ?? []);
    });
  }

  private otherComposeFile(path: string | undefined): ComposeFile | undefined {
    if (path === undefined) return undefined;
    if (!this.composeFiles.has(path)) {
      const source = this.other(path);
      const root = source && !isTemplateText(source.text) ? readYaml(source).roots[0] : undefined;
      this.composeFiles.set(path, root && this.composeFile(path, root));
    }
    return this.composeFiles.get(path);
  }

  private environment(path: string): ReadonlyMap<string, TracedText> {
    const source = this.other(path);
    return source ? readEnvironmentFile(source, this.lookup) : new Map<string, TracedText>();
  }

  /** A variable's value by the project's `.env`; `PWD` is taken for the project's folder, where people call Compose. */
  private readonly lookup = (name: string): string | undefined => {
    if (name === 'PWD') return '.';
    if (!this.variables) {
      this.variables = new Map();
      this.variables = this.environment(resolvePath(this.folder, '.env') ?? '.env');
    }
    return valueOf(this.variables.get(name));
  };

  private other(path: string): SourceText | undefined {
    this.wants.add(path);
    if (!this.texts.has(path)) {
      const found = path === this.document.path ? this.document : this.file(path);
      const document =
        typeof found === 'string' ? new Document(uriBeside(this.document, path), path, plain, found) : found;
      this.texts.set(path, document && new SourceText(document));
    }
    return this.texts.get(path);
  }

  private report(span: SourceProblem['span'], message: string, severity: SourceProblem['severity']): void {
    this.problems.push({ span, message, severity });
  }
}

function partOf(services: readonly ComposeService[]): ComposeProject {
  return { services, problems: [], wants: [], includes: [] };
}

/** The URI of another file of the same workspace. */
function uriBeside(document: Document, path: string): string {
  const encoded = (some: string): string => some.split('/').map(encodeURIComponent).join('/');
  const own = encoded(document.path);
  const root = document.uri.endsWith(own) ? document.uri.slice(0, -own.length) : 'file:///';
  return root + encoded(path);
}
