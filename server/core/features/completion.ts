import type { Catalogs } from '../catalog/catalogs';
import type { HaproxySection } from '../catalog/haproxy';
import { keepalivedManual } from '../catalog/keepalived';
import type { CrmLine } from '../syntax/crm';
import type { CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Model } from '../model/model';
import type { Completions, Topic } from './answers';
import { completeCorosync } from './completion-corosync';
import { completeCompose } from './completion-compose';
import { completeHaproxy } from './completion-haproxy';
import { completeKeepalived } from './completion-keepalived';
import { completeManifest } from './completion-manifest';
import { completeCib, completeCrm } from './completion-pacemaker';
import { completeOption } from './completion-option';
import { completeSql } from './completion-sql';
import { describeKey } from './hover-corosync';
import { describeHaproxyOption, describeKeyword } from './hover-haproxy';
import { describeKeepalived } from './hover-keepalived';
import { describe } from './hover-option';
import { describePacemaker } from './hover-pacemaker';
import { optionFact } from './option-fact';
import { ownersOf } from './owner';
import { placeAt } from './place';
import { describeSqlOption } from './signature-sql';
import { composePlaceAt } from './place-compose';
import { sqlPlaceAt } from './place-sql';

/** What may stand at a position; undefined where nothing can be proposed, such as in a comment. */
export function complete(
  document: Document,
  position: Position,
  model: Model,
  catalogs: Catalogs,
  all: readonly Document[],
): Completions | undefined {
  switch (document.language) {
    case 'mycnf': {
      const place = placeAt(document as unknown as Document<MyCnfLine>, position);
      return place && completeOption(place, model, catalogs);
    }
    case 'corosync': {
      const place = placeAt(document as unknown as Document<CorosyncLine>, position);
      return place && completeCorosync(place, model, catalogs);
    }
    case 'haproxy': {
      const place = placeAt(document as unknown as Document<HaproxyLine>, position);
      return place && completeHaproxy(place, model, catalogs);
    }
    case 'crm': {
      const place = placeAt(document as unknown as Document<CrmLine>, position);
      return place && completeCrm(place, model, catalogs);
    }
    case 'cib': {
      const place = placeAt(document, position);
      return place && completeCib(place, model, catalogs);
    }
    case 'keepalived': {
      const place = placeAt(document as unknown as Document<KeepalivedLine>, position);
      return place && completeKeepalived(place, model, catalogs);
    }
    case 'plain': {
      const compose = composePlaceAt(document, position, model);
      if (compose) return completeCompose(compose, catalogs, all);
      const place = sqlPlaceAt(document, position, model);
      return place ? completeSql(place, catalogs) : completeManifest(document, position, model, all);
    }
  }
}

/** What is to be said of one proposal, in Markdown; asked for one by one, because a list would be heavy with it. */
export function documentationOf(
  topic: Topic,
  label: string,
  document: Document,
  model: Model,
  catalogs: Catalogs,
): string | undefined {
  const host = ownersOf(model, document.path)[0]?.host;
  switch (topic.of) {
    case 'option': {
      const target = host?.target ?? {};
      const known = optionFact(catalogs.options, catalogs.options.resolve(label, target).name, target);
      return known && [...describe(known.fact), manual(known.fact.link)].filter((part) => part !== '').join('\n\n');
    }
    case 'key': {
      const fact = catalogs.corosync.key(topic.section ?? '', label);
      return fact && [...describeKey(fact), manual(fact.link)].join('\n\n');
    }
    case 'keyword': {
      const section = (topic.section ?? 'global') as HaproxySection;
      const { fact } = catalogs.haproxy.keyword(label.split(' '), section, host?.haproxyRelease);
      return fact && describeKeyword(fact).join('\n\n');
    }
    case 'server-option':
      return describeHaproxyOption(catalogs.haproxy.serverOption(label, host?.haproxyRelease));
    case 'pacemaker': {
      const { pacemaker } = catalogs;
      const facts =
        topic.section === 'property'
          ? pacemaker.properties
          : topic.section === 'meta'
            ? pacemaker.meta
            : pacemaker.parameters(topic.section ?? '');
      const fact = facts?.find(({ name }) => name === label);
      return fact && describePacemaker(fact, topic.section ?? '');
    }
    case 'keepalived': {
      const fact = catalogs.keepalived.keyword(topic.section ?? '', label);
      return fact && [...describeKeepalived(fact), manual(keepalivedManual)].join('\n\n');
    }
    case 'sql-option': {
      const wording = topic.section === 'MASTER' ? 'MASTER' : 'SOURCE';
      const option = catalogs.sql.options(wording, host?.target ?? {}).find(({ name }) => name === label);
      return option && describeSqlOption(option).join('\n\n');
    }
    case 'bind-option':
      return describeHaproxyOption(catalogs.haproxy.bindOption(label, host?.haproxyRelease));
  }
}

function manual(link: string | undefined): string {
  return link === undefined ? '' : `[Manual](${link})`;
}
