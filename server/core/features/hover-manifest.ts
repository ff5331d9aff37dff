import type { Model } from '../model/model';
import { manifestPlaceAt } from '../sources/manifest-place';
import { folderOf } from '../sources/workspace-path';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Hover } from './answers';
import { targetName } from './option-fact';

/** The name of a cluster in quorate.json: its hosts with what runs on them, and why they belong together. */
export function hoverManifest(document: Document, position: Position, { clusters }: Model): Hover | undefined {
  if (!/(^|\/)quorate\.json$/.test(document.path)) return undefined;
  const place = manifestPlaceAt(document, position);
  if (!place?.isQuoted || place.isKey || place.path.length !== 3) return undefined;
  const [root, , key] = place.path;
  const { block, line, start, end } = place.span;
  const name = block.lines[line]?.text.slice(start, end);
  if (root !== 'clusters' || key !== 'name') return undefined;
  const folder = folderOf(document.path);
  const cluster = clusters.find(
    (each) =>
      each.name === name &&
      each.hosts.some(({ placements }) =>
        placements.some(({ path }) => folder === '' || path.startsWith(`${folder}/`)),
      ),
  );
  if (!cluster) return { span: place.span, markdown: `No file of a host of cluster ${name} is found.` };
  const rows = cluster.hosts.map(
    (host) =>
      `| ${host.name} | ${[...host.addresses].join(', ')} | ${host.target.product ? targetName(host.target) : ''} | ${[...host.roles].join(', ')} |`,
  );
  const markdown = [
    `Cluster **${cluster.name}**${cluster.kinds.size > 0 ? ` (${[...cluster.kinds].join(', ')})` : ''}: one cluster, because ${cluster.why}.`,
    ['| host | addresses | server | roles |', '|:---|:---|:---|:---|', ...rows].join('\n'),
  ].join('\n\n');
  return { span: place.span, markdown };
}
