import type { ChangedOption } from '../../../server/core/ops/observed';
import { corosync, type CorosyncSection, corosyncSections } from '../../../server/core/syntax/corosync';
import { haproxy } from '../../../server/core/syntax/haproxy';
import { groupOf, mycnf } from '../../../server/core/syntax/mycnf';
import { Document } from '../../../server/core/syntax/tree';

/** One file before and after; empty text where there is none. */
export interface TextChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const serverGroup = /^(mysqld|mariadbd?|server|galera|mysql_cluster|mysqld_safe|mariadbd-safe)(-[\d.]+)?$/;

/**
 * Options of the database server that read otherwise. Files are taken in the order of their paths, the order of an
 * include folder, and the last line of a name counts.
 */
export function changedOptions(changes: readonly TextChange[]): ChangedOption[] {
  const inOrder = [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  const before = optionsOf(inOrder.map((each) => each.before));
  const after = optionsOf(inOrder.map((each) => each.after));
  return namesOf(before, after)
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }));
}

/** Keys of corosync.conf, with the sections around them, that read otherwise. */
export function changedKeys({ before, after }: TextChange): string[] {
  const old = corosyncValues(before);
  const now = corosyncValues(after);
  return namesOf(old, now).filter((key) => old.get(key) !== now.get(key));
}

/** Servers of HAProxy, as `backend/server`, whose line or address the new files no longer have. */
export function removedServers(changes: readonly TextChange[]): string[] {
  const before = new Map(changes.flatMap((change) => [...serversOf(change.before)]));
  const after = new Map(changes.flatMap((change) => [...serversOf(change.after)]));
  return [...before].filter(([name, address]) => after.get(name) !== address).map(([name]) => name);
}

function serversOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const block of new Document('', '', haproxy, text).blocks) {
    let proxy: string | undefined;
    for (const line of block.lines) {
      if (line.kind === 'section') proxy = /^(backend|listen)$/.test(line.keyword) ? line.name?.text : undefined;
      if (line.kind !== 'statement' || line.words[0]?.text !== 'server' || proxy === undefined) continue;
      const [, server, address] = line.words;
      if (server && address) found.set(`${proxy}/${server.text}`, address.text);
    }
  }
  return found;
}

function optionsOf(texts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of texts) {
    for (const block of new Document('', '', mycnf, text).blocks) {
      if (!serverGroup.test(groupOf(block) ?? '')) continue;
      for (const line of block.lines) {
        if (line.kind === 'setting') found.set(line.name.toLowerCase().replaceAll('-', '_'), line.value ?? '');
      }
    }
  }
  return found;
}

/** Values of a corosync.conf by their keys with the sections around them, as `totem.token`. */
export function corosyncValues(text: string): Map<string, string> {
  const found = new Map<string, string[]>();
  const add = (section: CorosyncSection): void => {
    for (const { key, value } of section.pairs) {
      const path = `${section.path}.${key}`;
      found.set(path, [...(found.get(path) ?? []), value]);
    }
    section.children.forEach(add);
  };
  for (const block of new Document('', '', corosync, text).blocks) corosyncSections(block).forEach(add);
  return new Map([...found].map(([key, values]) => [key, values.join('\n')]));
}

function namesOf(...maps: readonly ReadonlyMap<string, string>[]): string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
}
