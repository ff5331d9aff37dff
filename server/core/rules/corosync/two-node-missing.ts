import type { CorosyncCatalog } from '../../catalog/corosync';
import { type CorosyncFile, corosyncGroups } from '../../model/corosync-files';
import { votesOf } from '../../model/corosync-effective';
import { nodeLabel, votequorumOf } from '../../model/votequorum';
import type { CorosyncPair, CorosyncSection } from '../../syntax/corosync';
import { type Edit, insertAfter, insertBefore, replace } from '../finding';
import { clusterRule } from '../rule';
import { lineSpan } from '../../syntax/tree';

export default clusterRule({
  severity: 'error',
  summary: 'a cluster of two nodes without two_node: 1',
  *check(cluster, { corosync }) {
    for (const files of corosyncGroups(cluster)) {
      const lacking = files.flatMap((file) => lackOf(file, corosync) ?? []);
      const certain = lacking.every(({ misspelt }) => misspelt?.value === '1');
      for (const { file, quorum, misspelt, written } of lacking) {
        const says = misspelt
          ? `${misspelt.key} is no key of corosync, and without two_node: 1`
          : written
            ? 'With two_node: 0'
            : 'Without two_node: 1';
        yield {
          span: written?.valueSpan ?? quorum.nameSpan,
          severity: written ? 'warning' : 'error',
          message: `${says} a cluster of two nodes needs both votes: when either of ${namesOf(file)} goes down, the other loses quorum and everything stops`,
          related: misspelt ? [{ span: misspelt.keySpan, message: 'probably meant to be two_node' }] : [],
          fixes: () => [{ title: 'Set two_node: 1 on all hosts', safe: certain, edits: lacking.map(settingOf) }],
        };
      }
    }
  },
});

/** A file that lacks the line, and what it says in its place. */
interface Lack {
  readonly file: CorosyncFile;
  readonly quorum: CorosyncSection;
  readonly misspelt: CorosyncPair | undefined;
  /** `two_node: 0`, which somebody may have meant. */
  readonly written: CorosyncPair | undefined;
}

function lackOf(file: CorosyncFile, catalog: CorosyncCatalog): Lack | undefined {
  const votequorum = votequorumOf(file);
  if (!votequorum || !hasTwoEqualVotes(file)) return undefined;
  if (votequorum.on('auto_tie_breaker') || votequorum.device) return undefined;
  const { section: quorum } = votequorum;
  const written = votequorum.line('two_node');
  // A value the daemon refuses is reported where values are judged.
  if (written && !/^0+$/.test(written.value)) return undefined;
  const misspelt = quorum.pairs.find(
    ({ key }) => !catalog.key('quorum', key) && catalog.suggest('quorum', key)[0] === 'two_node',
  );
  return { file, quorum, misspelt, written };
}

/** With unequal votes one node outweighs the other on purpose; a node without a vote does not count. */
function hasTwoEqualVotes({ nodes }: CorosyncFile): boolean {
  const [first, second] = nodes.map(votesOf);
  return nodes.length === 2 && first === second && first !== 0n;
}

function namesOf({ nodes }: CorosyncFile): string {
  return nodes.map(nodeLabel).join(' and ');
}

function settingOf({ quorum, misspelt, written }: Lack): Edit {
  if (written) return replace(written.valueSpan, '1');
  if (misspelt?.value === '1') return replace(misspelt.keySpan, 'two_node');
  const last = quorum.pairs.at(-1);
  if (last) return insertAfter(last.valueSpan, 'two_node: 1');
  const close = lineSpan(quorum.nameSpan.block, quorum.lastLine);
  return insertBefore(close, '  two_node: 1');
}
