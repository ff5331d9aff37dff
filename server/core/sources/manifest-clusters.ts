import { type Block, perBlock } from '../syntax/tree';
import { type JsonValue, readJson } from './json-values';
import { SourceText } from './source-text';

/** The lines of quorate.json that speak of one cluster. */
export interface ManifestLines {
  readonly name: string;
  /** Counted from the file's first line; both belong to it. */
  readonly first: number;
  readonly last: number;
}

/** Which lines of a manifest speak of which cluster; none of what is no manifest. */
export const manifestClusters = perBlock((block: Block): readonly ManifestLines[] => {
  if (!/(^|\/)quorate\.json$/.test(block.document.path)) return [];
  const { root } = readJson(new SourceText(block.document));
  const clusters = field(root, 'clusters')?.items() ?? [];
  return clusters.flatMap((cluster): ManifestLines[] => {
    const name = field(cluster, 'name')?.scalar;
    return typeof name === 'string' ? [{ name, first: cluster.span.line, last: cluster.lastLine }] : [];
  });
});

function field(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return value?.fields().find((each) => each.key === key)?.value;
}
