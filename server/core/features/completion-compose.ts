import type { Catalogs } from '../catalog/catalogs';
import { commandLine, type Setting } from '../model/setting';
import type { Completion, Completions } from './answers';
import { offeredTo } from './completion-option';
import { valuesOf } from './completion-option-value';
import { narrowed } from './narrowing';
import { isAt } from './place';
import type { ComposePlace } from './place-compose';

/** Options of the server in a container's `command:`, their values, and the variables its image reads. */
export function completeCompose(place: ComposePlace, catalogs: Catalogs): Completions | undefined {
  const before = place.line.text.slice(0, place.character);
  if (place.keys[0] === 'command' || place.keys[0] === 'entrypoint') return completeArgument(place, before, catalogs);
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
