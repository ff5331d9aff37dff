import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Model } from '../model/model';
import type { Setting } from '../model/setting';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { ownersOf } from './owner';
import { isAt, placeAt } from './place';

/** An option line at the cursor with the host that reads it. */
export interface OptionAt {
  readonly setting: Setting;
  readonly host: Host;
  readonly cluster: Cluster;
  /** The line that decides, where it is another one. */
  readonly deciding: Span[];
}

/** The option whose name stands at a position; undefined for lines that no server reads. */
export function optionAt(document: Document, position: Position, model: Model): OptionAt | undefined {
  if (document.language !== 'mycnf') return undefined;
  const place = placeAt(document, position);
  const [owner] = ownersOf(model, document.path);
  if (!place || !owner) return undefined;
  const { host, cluster } = owner;
  const setting = host.options.stream.find(
    ({ nameSpan }) =>
      nameSpan.block === place.block && nameSpan.line === place.index && isAt(nameSpan, position.character),
  );
  if (!setting) return undefined;
  const decides = host.options.effective(setting.name);
  return { setting, host, cluster, deciding: decides && decides !== setting ? [decides.nameSpan] : [] };
}
