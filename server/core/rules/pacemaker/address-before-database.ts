import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { tiesIn } from '../../model/pacemaker/ties';
import { insertAfter } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'the address may come up before its database',
  *check(cluster) {
    for (const text of pacemakerFiles(cluster)) {
      const { constraints, document } = text;
      const ties = tiesIn(text);
      for (const { kind, id, resources: used, hasSets, score } of constraints) {
        if (kind !== 'colocation' || hasSets || !/^\+?inf(inity)?$/i.test(score ?? '')) continue;
        const [dependent, leader] = used;
        if (!dependent || !leader) continue;
        const isTie = ties.all.some(
          ({ address, addressTop, database, databaseTop }) =>
            [address, addressTop].some((each) => each.id.name === dependent.name) &&
            [database, databaseTop].some((each) => each.id.name === leader.name),
        );
        const names = [dependent.name, leader.name];
        const isOrdered = constraints.some(
          (other) =>
            other.kind === 'order' &&
            (other.hasSets || names.every((name) => other.resources.some((each) => each.name === name))),
        );
        if (!isTie || isOrdered) continue;
        const isPromoted = /^(promoted|master)$/i.test(leader.role ?? '');
        const block = id.span.block;
        const isOneLine =
          document.language === 'crm' && block.lines.filter((line) => line.text.trim() !== '').length === 1;
        yield {
          span: id.span,
          message: `${id.name} says where ${dependent.name} runs, but not when: without an order it comes up before ${leader.name} is ${isPromoted ? 'promoted' : 'started'}, and clients reach a server that refuses them`,
          fixes: () =>
            isOneLine
              ? [
                  {
                    title: `Start ${dependent.name} after ${leader.name}`,
                    safe: false,
                    edits: [
                      insertAfter(
                        id.span,
                        `order ${leader.name}-before-${dependent.name} Mandatory: ${leader.name}${isPromoted ? ':promote' : ''} ${dependent.name}${isPromoted ? ':start' : ''}`,
                      ),
                    ],
                  },
                ]
              : [],
        };
      }
    }
  },
});
