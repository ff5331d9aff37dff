import type { Catalogs } from '../catalog/catalogs';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Model } from '../model/model';
import { hoverCompose } from './hover-compose';
import { hoverCorosync } from './hover-corosync';
import { hoverHaproxy } from './hover-haproxy';
import { hoverKeepalived } from './hover-keepalived';
import { hoverManifest } from './hover-manifest';
import { hoverName } from './hover-name';
import { hoverOption } from './hover-option';
import { hoverPacemaker } from './hover-pacemaker';
import { hoverSql } from './hover-sql';
import { placeAt } from './place';
import type { Hover } from './answers';

/** What stands at a position: a name means more than the keyword or option it is the value of. */
export function hover(
  document: Document,
  position: Position,
  model: Model,
  catalogs: Catalogs,
  all: readonly Document[],
): Hover | undefined {
  return hoverName(document, position, model, all) ?? hoverWord(document, position, model, catalogs);
}

function hoverWord(document: Document, position: Position, model: Model, catalogs: Catalogs): Hover | undefined {
  switch (document.language) {
    case 'mycnf': {
      const place = placeAt(document as unknown as Document<MyCnfLine>, position);
      return place && hoverOption(place, model, catalogs.options);
    }
    case 'corosync': {
      const place = placeAt(document as unknown as Document<CorosyncLine>, position);
      return place && hoverCorosync(place, model, catalogs.corosync);
    }
    case 'haproxy': {
      const place = placeAt(document as unknown as Document<HaproxyLine>, position);
      return place && hoverHaproxy(place, model, catalogs.haproxy);
    }
    case 'crm':
    case 'cib':
      return hoverPacemaker(document, position, catalogs.pacemaker);
    case 'keepalived': {
      const place = placeAt(document as unknown as Document<KeepalivedLine>, position);
      return place && hoverKeepalived(place, model, catalogs.keepalived);
    }
    case 'plain':
      return (
        hoverSql(document, position, model, catalogs) ??
        hoverCompose(document, position, model, catalogs) ??
        hoverManifest(document, position, model)
      );
  }
}
