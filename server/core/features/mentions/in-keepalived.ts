import { vrrpInstancesIn, type VrrpValue } from '../../model/keepalived';
import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../../syntax/keepalived';
import type { Block, Span } from '../../syntax/tree';
import type { KeepalivedKind, Mention } from './mention';

/** The names that the statements of a block give and use, and the addresses of a VRRP instance. */
export function mentionsInKeepalived(block: Block<KeepalivedLine>): readonly Mention[] {
  return [
    ...vrrpInstancesIn(block).flatMap(({ addresses, peers, source }) => [
      ...addresses.map((each) => host(each, true)),
      ...(source ? [host(source, true)] : []),
      ...peers.map((each) => host(each, false)),
    ]),
    ...statementsOf(block).flatMap((statement) => named(statement)),
  ];
}

function host({ text, span }: VrrpValue, isDefinition: boolean): Mention {
  return { kind: 'host', name: text, isDefinition, span };
}

/** Statements that give a name, and what they define. */
const definitions: Readonly<Record<string, KeepalivedKind>> = {
  vrrp_instance: 'vrrp_instance',
  vrrp_script: 'vrrp_script',
  track_file: 'track_file',
  vrrp_track_file: 'track_file',
  vrrp_track_process: 'vrrp_track_process',
  bfd_instance: 'bfd_instance',
  virtual_server_group: 'virtual_server_group',
};

/** Blocks whose lines begin with a name. */
const lists: Readonly<Record<string, KeepalivedKind>> = {
  track_script: 'vrrp_script',
  track_file: 'track_file',
  track_process: 'vrrp_track_process',
  track_bfd: 'bfd_instance',
  group: 'vrrp_instance',
};

/** What the lines of a block name; undefined where they are no names of this file. */
export function namedIn(keyword: string | undefined): KeepalivedKind | undefined {
  return keyword === undefined ? undefined : lists[keyword];
}

function named(statement: KeepalivedStatement): Mention[] {
  const { keyword, words, children } = statement;
  const [first, second] = words;
  const defined = definitions[keyword];
  if (defined && first) return [mention(defined, first, true), ...children.flatMap((child) => named(child))];
  if (keyword === 'virtual_server' && first?.text === 'group' && second)
    return [mention('virtual_server_group', second), ...children.flatMap((child) => named(child))];
  if (keyword === 'lvs_sync_daemon') {
    const instance = second?.text === 'inst' ? words[2] : second;
    return instance && !/^(id|maxlen|port|ttl|group)$/.test(instance.text) ? [mention('vrrp_instance', instance)] : [];
  }
  const list = lists[keyword];
  if (!list) return children.flatMap((child) => inChecker(keyword, child) ?? named(child));
  return children.flatMap((child) => {
    const names = [{ text: child.keyword, span: child.keywordSpan }, ...(keyword === 'group' ? child.words : [])];
    return names.filter(({ text }) => !/^[@$~]/.test(text)).map((each) => mention(list, each));
  });
}

/** Checkers of real servers that use a name. */
function inChecker(checker: string, { keyword, words: [name] }: KeepalivedStatement): Mention[] | undefined {
  if (!name) return undefined;
  if (checker === 'BFD_CHECK' && keyword === 'name') return [mention('bfd_instance', name)];
  return checker === 'FILE_CHECK' && keyword === 'track_file' ? [mention('track_file', name)] : undefined;
}

function mention(
  kind: KeepalivedKind,
  { text, span }: { readonly text: string; readonly span: Span },
  isDefinition = false,
): Mention {
  return { kind, name: text, isDefinition, span };
}
