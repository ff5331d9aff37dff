import type { OptionCatalog } from '../catalog/options';
import { addressLists, galeraClusters } from '../model/galera-clusters';
import { OptionKnowledge } from '../model/option-knowledge';
import type { Setting } from '../model/setting';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Block, Span } from '../syntax/tree';
import { sayUnit } from './amounts';
import type { InlayHint } from './inlay-hints';
import type { Owner } from './owner';
import { placeName } from './place-name';
import { sequenceOf } from './sequence';
import { settingsOfBlock } from './settings-of-block';

/** Lines of a block, counted from its first one. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Hints behind the options of a group. */
export function hintOptions(
  block: Block<MyCnfLine>,
  range: LineRange,
  owner: Owner | undefined,
  catalog: OptionCatalog,
): InlayHint[] {
  if (!owner) return [];
  const knowledge = OptionKnowledge.of(catalog, owner.host.target);
  return settingsOfBlock(block, owner.host).flatMap((setting): InlayHint[] => {
    const { line } = setting.nameSpan;
    if (line < range.from || line >= range.to) return [];
    const span = setting.valueSpan ?? setting.nameSpan;
    const overruled = overruledBy(setting, span, owner, knowledge);
    if (overruled) return [overruled];
    return [
      ...unit(setting, span, knowledge),
      ...sequence(setting, span, owner, catalog),
      ...listed(setting, span, owner),
    ];
  });
}

/** A line that a later one overrules says which; options whose lines add up have no loser. */
function overruledBy(setting: Setting, span: Span, { host }: Owner, knowledge: OptionKnowledge): InlayHint | undefined {
  const decides = host.options.effective(setting.name);
  if (!decides || decides === setting) return undefined;
  const facts = knowledge.factsOf(setting.name);
  if (facts.length === 0 || facts.some(({ repeatable, type }) => repeatable === true || type === 'flagset'))
    return undefined;
  const value = decides.value ?? (decides.negated ? 'OFF' : 'ON');
  const where =
    decides.group === 'command line'
      ? 'the command line'
      : placeName(decides.nameSpan, setting.nameSpan.block.document);
  const isSame = decides.value === setting.value && decides.negated === setting.negated;
  return {
    kind: 'overruled',
    span,
    // The place first: editors cut long hints, and the value can be read there.
    label: isSame ? `again in ${where}` : `overruled by ${where} (${value})`,
    tooltip: `Host ${host.name} reads this line first and ${where} later; the last line of an option decides.`,
  };
}

function unit(setting: Setting, span: Span, knowledge: OptionKnowledge): InlayHint[] {
  const counted = knowledge.factsOf(setting.name).at(-1)?.unit;
  const label = counted && setting.value !== undefined ? sayUnit(setting.value, counted) : undefined;
  return label === undefined ? [] : [{ kind: 'units', span, label }];
}

function sequence(setting: Setting, span: Span, { host }: Owner, catalog: OptionCatalog): InlayHint[] {
  if (setting.name !== 'auto_increment_offset') return [];
  const ids = sequenceOf(host, catalog);
  return ids === undefined
    ? []
    : [{ kind: 'sequences', span, label: ids, tooltip: `Ids that host ${host.name} hands out.` }];
}

/** How many nodes list the address of this one, and how many of them its own list has. */
function listed(setting: Setting, span: Span, { cluster, host }: Owner): InlayHint[] {
  if (!/^wsrep_(node|cluster)_address$/.test(setting.name)) return [];
  const peers = galeraClusters(cluster).find((some) => some.some((peer) => peer.host === host));
  if (!peers || peers.length < 2) return [];
  const lists = addressLists(peers);
  const own = lists.find(({ peer }) => peer.host === host);
  if (setting.name === 'wsrep_cluster_address') {
    const members = own?.members.filter(({ peer }) => peer).length;
    if (members === undefined) return [];
    return [{ kind: 'hosts', span, label: `${members} of ${peers.length} nodes` }];
  }
  const key = own?.ownKey;
  if (key === undefined) return [];
  const naming = lists.filter(({ members }) => members.some((member) => member.key === key)).length;
  return [{ kind: 'hosts', span, label: `listed by ${naming} of ${peers.length} nodes` }];
}
