import { persisted, type Written } from '../model/setting';
import type { Document } from '../syntax/tree';
import { readJson, type JsonField } from './json-values';
import { SourceText } from './source-text';

/**
 * What a server itself wrote into its data directory: the variables of `SET PERSIST` in a `mysqld-auto.cnf`, groups of
 * objects with their `Value`, and the `server-uuid` in an `auto.cnf`. The server reads them after its option files, and
 * its command line still wins over the former (MySQL 9.7, tried). Anything else in them is passed over: only the server
 * writes them.
 */
export function readPersisted(document: Document): readonly Written[] {
  const source = new SourceText(document);
  if (!document.path.endsWith('mysqld-auto.cnf')) return identityIn(source);
  const { root } = readJson(source);
  return (root?.fields() ?? []).flatMap(variablesIn);
}

function variablesIn(field: JsonField): Written[] {
  const value = field.value.fields().find(({ key }) => key === 'Value')?.value;
  if (!value) return field.value.fields().flatMap(variablesIn);
  const valueSpan = value.type === 'string' ? value.textSpan : value.span;
  return [{ written: field.key, value: String(value.scalar), nameSpan: field.keySpan, valueSpan, group: persisted }];
}

function identityIn(source: SourceText): Written[] {
  const line = /^([ \t]*server-uuid)([ \t]*=[ \t]*)([\da-f-]{36})[ \t]*\r?$/im.exec(source.text);
  if (!line) return [];
  const [, name = '', between = '', value = ''] = line;
  const start = line.index + name.length + between.length;
  return [
    {
      written: 'server-uuid',
      value,
      nameSpan: source.span(line.index, line.index + name.length),
      valueSpan: source.span(start, start + value.length),
      group: persisted,
    },
  ];
}
