import { type CorosyncFile } from '../../model/corosync-files';
import { ownNode } from '../../model/corosync-host';
import { sectionAt, sectionsIn } from '../../model/corosync-settings';
import type { Host } from '../../model/host';
import type { CorosyncSection } from '../../syntax/corosync';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';

export default inEveryCorosyncFile({
  severity: 'error',
  summary: 'a host that its own node list does not name',
  *check(file, _, group) {
    const { nodes, hosts, document } = file;
    const list = sectionAt(document, 'nodelist');
    if (!list || nodes.length === 0) return;
    for (const host of hosts) {
      if (ownNode(host, nodes)) continue;
      const ignored = ignoredNode(host, file);
      if (ignored) {
        yield {
          span: ignored.nameSpan,
          fatal: true,
          message: `corosync ignores the section ${ignored.name}, which is about ${host.name}: it does not find its own host in the node list ("No valid name found for local host") and does not start`,
        };
      } else if (isNamedElsewhere(host, group) || othersAreNamed(host, group)) {
        yield {
          span: list.nameSpan,
          message: `${host.name} is not in the node list of its own corosync.conf: unless one of the addresses is its own, corosync says "No valid name found for local host" and does not start`,
        };
      }
    }
  },
});

/** A section beside the nodes that is about the host, under a name corosync does not know. */
function ignoredNode(host: Host, { document }: CorosyncFile): CorosyncSection | undefined {
  return document.blocks
    .flatMap((block) => sectionsIn(block))
    .find(
      ({ path, name, pairs }) =>
        path === `nodelist.${name}` &&
        name !== 'node' &&
        pairs.some(({ key, value }) => key === 'name' && value.toLowerCase() === host.name.toLowerCase()),
    );
}

/** Whether a file of another host lists it: then this one was forgotten, or is older. */
function isNamedElsewhere(host: Host, group: readonly CorosyncFile[]): boolean {
  return group.some(({ nodes }) => ownNode(host, nodes) !== undefined);
}

/** Whether all other hosts stand in the list under the names they have here, so that this one's name is missing. */
function othersAreNamed(host: Host, group: readonly CorosyncFile[]): boolean {
  const others = group.flatMap(({ hosts, nodes }) =>
    hosts.filter((each) => each !== host).map((each) => ownNode(each, nodes)),
  );
  return others.length > 1 && others.every((node) => node !== undefined);
}
