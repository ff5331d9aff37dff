import { corosyncNodes } from '../../model/cluster-text';
import { numberOf } from '../../model/networks';
import { repeated } from '../combinators/repeated';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'info',
  summary: 'two links of a node that seem to lie in one network',
  *check(document) {
    for (const { addresses } of corosyncNodes(document)) {
      const networks = repeated(addresses, ({ address }) => {
        const number = numberOf(address);
        return number === undefined ? undefined : String(number >>> 8);
      });
      for (const { item, first } of networks) {
        if (item.address === first.address) continue;
        yield {
          span: item.span,
          message: `${item.address} and ${first.address} seem to lie in one network: a switch that fails takes both links, and the second one is none`,
          related: [{ span: first.span, message: first.link }],
        };
      }
    }
  },
});
