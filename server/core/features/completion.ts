import type { Catalogs } from '../catalog/catalogs';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Model } from '../model/model';
import { completeCorosync } from './completion-corosync';
import { completeHaproxy } from './completion-haproxy';
import { completeOption } from './completion-option';
import { placeAt } from './place';
import type { Completion } from './answers';

export function complete(document: Document, position: Position, model: Model, catalogs: Catalogs): Completion[] {
  switch (document.language) {
    case 'mycnf': {
      const place = placeAt(document as unknown as Document<MyCnfLine>, position);
      return place ? completeOption(place, model, catalogs.options) : [];
    }
    case 'corosync': {
      const place = placeAt(document as unknown as Document<CorosyncLine>, position);
      return place ? completeCorosync(place, model, catalogs.corosync) : [];
    }
    case 'haproxy': {
      const place = placeAt(document as unknown as Document<HaproxyLine>, position);
      return place ? completeHaproxy(place, model, catalogs.haproxy) : [];
    }
    case 'plain':
      return [];
  }
}
