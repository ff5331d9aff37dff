import type { Catalogs } from '../catalog/catalogs';
import type { Product } from '../catalog/options';
import { commandLine, type Setting } from '../model/setting';
import { folderOf } from '../sources/workspace-path';
import type { Document } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { offeredTo } from './completion-option';
import { valuesOf } from './completion-option-value';
import { narrowed } from './narrowing';
import { isAt } from './place';
import type { ComposePlace } from './place-compose';

/** Options of the server in a container's `command:`, their values, the variables its image reads, and its mounts. */
export function completeCompose(
  place: ComposePlace,
  catalogs: Catalogs,
  all: readonly Document[],
): Completions | undefined {
  const before = place.line.text.slice(0, place.character);
  if (place.keys[0] === 'command' || place.keys[0] === 'entrypoint') return completeArgument(place, before, catalogs);
  if (place.keys[0] === 'volumes' && place.keys.includes('services')) return completeMount(place, before, all);
  return place.keys[0] === 'environment' ? completeVariable(place, before, catalogs) : undefined;
}

function completeArgument(place: ComposePlace, before: string, { options }: Catalogs): Completions | undefined {
  const { block, index: line, character, owner } = place;
  const behind = /^[\w.:/,-]*/.exec(place.line.text.slice(character))?.[0].length ?? 0;
  const assigned = /(?:^|[\s"'[,])--([\w-]+)=([^\s"']*)$/.exec(before);
  if (assigned) {
    const [, name = '', typed = ''] = assigned;
    const items = valuesOf(options.resolve(name, owner?.host.target ?? {}).name, owner, options);
    return {
      span: { block, line, start: character - typed.length, end: character + behind },
      ...narrowed(items, typed),
    };
  }
  const typed = /(?:^|[\s"'[,])(-{1,2}[\w-]*)$/.exec(before)?.[1] ?? (/(?:^|[\s"'[,])$/.test(before) ? '' : undefined);
  if (typed === undefined) return undefined;
  const given = owner?.host.options.stream.filter(({ group }) => group === commandLine) ?? [];
  // What is being typed may be the beginning of a name that the server would take for the whole.
  const isTyped = ({ nameSpan }: Setting): boolean =>
    nameSpan.block === block && nameSpan.line === line && isAt(nameSpan, character);
  const present = new Set(given.filter((each) => !isTyped(each)).map(({ name }) => name));
  const elsewhere = new Set(
    owner?.cluster.databases.flatMap((host) => (host === owner.host ? [] : [...host.options.names])) ?? [],
  );
  const items = offeredTo(owner?.host.target ?? (place.product ? { product: place.product } : {}), options)
    .filter(({ name }) => !present.has(name))
    .map(({ name, detail }): Completion => {
      const label = `--${name.replaceAll('_', '-')}`;
      const isFirst = elsewhere.has(name);
      return { label, kind: 'name', detail, insert: `${label}=`, ...(isFirst && { isFirst }) };
    });
  return { span: { block, line, start: character - typed.length, end: character }, ...narrowed(items, typed) };
}

/** `- ./db1/my.cnf:/etc/mysql/conf.d/my.cnf:ro`: our files that nobody mounts yet first, then where the image reads. */
function completeMount(place: ComposePlace, before: string, all: readonly Document[]): Completions | undefined {
  const { block, index: line, character } = place;
  const [, source, colon, target = ''] = /^\s*-\s+["']?([^\s"':]*)(:([^\s"':]*))?$/.exec(before) ?? [];
  if (source === undefined) return undefined;
  const { document } = block;
  const folder = folderOf(document.path);
  const files = all.filter(({ path, language }) => language !== 'plain' && isBelow(path, folder));
  const local = ({ path }: Document): string => `./${folder === '' ? path : path.slice(folder.length + 1)}`;
  if (colon !== undefined) {
    const mounted = files.find((file) => local(file) === source);
    const items = mounted ? targetsOf(mounted, place) : [];
    return { span: { block, line, start: character - target.length, end: character }, ...narrowed(items, target) };
  }
  const items = files.map((file): Completion => {
    const label = local(file);
    const [read] = targetsOf(file, place);
    return {
      label,
      kind: 'reference',
      ...(read && { detail: `read as ${read.label}`, insert: `${label}:${read.label}:ro` }),
      isFirst: !document.text.includes(`${label}:`),
    };
  });
  return { span: { block, line, start: character - source.length, end: character }, ...narrowed(items, source) };
}

/** Where containers read a file: in the folder the other services of this file use, else where its image looks. */
function targetsOf({ path, language }: Document, { block, product }: ComposePlace): Completion[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = name.slice(name.lastIndexOf('.'));
  const others = block.lines.flatMap(({ text }) => {
    const [, folder, file = ''] = /^\s*-\s+["']?[^\s"':]+:(\/[^\s"':]*\/)([^\s"':/]+)/.exec(text) ?? [];
    return folder !== undefined && file.endsWith(ending) ? [{ folder, file }] : [];
  });
  const used = others.map(({ folder }) => ({ label: folder + name, detail: 'as the other services' }));
  const seen = new Set<string>();
  return [...used, ...defaultTargets(language, name, product)]
    .filter(({ label }) => !seen.has(label) && seen.add(label))
    .map(({ label, detail }, index) => ({ label, kind: 'reference', detail, isFirst: index === 0 }));
}

/** Where the images read configuration, as their pages on Docker Hub say. */
function defaultTargets(language: Document['language'], name: string, product: Product | undefined): Target[] {
  switch (language) {
    case 'mycnf':
      return [
        { label: `/etc/mysql/conf.d/${name}`, detail: 'official image of MariaDB or MySQL' },
        ...(product === undefined
          ? []
          : [{ label: `/opt/bitnami/${product}/conf/my_custom.cnf`, detail: 'image of Bitnami' }]),
      ];
    case 'haproxy':
      return [{ label: '/usr/local/etc/haproxy/haproxy.cfg', detail: 'official image of HAProxy' }];
    case 'corosync':
      return [{ label: '/etc/corosync/corosync.conf', detail: 'where corosync reads it' }];
    default:
      return [];
  }
}

interface Target {
  readonly label: string;
  readonly detail: string;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function completeVariable(place: ComposePlace, before: string, { containers }: Catalogs): Completions | undefined {
  const [, typed] = /^\s*(?:-\s+["']?)?(\w*)$/.exec(before) ?? [];
  if (typed === undefined) return undefined;
  const { block, index: line, character } = place;
  const separator = /^\s*-/.test(before) ? '=' : ': ';
  const items = containers.variables(place.product).map(({ name, note }): Completion => ({
    label: name,
    kind: 'name',
    detail: note,
    insert: name + separator,
  }));
  return { span: { block, line, start: character - typed.length, end: character }, ...narrowed(items, typed) };
}
