import type { Snippet } from '../catalog/snippets';
import type { Completion } from './answers';

/**
 * The blocks of a language that may stand at the start of a line.
 *
 * @param isWithin whether the line lies in a group or section; `''` asks whether it lies outside of all
 */
export function snippetsAt(snippets: readonly Snippet[], isWithin: (section: string) => boolean): Completion[] {
  return snippets
    .filter(({ within }) => within === undefined || within.some(isWithin))
    .map(({ prefix, description, body }) => ({
      label: prefix,
      kind: 'block',
      detail: description,
      insert: body.join('\n'),
    }));
}
