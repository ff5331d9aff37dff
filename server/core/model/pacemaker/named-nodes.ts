import type { Document } from '../../syntax/tree';
import { pacemakerText } from './pacemaker';

/** The nodes a file names, declared ones first, each once and lower-cased. */
export function namedNodes(document: Document): readonly string[] {
  const { nodes, nodeUses } = pacemakerText(document);
  return [...new Set([...nodes, ...nodeUses].flatMap(({ name, isKnown }) => (isKnown ? [name.toLowerCase()] : [])))];
}
