import { corosyncNodes } from '../model/cluster-text';
import { corosyncGroups } from '../model/corosync-files';
import { votesOf } from '../model/corosync-effective';
import { corosyncSettings } from '../model/corosync-settings';
import { databasePools } from '../model/database-pools';
import { vrrpInstances } from '../model/keepalived';
import type { Model } from '../model/model';
import { type VrrpPriority, vrrpPriority } from '../model/vrrp-priority';
import { vrrpTwins } from '../model/vrrp-twins';
import { corosyncSections, type CorosyncLine } from '../syntax/corosync';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { Document, Span } from '../syntax/tree';
import { type Owner, ownersOf, ownerTitle } from './owner';

/** A line above a line. */
export interface CodeLens {
  /** Undefined for the top of the file, which is there even where no text is. */
  readonly span: Span | undefined;
  readonly title: string;
  /** Whether a click leads to the hosts of the workspace. */
  readonly leadsToHosts: boolean;
}

/**
 * Whose file it is; the votes of a node list and how many of them are a quorum; how many files list the same nodes; how
 * many of the cluster's databases a pool of a proxy has; which host of a virtual router has the highest priority.
 */
export function codeLenses(document: Document, model: Model): CodeLens[] {
  const owners = ownersOf(model, document.path);
  const title = ownerTitle(owners);
  const [owner] = owners;
  if (title === undefined || !owner) return [];
  return [
    { span: undefined, title, leadsToHosts: true },
    ...(document.language === 'corosync' ? nodeList(document as unknown as Document<CorosyncLine>, owner) : []),
    ...(document.language === 'haproxy' ? pools(document, owner) : []),
    ...(document.language === 'keepalived' ? routers(document as unknown as Document<KeepalivedLine>, owner) : []),
  ];
}

/** Votes are counted as votequorum(5) does: half of the expected ones and one more; one is enough with `two_node`. */
function nodeList(document: Document<CorosyncLine>, { cluster, host }: Owner): CodeLens[] {
  const section = document.blocks.flatMap((block) => corosyncSections(block)).find(({ path }) => path === 'nodelist');
  const nodes = corosyncNodes(document);
  if (!section || nodes.length === 0) return [];
  const settings = corosyncSettings(document);
  const written = settings.get('quorum.expected_votes')?.value;
  const votes =
    written !== undefined && /^\d+$/.test(written)
      ? BigInt(written)
      : nodes.reduce((sum, node) => sum + votesOf(node), 0n);
  const hasVotequorum = settings.get('quorum.provider')?.value === 'corosync_votequorum';
  const device = [...settings.keys()].some((path) => path.startsWith('quorum.device.'));
  const parts = [count(nodes.length, 'node')];
  if (!hasVotequorum) parts.push('no quorum: quorum.provider is not corosync_votequorum');
  else if (settings.get('quorum.two_node')?.value === '1')
    parts.push(count(Number(votes), 'vote'), 'two_node: quorum is 1');
  else if (device) parts.push(`${count(Number(votes), 'vote')} without the device`);
  else parts.push(count(Number(votes), 'vote'), `quorum is ${votes / 2n + 1n}`);
  const files = corosyncGroups(cluster).find((group) => group.some(({ hosts }) => hosts.includes(host))) ?? [];
  const mark = marks(document);
  const same = files.filter((file) => marks(file.document) === mark).length;
  if (files.length > 1)
    parts.push(
      same === files.length ? `the same in ${files.length} files` : `the same in ${same} of ${files.length} files`,
    );
  return [{ span: section.nameSpan, title: parts.join(' · '), leadsToHosts: false }];
}

function marks(document: Document<CorosyncLine>): string {
  const nodes = corosyncNodes(document).map(({ addresses }) => addresses.map(({ address }) => address).join(' '));
  return nodes.sort().join('\n');
}

function pools(document: Document, { cluster, host }: Owner): CodeLens[] {
  const total = cluster.databases.length;
  return databasePools(cluster).flatMap(({ owner, section, servers, isComplete }): CodeLens[] => {
    if (owner !== host.key || section.keywordSpan.block.document !== document || total === 0 || !isComplete) return [];
    const databases = new Set(
      servers.flatMap((server) => (server.host && server.host.optionFiles.length > 0 ? [server.host] : [])),
    );
    const title = `${databases.size} of ${total} database ${total === 1 ? 'host' : 'hosts'}`;
    return [{ span: section.keywordSpan, title, leadsToHosts: false }];
  });
}

/** Who gets the addresses: the priority of each host while all is well, and of this one without what it tracks. */
function routers(document: Document<KeepalivedLine>, { cluster, host }: Owner): CodeLens[] {
  return vrrpInstances(document).flatMap((instance): CodeLens[] => {
    const members = [{ host, instance }, ...vrrpTwins(instance, host, cluster)].flatMap((member) => {
      const priority = vrrpPriority(member.instance, member.host);
      return priority ? [{ name: member.host.name, ...priority }] : [];
    });
    const [own] = members;
    if (own?.name !== host.name || (members.length === 1 && own.without.length === 0)) return [];
    const said = members
      .sort((a, b) => b.whenWell - a.whenWell)
      .map(({ name, whenWell, without }) => `${name} ${whenWell}${name === own.name ? lost(without) : ''}`);
    return [{ span: instance.section.keywordSpan, title: `priority: ${said.join(' · ')}`, leadsToHosts: false }];
  });
}

function lost(without: VrrpPriority['without']): string {
  const some = without.slice(0, 2).map(({ name, priority }) => `${priority ?? 'none'} without ${name}`);
  return some.length === 0 ? '' : ` (${some.join(', ')}${without.length > 2 ? ' …' : ''})`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
