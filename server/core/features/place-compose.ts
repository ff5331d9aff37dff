import type { Product } from '../catalog/options';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { folderOf } from '../sources/workspace-path';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import { type Place, placeAt } from './place';

/** A place in a compose file, by indentation alone: while somebody types, its YAML may not be readable. */
export interface ComposePlace extends Place {
  /** What the text at the cursor belongs to, from the inside out: `command`, `db1`, `services`. */
  readonly keys: readonly string[];
  /** The host of the service around the cursor. */
  readonly owner: { readonly host: Host; readonly cluster: Cluster } | undefined;
  /** The server of that host, else the one the service's image is named after. */
  readonly product: Product | undefined;
}

const keyLine = /^(\s*)(?:- )?["']?([\w.-]+)["']?:(?=\s|$)/;

/** The place at a position of a compose file; undefined in any other file and in comments. */
export function composePlaceAt(document: Document, position: Position, model: Model): ComposePlace | undefined {
  if (!/(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/i.test(document.path)) return undefined;
  const place = placeAt(document, position);
  if (!place || /(^|\s)#/.test(place.line.text.slice(0, place.character))) return undefined;
  const { block, index } = place;
  const keys: string[] = [];
  const own = keyLine.exec(place.line.text);
  if (own && place.character >= own[0].length) keys.push(own[2] ?? '');
  let depth = indentOf(place.line.text);
  let isItem = /^\s*-(\s|$)/.test(place.line.text);
  for (let line = index - 1; line >= 0 && (depth > 0 || isItem); line--) {
    const text = block.lines[line]?.text ?? '';
    const found = keyLine.exec(text);
    // The items of a list may stand right below its key.
    if (!found || !(indentOf(text) < depth || (isItem && indentOf(text) === depth && !/^\s*-/.test(text)))) continue;
    keys.push(found[2] ?? '');
    depth = indentOf(text);
    isItem = false;
  }
  const service = keys[keys.indexOf('services') - 1];
  const owner = service === undefined ? undefined : ownerOf(service, document, model);
  const product =
    owner?.host.target.product ??
    productOf(
      block.lines.map(({ text }) => text),
      index,
    );
  return { ...place, keys, owner, product };
}

/** The server that the image beside a line is named after. */
function productOf(lines: readonly string[], index: number): Product | undefined {
  const around = [lines.slice(0, index).reverse(), lines.slice(index + 1)];
  for (const some of around) {
    // The key of a service, and that of the next one, stand two blanks deep or less.
    const end = some.findIndex((text) => /^\s{0,2}[\w.-]+:/.test(text));
    const image = some.slice(0, end < 0 ? undefined : end).find((text) => /^\s+image:/.test(text)) ?? '';
    if (/mariadb/i.test(image)) return 'mariadb';
    if (/mysql|percona/i.test(image)) return 'mysql';
  }
  return undefined;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** The host that a service of a compose file is. */
function ownerOf(service: string, { path }: Document, { clusters }: Model): ComposePlace['owner'] {
  const folder = folderOf(path);
  const all = clusters.flatMap((cluster) => cluster.hosts.map((host) => ({ host, cluster })));
  const named = all.filter(({ host }) => host.names.has(service.toLowerCase()));
  return named.find(({ host }) => host.home === folder) ?? (named.length === 1 ? named[0] : undefined);
}
