import type { Host } from '../model/host';
import type { Model } from '../model/model';
import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import { type Block, type Document, type Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { optionAt } from './option-at';
import { counterparts, statementAt } from './hover-keepalived';
import { type Owner, ownersOf } from './owner';
import { placeAt } from './place';
import { corosyncSectionAt } from './place-corosync';
import { statementsAround } from './place-keepalived';

/**
 * The same option on the other hosts of the cluster: the deciding line of an option, the same key of the same section
 * of corosync.conf, the same keyword of the section of that name in haproxy.cfg, and of the same block of
 * keepalived.conf.
 */
export function sameOnOtherHosts(document: Document, position: Position, model: Model): Span[] {
  const [owner] = ownersOf(model, document.path);
  if (!owner) return [];
  const others = owner.cluster.hosts.filter((host) => host !== owner.host);
  switch (document.language) {
    case 'mycnf': {
      const option = optionAt(document, position, model);
      return option ? others.flatMap((host) => host.options.effective(option.setting.name)?.nameSpan ?? []) : [];
    }
    case 'corosync':
      return sameKey(document as unknown as Document<CorosyncLine>, position, others);
    case 'haproxy':
      return sameStatement(document as unknown as Document<HaproxyLine>, position, others);
    case 'keepalived':
      return sameKeyword(document as unknown as Document<KeepalivedLine>, position, owner);
    case 'crm':
    case 'cib':
    case 'plain':
      return [];
  }
}

function sameKey(document: Document<CorosyncLine>, position: Position, others: readonly Host[]): Span[] {
  const place = placeAt(document, position);
  const section = place && corosyncSectionAt(place.block, place.index);
  if (!place || !section) return [];
  const { line } = place;
  const files = others.flatMap((host) => host.corosync).filter((file) => file !== document);
  return files.flatMap((file) => {
    const alike = file.blocks.flatMap((block) => sectionsOf(block)).filter((each) => isAlike(each, section));
    if (line.kind !== 'pair') return alike.map(({ nameSpan }) => nameSpan);
    return alike.flatMap(({ pairs }) => pairs.filter(({ key }) => key === line.key).map(({ keySpan }) => keySpan));
  });
}

function sectionsOf(block: Block<CorosyncLine>): CorosyncSection[] {
  const all = (section: CorosyncSection): CorosyncSection[] => [section, ...section.children.flatMap(all)];
  return corosyncSections(block).flatMap(all);
}

/** Sections that may repeat are told apart by what numbers or names them. */
function isAlike(a: CorosyncSection, b: CorosyncSection): boolean {
  const mark = ({ pairs }: CorosyncSection): string | undefined =>
    pairs.find(({ key }) => /^(nodeid|linknumber|ringnumber|subsys)$/.test(key))?.value ??
    pairs.find(({ key }) => /^(name|ring0_addr)$/.test(key))?.value;
  return a.path === b.path && (!/^(nodelist\.node|totem\.interface|logging\.logg)/.test(a.path) || mark(a) === mark(b));
}

function sameKeyword(document: Document<KeepalivedLine>, position: Position, owner: Owner): Span[] {
  const place = placeAt(document, position);
  if (!place) return [];
  const around = statementsAround(place);
  const statement = statementAt(place, around);
  const chain = statement ? [...around, statement] : around;
  return counterparts(chain, owner).flatMap(({ statement: other }) => (other ? [other.keywordSpan] : []));
}

function sameStatement(document: Document<HaproxyLine>, position: Position, others: readonly Host[]): Span[] {
  const place = placeAt(document, position);
  const section = place && haproxySection(place.block);
  if (!place || !section) return [];
  const files = others.flatMap((host) => host.haproxy).filter((file) => file !== document);
  const statement = section.statements.find(({ line }) => line === place.index);
  return files.flatMap((file) =>
    file.blocks.flatMap((block): Span[] => {
      const other = haproxySection(block);
      if (other?.keyword !== section.keyword || other.name !== section.name) return [];
      if (!statement) return [other.nameSpan ?? other.keywordSpan];
      const wanted = markOf(statement.words);
      return other.statements
        .filter(({ words }) => markOf(words) === wanted)
        .flatMap(({ line, words: [first] }) => (first ? [{ block, line, start: first.start, end: first.end }] : []));
    }),
  );
}

/** What makes two statements the same: the keyword, and of keywords that repeat the name behind it. */
function markOf(words: readonly { readonly text: string }[]): string {
  const [keyword, name] = words;
  return /^(timeout|option|server|acl|stats|log|bind|use_backend)$/.test(keyword?.text ?? '')
    ? `${keyword?.text} ${name?.text}`
    : (keyword?.text ?? '');
}
