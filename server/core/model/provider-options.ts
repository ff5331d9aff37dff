import { type Span, spanText } from '../syntax/tree';
import type { Options } from './options';
import { rememberPer } from './reads';

/** One `key = value` of `wsrep_provider_options`. */
export interface ProviderOption {
  readonly value: string;
  /** Key and value as they stand in the file. */
  readonly span: Span;
  readonly valueSpan: Span;
}

/**
 * What the files of a node tell Galera, by key; of a key given twice the last one counts. Undefined where not all is
 * known: a value that a template fills in, and MariaDB's own variables for these options (`plugin_wsrep_provider`).
 */
export const providerOptions = rememberPer((options: Options): ReadonlyMap<string, ProviderOption> | undefined => {
  const span = options.effective('wsrep_provider_options')?.valueSpan;
  if (options.effective('plugin_wsrep_provider')) return undefined;
  if (!span) return new Map();
  const text = spanText(span);
  if (/[${<]/.test(text)) return undefined;
  const found = new Map<string, ProviderOption>();
  for (const { 0: part, index } of text.matchAll(/[^;"']+/g)) {
    const [whole, key = '', value = ''] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    if (whole === undefined) continue;
    const start = span.start + index + part.indexOf(key);
    const end = span.start + index + part.trimEnd().length;
    found.set(key, { value, span: { ...span, start, end }, valueSpan: { ...span, start: end - value.length, end } });
  }
  return found;
});
