import { corosyncNodes } from '../../model/cluster-text';
import { firstSection, sectionAt, sectionsIn } from '../../model/corosync-settings';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a corosync.conf that names no address at all',
  *check(document) {
    if (corosyncNodes(document).some(({ addresses }) => addresses.length > 0)) return;
    const sections = document.blocks.flatMap((block) => sectionsIn(block));
    // The old way: the daemon looks for its own address in a network.
    if (
      sections.some(({ path, pairs }) => path === 'totem.interface' && pairs.some(({ key }) => key === 'bindnetaddr'))
    )
      return;
    const span = (sectionAt(document, 'nodelist') ?? firstSection(document))?.nameSpan;
    if (!span) return;
    const message = 'No node of this file has a ring0_addr: corosync finds no interface and does not start';
    yield { span, message, fatal: true };
  },
});
