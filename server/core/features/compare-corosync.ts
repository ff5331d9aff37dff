import type { Catalogs } from '../catalog/catalogs';
import type { CorosyncCatalog } from '../catalog/corosync';
import type { Cluster } from '../model/cluster';
import { settingInEffect } from '../model/corosync-effective';
import { type CorosyncFile, corosyncGroups } from '../model/corosync-files';
import { sectionAt } from '../model/corosync-settings';
import type { Host } from '../model/host';
import { setPath } from '../rules/corosync-edits';
import { deleteLine, type Edit } from '../rules/finding';
import { onePerPlace } from '../rules/option-edits';
import type { CorosyncPair } from '../syntax/corosync';
import type { ComparedProgram, ComparedSetting, Said } from './compare';
import { judge, type Judged } from './compare-verdict';

/** What the corosync daemons of a cluster are set to; a program for each corosync cluster among the hosts. */
export function compareCorosync(cluster: Cluster, { corosync: catalog }: Catalogs): ComparedProgram[] {
  return corosyncGroups(cluster).map((files) => {
    const members = files
      .flatMap((file) => file.hosts.map((host): Member => ({ host, file, settings: settingsOf(file) })))
      .sort((a, b) => cluster.hosts.indexOf(a.host) - cluster.hosts.indexOf(b.host));
    const paths = new Set(members.flatMap(({ settings }) => [...settings.keys()]));
    const keys = compareAuthkeys(members);
    return {
      program: 'corosync',
      hosts: members.map(({ host }) => host),
      settings: [...[...paths].map((path) => comparePath(path, members, catalog)), ...(keys ? [keys] : [])],
    };
  });
}

interface Member {
  readonly host: Host;
  readonly file: CorosyncFile;
  /** Also nodes, each under its name or number, and what is logged. */
  readonly settings: ReadonlyMap<string, CorosyncPair>;
}

function settingsOf(file: CorosyncFile): ReadonlyMap<string, CorosyncPair> {
  const found = new Map(file.settings);
  file.nodes.forEach((node, index) => {
    const name = node.name ?? node.nodeid ?? String(index + 1);
    for (const pair of node.section.pairs) found.set(`nodelist.${name}.${pair.key}`, pair);
  });
  for (const pair of sectionAt(file.document, 'logging')?.pairs ?? []) found.set(`logging.${pair.key}`, pair);
  return found;
}

function comparePath(path: string, members: readonly Member[], catalog: CorosyncCatalog): ComparedSetting {
  const said = members.map((member) => say(path, member, catalog));
  const judged = judgePath(path, said);
  return {
    name: path,
    ...judged,
    said,
    ...(judged.verdict === 'differs' && { equalTo: (host: Host) => makeEqual(path, host, members, said) }),
  };
}

function say(path: string, { host, file, settings }: Member, catalog: CorosyncCatalog): Said {
  const pair = settings.get(path);
  const hasEffect = /^(totem|quorum|system)\./.test(path);
  const effect = hasEffect ? settingInEffect(path, file, catalog) : pair?.value;
  if (pair) return { host, text: pair.value, key: effect ?? pair.value, origin: 'line', span: pair.valueSpan };
  return effect === undefined || effect === ''
    ? { host, text: undefined, key: '', origin: 'unset' }
    : { host, text: effect, key: effect, origin: 'default' };
}

function judgePath(path: string, said: readonly Said[]): Judged {
  const judged = judge(said);
  const isOwn = /^totem\.(nodeid|interface\.\d\.bindnetaddr)$/.test(path);
  return judged.verdict === 'differs' && isOwn ? { verdict: 'expected', why: 'each host has its own' } : judged;
}

function makeEqual(
  path: string,
  host: Host,
  members: readonly Member[],
  said: readonly Said[],
): readonly Edit[] | undefined {
  const model = said.find((each) => each.host === host);
  if (!model) return undefined;
  const edits = members.flatMap(({ settings }, index): (Edit | undefined)[] => {
    if (said[index]?.key === model.key) return [];
    const written = settings.get(path);
    if (model.origin === 'line') return [setPath(path, model.text ?? '', settings)];
    return [written && deleteLine(written.valueSpan)];
  });
  return edits.every((edit) => edit !== undefined) ? onePerPlace(edits) : undefined;
}

/** Key files have no lines; a piece of the digest is enough to see that two are not the same. */
function compareAuthkeys(members: readonly Member[]): ComparedSetting | undefined {
  if (members.every(({ host }) => !host.authkey)) return undefined;
  const said = members.map(({ host }): Said => {
    const digest = host.authkey?.digest;
    return digest === undefined
      ? { host, text: undefined, key: '', origin: 'unset' }
      : { host, text: `key ${digest.slice(0, 8)}`, key: digest, origin: 'line' };
  });
  return { name: 'authkey', ...judge(said), said };
}
