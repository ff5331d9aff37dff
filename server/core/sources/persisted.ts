import { persisted, type Written } from '../model/setting';
import type { Document } from '../syntax/tree';
import { readJson, type JsonField } from './json-values';
import { SourceText } from './source-text';

/**
 * What `SET PERSIST` left in a `mysqld-auto.cnf`: groups of variables, each an object with its `Value`. The server
 * reads the file after its option files, and its command line still wins over it (MySQL 9.7, tried). Anything else
 * in the file is passed over: only the server writes it.
 */
export function readPersisted(document: Document): readonly Written[] {
  const { root } = readJson(new SourceText(document));
  return (root?.fields() ?? []).flatMap(variablesIn);
}

function variablesIn(field: JsonField): Written[] {
  const value = field.value.fields().find(({ key }) => key === 'Value')?.value;
  if (!value) return field.value.fields().flatMap(variablesIn);
  const valueSpan = value.type === 'string' ? value.textSpan : value.span;
  return [{ written: field.key, value: String(value.scalar), nameSpan: field.keySpan, valueSpan, group: persisted }];
}
