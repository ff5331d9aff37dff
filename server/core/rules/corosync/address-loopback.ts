import { isLoopback } from '../../model/addresses';
import { corosyncNodes } from '../../model/cluster-text';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a node whose address reaches its own machine only',
  *check(document) {
    const nodes = corosyncNodes(document);
    if (nodes.length < 2) return;
    // A cluster on one machine, for a trial, has nothing else.
    if (nodes.every(({ addresses }) => addresses.every(({ address }) => isLoopback(address)))) return;
    for (const { addresses } of nodes) {
      for (const { address, span } of addresses) {
        if (!isLoopback(address)) continue;
        yield {
          span,
          message: `${address} reaches the machine it is asked on, whoever asks: "corosync -t" is content, but no other node ever hears of this one`,
        };
      }
    }
  },
});
