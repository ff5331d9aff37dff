import { isReadByCorosync2 } from '../../model/corosync-host';
import type { CorosyncFile } from '../../model/corosync-files';
import { cryptoOf, sectionsIn } from '../../model/corosync-settings';
import { votequorumOf } from '../../model/votequorum';
import type { CorosyncPair } from '../../syntax/corosync';
import type { Span } from '../../syntax/tree';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'a setting that corosync 3 takes and does nothing with',
  *check(file) {
    // Corosync 2 reads some of these, so that only a file that is certainly not for it is mended unasked.
    const safe = file.settings.get('totem.transport')?.value === 'knet';
    for (const { nameSpan, why } of idleSections(file)) {
      yield { span: nameSpan, message: `This section has no effect with corosync 3: ${why}` };
    }
    for (const { pair, why } of idle(file)) {
      yield {
        span: pair.keySpan,
        message: `${pair.key} has no effect with corosync 3: ${why}`,
        mend: { title: `Delete ${pair.key} on all hosts`, safe, edits: () => [deleteLine(pair.keySpan)] },
      };
    }
  },
});

/** Whole sections that corosync 3 does not read. */
function* idleSections({
  document,
  nodes,
}: CorosyncFile): Generator<{ readonly nameSpan: Span; readonly why: string }> {
  for (const { path, nameSpan } of document.blocks.flatMap((block) => sectionsIn(block))) {
    if (path === 'totem.interface.member' && nodes.length > 0)
      yield { nameSpan, why: 'the node list names the members, as corosync warns in its log' };
    if (path === 'aisexec' || path === 'amf')
      yield { nameSpan, why: 'it belonged to corosync 1, and the daemon runs as root whatever it says' };
  }
}

interface Idle {
  readonly pair: CorosyncPair;
  readonly why: string;
}

/** As corosync 3.1.2, 3.1.7 and 3.1.9 behave: some of them they name in their log, most they ignore without a word. */
function* idle(file: CorosyncFile): Generator<Idle> {
  const { settings, nodes, document } = file;
  const totem = (key: string) => settings.get(`totem.${key}`);
  const listed = nodes.length > 0;
  const knet = (totem('transport')?.value ?? (isReadByCorosync2(file) ? 'udp' : 'knet')) === 'knet';
  const found = (pair: CorosyncPair | undefined, why: string): Idle[] => (pair ? [{ pair, why }] : []);

  if (listed) yield* found(totem('nodeid'), 'the node list numbers the nodes, as corosync warns in its log');
  if (listed && nodes.every(({ nodeid }) => nodeid !== undefined))
    yield* found(totem('clear_node_high_bit'), 'every node has a nodeid of its own');
  if (totem('transport')?.value === 'knet')
    yield* found(
      totem('rrp_mode'),
      'rings of corosync 2 are gone. Give the nodes ring1_addr for a second link, and link_mode says how it is used',
    );
  if (totem('crypto_cipher') && totem('crypto_hash') && totem('secauth')?.value === 'off' && cryptoOf(settings).usesKey)
    yield* found(totem('secauth'), 'crypto_cipher and crypto_hash decide, and they protect the traffic');
  if (listed && knet) {
    for (const { path, pairs } of document.blocks.flatMap((block) => sectionsIn(block))) {
      if (path !== 'totem.interface') continue;
      yield* found(
        pairs.findLast(({ key }) => key === 'bindnetaddr'),
        'the addresses of the node list count, as corosync warns in its log',
      );
    }
  }
  const votes = votequorumOf(file);
  if (!votes) return;
  const { line, on } = votes;
  if (listed)
    yield* found(line('votes'), 'the node list counts; a node has another number of votes by its own quorum_votes');
  if (!on('last_man_standing')) yield* found(line('last_man_standing_window'), 'last_man_standing is not on');
  if (!on('auto_tie_breaker')) yield* found(line('auto_tie_breaker_node'), 'auto_tie_breaker is not on');
}
