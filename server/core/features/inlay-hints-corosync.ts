import type { Unit } from '../catalog/options';
import { corosyncGroups } from '../model/corosync-files';
import { sectionsIn } from '../model/corosync-settings';
import type { CorosyncLine, CorosyncPair, CorosyncSection } from '../syntax/corosync';
import type { Block } from '../syntax/tree';
import { sayUnit } from './amounts';
import type { InlayHint } from './inlay-hints';
import type { LineRange } from './inlay-hints-options';
import type { Owner } from './owner';

/** Hints behind the keys of a section. */
export function hintCorosync(block: Block<CorosyncLine>, range: LineRange, owner: Owner | undefined): InlayHint[] {
  return sectionsIn(block).flatMap((section) =>
    section.pairs.flatMap((pair): InlayHint[] => {
      const { line } = pair.keySpan;
      if (line < range.from || line >= range.to) return [];
      return [...unit(section, pair), ...listed(section, pair, owner)];
    }),
  );
}

/** Keys that count time (corosync.conf(5), votequorum(5), corosync-qdevice(8) of corosync 3.1.7). */
const units: readonly (readonly [RegExp, Unit])[] = [
  [
    /^totem\.(token|token_coefficient|token_retransmit|hold|join|send_join|consensus|merge|downcheck|max_network_delay)$/,
    'milliseconds',
  ],
  [/^totem\.token_warning$/, 'percent'],
  [/^totem\.interface\.knet_ping_(interval|timeout)$/, 'milliseconds'],
  [/^totem\.knet_pmtud_interval$/, 'seconds'],
  [/^quorum\.last_man_standing_window$/, 'milliseconds'],
  [/^quorum\.device\.(timeout|sync_timeout)$/, 'milliseconds'],
  [/^quorum\.device\.net\.connect_timeout$/, 'milliseconds'],
  [/^quorum\.device\.heuristics\.(timeout|sync_timeout|interval)$/, 'milliseconds'],
];

function unit({ path }: CorosyncSection, { key, value, valueSpan }: CorosyncPair): InlayHint[] {
  const counted = units.find(([pattern]) => pattern.test(`${path}.${key}`))?.[1];
  const label = counted && sayUnit(value, counted);
  return label === undefined ? [] : [{ kind: 'units', span: valueSpan, label }];
}

/** How many of the files that describe this cluster list an address; all is as it should be and says nothing. */
function listed(
  { path }: CorosyncSection,
  { key, value, valueSpan }: CorosyncPair,
  owner: Owner | undefined,
): InlayHint[] {
  if (path !== 'nodelist.node' || !/^ring\d_addr$/.test(key) || !owner) return [];
  const files = corosyncGroups(owner.cluster).find((group) => group.some(({ hosts }) => hosts.includes(owner.host)));
  if (!files || files.length < 2) return [];
  const wanted = value.toLowerCase();
  const naming = files.filter(({ nodes }) =>
    nodes.some(({ addresses }) => addresses.some(({ address }) => address === wanted)),
  );
  if (naming.length === files.length) return [];
  return [{ kind: 'hosts', span: valueSpan, label: `in ${naming.length} of ${files.length} files` }];
}
