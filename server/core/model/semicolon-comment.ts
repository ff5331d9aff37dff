import { type Span, spanText } from '../syntax/tree';
import type { Written } from './setting';

/** Options whose values are lists or statements with semicolons in them. */
const takesSemicolons =
  /^(loose_)?(init_(connect|slave|replica)|wsrep_provider_options|plugin_load(_add)?|early_plugin_load|innodb_(temp_)?data_file_path|.*_(auth|password|string))$/;

/** A text behind a `;` in the middle of a line, as a comment is meant. */
export interface SemicolonComment {
  /** What was meant to be the value, or the name of a bare option. */
  readonly meant: string;
  /** From the semicolon to the end. */
  readonly span: Span;
}

/**
 * What looks like a comment behind `;`. To the servers it is a part of the value, because a `;` begins a comment at the
 * start of a line only (MariaDB 10.11 and MySQL 9.7, tried). Quoted values are meant as they stand.
 */
export function semicolonComment({ written, value, valueSpan, nameSpan }: Written): SemicolonComment | undefined {
  if (!(value ?? written).includes(';')) return undefined;
  const place = valueSpan ?? nameSpan;
  if (takesSemicolons.test(written.toLowerCase().replaceAll('-', '_'))) return undefined;
  const text = spanText(place);
  const match = /^([^;"']*?)\s*(;(?:\s.*)?)$/.exec(text);
  if (!match) return undefined;
  const start = place.start + text.length - (match[2] as string).length;
  return { meant: match[1] as string, span: { ...place, start, end: place.end } };
}
