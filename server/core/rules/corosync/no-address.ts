import { corosyncNodes } from '../../model/cluster-text';
import { isCorosyncFrom } from '../../model/corosync-release';
import { corosyncSettings, firstSection, isForCorosync2, sectionAt, sectionsIn } from '../../model/corosync-settings';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a corosync.conf that names no address at all',
  *check(document, { corosyncRelease }) {
    if (corosyncNodes(document).some(({ addresses }) => addresses.length > 0)) return;
    const sections = document.blocks.flatMap((block) => sectionsIn(block));
    // The way of corosync 2: the daemon looks for its own address in a network.
    const isOldWay = sections.some(
      ({ path, pairs }) => path === 'totem.interface' && pairs.some(({ key }) => key === 'bindnetaddr'),
    );
    const isFatal = !isOldWay || isCorosyncFrom('3.1.2', corosyncRelease);
    if (!isFatal && isForCorosync2(corosyncSettings(document))) return;
    const span = (sectionAt(document, 'nodelist') ?? firstSection(document))?.nameSpan;
    if (!span) return;
    yield {
      span,
      ...(isFatal && { fatal: true as const }),
      message: isOldWay
        ? 'This file has no node list: with bindnetaddr corosync 2 finds its own address, but corosync 3.1 says "No valid name found for local host" and does not start'
        : 'No node of this file has a ring0_addr: corosync finds no interface and does not start',
    };
  },
});
