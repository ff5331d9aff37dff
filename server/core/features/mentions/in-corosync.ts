import { sectionsIn } from '../../model/corosync-settings';
import type { CorosyncLine } from '../../syntax/corosync';
import { type Block, perBlock } from '../../syntax/tree';
import type { Mention } from './mention';

/** Hosts and clusters that a section of corosync.conf names. The node list is the same on all hosts, so it defines none. */
export const mentionsInCorosync = perBlock((block: Block<CorosyncLine>): readonly Mention[] =>
  sectionsIn(block).flatMap(({ path, pairs }) =>
    pairs.flatMap(({ key, value, valueSpan }): Mention[] => {
      if (value === '') return [];
      if (path === 'totem' && key === 'cluster_name')
        return [{ kind: 'corosync-cluster', name: value, isDefinition: true, span: valueSpan }];
      const namesHost =
        (path === 'nodelist.node' && /^(name|ring\d_addr)$/.test(key)) ||
        (path === 'quorum.device.net' && key === 'host');
      return namesHost ? [{ kind: 'host', name: value, isDefinition: false, span: valueSpan }] : [];
    }),
  ),
);
