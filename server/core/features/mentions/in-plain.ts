import { type Block, perBlock } from '../../syntax/tree';
import type { Mention } from './mention';

/** Words that stand by themselves: not part of a path, of a longer name or of an address with more parts. */
const words =
  /(?<![\w./$:@%-])(?:\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*\]?|[A-Za-z0-9][\w.-]*[A-Za-z0-9]|[A-Za-z0-9])(?![\w/%@-]|\.\w)/g;

/**
 * Every word of a manifest, a compose file, an inventory or a script that may name a host; which of them does, the
 * cluster knows. Comments count as well, because a comment with the old address misleads whoever reads it.
 */
export const wordsOfPlainText = perBlock((block: Block): readonly Mention[] =>
  block.lines.flatMap(({ text }, line) =>
    [...text.matchAll(words)].map(({ 0: name, index }): Mention => ({
      kind: 'host',
      name: name.replace(/^\[|\]$/g, ''),
      isDefinition: false,
      span: { block, line, start: index + (name.startsWith('[') ? 1 : 0), end: index + name.replace(/\]$/, '').length },
    })),
  ),
);
