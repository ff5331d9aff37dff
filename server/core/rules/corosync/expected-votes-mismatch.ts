import { numberIn, type Votequorum, waitsForAll } from '../../model/votequorum';
import { whereVotesCount } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default whereVotesCount({
  severity: 'error',
  summary: 'expected_votes is another number than the votes of the node list',
  *check(votequorum) {
    const { nodes, nodeVotes, line, device } = votequorum;
    const written = line('expected_votes');
    const expected = numberIn(written);
    // With a device the number has to hold its votes too, and how many those are may depend on its algorithm.
    if (!written || expected === undefined || expected === 0 || nodes.length === 0 || device) return;
    if (expected === nodeVotes) return;
    const outcome = expected < nodeVotes ? tooLow(expected, votequorum) : tooHigh(expected, votequorum);
    yield {
      span: written.valueSpan,
      severity: outcome.severity,
      message: `expected_votes: ${expected} overrides the node list, whose nodes have ${nodeVotes} vote${nodeVotes === 1 ? '' : 's'}: ${outcome.text}`,
      mend: {
        title: 'Delete expected_votes on all hosts and let the node list count',
        safe: false,
        edits: () => [deleteLine(written.keySpan)],
      },
    };
  },
});

interface Outcome {
  readonly severity: 'error' | 'warning';
  readonly text: string;
}

/** Once all nodes have met the daemon raises the number by itself, so the harm is done while nodes start. */
function tooLow(expected: number, { nodeVotes, on }: Votequorum): Outcome {
  const quorum = on('two_node') ? 1 : majority(expected);
  if (quorum > nodeVotes / 2)
    return {
      severity: 'warning',
      text: `nodes that start alone go on with ${quorum} votes, before the others are there`,
    };
  return {
    severity: 'error',
    text: `${quorum} votes are enough for a start, so that after a cut both halves start and run everything twice`,
  };
}

function tooHigh(expected: number, votequorum: Votequorum): Outcome {
  const { nodeVotes } = votequorum;
  if (waitsForAll(votequorum))
    return {
      severity: 'error',
      text: 'wait_for_all waits for votes that nobody has, and the cluster never gets quorum',
    };
  const quorum = majority(expected);
  if (quorum > nodeVotes)
    return {
      severity: 'error',
      text: `${quorum} votes are needed, more than there are, and the cluster never gets quorum`,
    };
  return {
    severity: 'warning',
    text: `${quorum} votes are needed where ${majority(nodeVotes)} would do, and the cluster stops one failure too early`,
  };
}

function majority(votes: number): number {
  return Math.floor(votes / 2) + 1;
}
