import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import type { Constraint, ResourceUse } from '../../model/pacemaker/pacemaker';
import { tiesIn } from '../../model/pacemaker/ties';
import type { Document } from '../../syntax/tree';
import { insertAfter, replace, type Report } from '../finding';
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
        const orders = constraints.filter(
          (other) =>
            other.kind === 'order' &&
            (other.hasSets || names.every((name) => other.resources.some((each) => each.name === name))),
        );
        if (!isTie) continue;
        const isPromoted = /^(promoted|master)$/i.test(leader.role ?? '');
        const [order, ...more] = orders;
        if (order) {
          if (isPromoted && more.length === 0 && isReversed(order, dependent.name)) yield reversed(order, document);
          continue;
        }
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

/** Both start and promote the wrong way round; what is asked to be stopped or demoted is another matter. */
function isReversed({ hasSets, resources: [first, then] }: Constraint, address: string): boolean {
  return (
    !hasSets &&
    first?.name === address &&
    /^(start)?$/i.test(first.role ?? '') &&
    /^(start|promote)?$/i.test(then?.role ?? '')
  );
}

function reversed({ id, resources, score }: Constraint, { language }: Document): Report {
  const [address, database] = resources as readonly [ResourceUse, ResourceUse];
  const isPromotion = /^promote$/i.test(database.role ?? '');
  const isStrict = !/^(0|optional)$/i.test(score ?? '');
  return {
    span: id.span,
    message:
      isPromotion || !isStrict
        ? `${id.name} is the wrong way round: it starts ${address.name} before ${database.name} is promoted, and clients reach a server that takes no writes yet`
        : `${id.name} is the wrong way round: it starts ${address.name} before ${database.name}, and whenever ${address.name} fails every instance of ${database.name} is restarted with it, the promoted one included`,
    fixes: () =>
      language === 'crm'
        ? [
            {
              title: `Promote ${database.name} first`,
              safe: false,
              edits: [
                replace(withRole(address), `${database.name}:promote`),
                replace(withRole(database), `${address.name}:start`),
              ],
            },
          ]
        : [],
  };
}

/** A resource with what is done to it, as one word of the crm shell: `databases:promote`. */
function withRole({ span, role }: ResourceUse): ResourceUse['span'] {
  return role === undefined ? span : { ...span, end: span.end + 1 + role.length };
}
